package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.atalaya.drift.DriftTest;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Inflation;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.drift.Variation;
import io.atalaya.monitor.LearningRestart;
import io.atalaya.monitor.VersionReference;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ReferenceRecordsTest {

  private static final long TIME = 1_800_000_000_000L;

  private static final ReferenceProfile PROFILE =
      ReferenceProfile.of(
          TIME,
          Map.of(
              "x",
              FeatureReference.of(ReferenceSample.of(new double[] {1, 2, 2, 4.5})),
              "y",
              new FeatureReference(
                  CategorySample.of(Map.of("ñ \"x\"", 5_000_000_000L, "", 1L), 3),
                  6_000_000_000L,
                  0,
                  2),
              ReferenceProfile.PREDICTION,
              FeatureReference.of(ReferenceSample.of(new double[] {-1e99, 1e-300}))),
          Map.of(
              "x",
              new Variation(
                  Map.of(DriftTest.KS, 0.125, DriftTest.PSI, 0.25),
                  Inflation.of(Map.of(100, 1.5, 1_000, 2.5)),
                  Inflation.of(Map.of(100, 9.0)))));

  private static final Reference PUT = Reference.promoted(PROFILE, Origin.PUT, TIME);

  @Test
  void whatIsWrittenIsValidAndReadAgain() throws IOException {
    Reference learned = Reference.learned(PROFILE);
    for (Reference reference :
        List.of(
            learned,
            learned.promoted(TIME + 5),
            learned.promoted(TIME + 5).withdrawn(TIME + 9),
            PUT,
            PUT.withdrawn(TIME))) {
      VersionReference known = new VersionReference("a/b", "1%", reference);
      ProducerRecord<byte[], byte[]> record = ReferenceRecords.of(known);
      assertEquals(known, read(record.value()));
      assertEquals(
          new ReferenceRecords.Key("a/b", "1%", PROFILE.id()),
          ReferenceRecords.readKey(record.key()));
      assertEquals(List.of(), errors(new String(record.value(), StandardCharsets.UTF_8)));
    }
  }

  @Test
  void aSeasonalReferenceIsReadAgainFromItsRecordAndThoseOfItsSeasons() throws IOException {
    Seasons seasons = Seasons.of("hour-of-week", "Europe/Madrid");
    ReferenceProfile member = ReferenceProfile.of(Long.MIN_VALUE, PROFILE.features());
    SeasonalProfile profile =
        SeasonalProfile.of(seasons, new TreeMap<>(Map.of(3, member, 167, member)));
    Reference reference = Reference.promoted(profile, Origin.RANGE, TIME).withdrawn(TIME + 5);
    VersionReference known = new VersionReference("a/b", "1%", reference);
    ProducerRecord<byte[], byte[]> record = ReferenceRecords.of(known);
    ReferenceRecords.Key key = ReferenceRecords.readKey(record.key());
    ProducerRecord<byte[], byte[]> ofSeason =
        ReferenceRecords.ofSeason(key.ofSeason("mon-03"), member);

    assertEquals(key.ofSeason("mon-03"), ReferenceRecords.readKey(ofSeason.key()));
    assertEquals(member, ReferenceRecords.readSeason(ofSeason.value()));
    List<String> asked = new ArrayList<>();
    VersionReference read =
        ReferenceRecords.read(
            record.value(),
            season -> {
              asked.add(season.season());
              return member;
            });
    assertEquals(known, read);
    assertEquals(List.of("mon-03", "sun-23"), asked);
    for (byte[] value : List.of(record.value(), ofSeason.value())) {
      assertEquals(List.of(), errors(new String(value, StandardCharsets.UTF_8)));
    }
    assertThrows(IllegalArgumentException.class, () -> read(record.value()));
  }

  /** The topic takes 16 MiB. */
  @Test
  void theLargestSeasonFitsIntoARecord() {
    double[] values = new Random(1).doubles(10_000, -1e99, 1e99).toArray();
    FeatureReference feature =
        FeatureReference.of(ReferenceSample.of(values, SeasonalProfile.MOST_KNOTS));
    Map<String, FeatureReference> features = new TreeMap<>();
    for (int i = 0; i < ReferenceProfile.MAX_FEATURES; i++) {
      features.put("f".repeat(250) + i, feature);
    }
    ProducerRecord<byte[], byte[]> record =
        ReferenceRecords.ofSeason(
            new ReferenceRecords.Key("m", "1", "id", "mon-03"),
            ReferenceProfile.of(Long.MIN_VALUE, features));
    assertTrue(record.value().length < 4_000_000, () -> "" + record.value().length);
  }

  @Test
  void aRecordThatNamesNoSourceWasPut() throws IOException {
    String value =
        """
        {"id": "7", "model": "m", "version": "1", "time": "2026-11-21T08:00:00Z", "more": [1],
         "features": {"x": {"knots": [1], "below": [0], "up_to": [2], "mean": 1,
         "standard_deviation": 0, "predictions": 2}}, "variation": {"x": {"effects": {"of-a-later-version": 1}, "more": {"ks": [7]}}}}
        """;
    Reference read = read(value.getBytes(StandardCharsets.UTF_8)).reference();
    assertEquals(Origin.PUT, read.origin());
    assertEquals(OptionalLong.of(1_795_248_000_000L), read.promotedMillis());
    assertEquals(Map.of(), read.profile().at(0).variation());
  }

  @Test
  void whatIsNoReferenceIsRefused() {
    for (String value :
        List.of(
            "{}",
            "{\"id\": \"7\", \"time\": \"yesterday\"}",
            "{\"time\": \"2026-11-21T08:00:00Z\", \"source\": \"hearsay\"}",
            "{\"time\": \"2026-11-21T08:00:00Z\", \"features\": {\"a\": {}}}",
            // Without the number of predictions.
            "{\"time\": \"2026-11-21T08:00:00Z\","
                + " \"features\": {\"a\": {\"categories\": {\"x\": 1}}}}",
            "{\"time\": \"2026-11-21T08:00:00Z\","
                + " \"variation\": {\"a\": {\"inflation\": {\"100\": 0.5}}}}",
            "{\"time\": \"2026-11-21T08:00:00Z\","
                + " \"variation\": {\"a\": {\"inflation\": {\"many\": 2}}}}",
            "{\"time\": \"2026-11-21T08:00:00Z\","
                + " \"variation\": {\"a\": {\"effects\": {\"ks\": -1}}}}")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> read(value.getBytes(StandardCharsets.UTF_8)),
          value);
    }
    assertThrows(IllegalArgumentException.class, () -> ReferenceRecords.readKey(null));
    assertThrows(
        IllegalArgumentException.class,
        () -> ReferenceRecords.readKey("m/1".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theExampleIsOne() throws IOException {
    VersionReference example =
        read(Files.readAllBytes(Path.of("kafka/examples/monitoring.references.jsonl")));
    ReferenceProfile profile = example.reference().profile().at(0);
    assertEquals(
        new FeatureReference(CategorySample.of(Map.of("clear", 3L, "rain", 1L), 0), 6, 1, 1),
        profile.reference("weather"));
    assertEquals(5, profile.reference("temp").size());
  }

  @Test
  void thatAReferenceIsLearnedAgainIsReadAsItWasWritten() throws IOException {
    ProducerRecord<byte[], byte[]> record =
        ReferenceRecords.of(new LearningRestart("m", "1", TIME, 9, 24));
    assertEquals(TIME, ReferenceRecords.readRestart(record.value()));
    assertEquals(ReferenceRecords.RESTART, ReferenceRecords.readKey(record.key()).id());
    assertEquals(List.of(), errors(new String(record.value(), StandardCharsets.UTF_8)));
    assertThrows(
        IllegalArgumentException.class,
        () -> ReferenceRecords.readRestart("{}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aRemovalHasTheKeyAndNoValue() {
    ReferenceRecords.Key key = new ReferenceRecords.Key("m", "1", PROFILE.id());
    ProducerRecord<byte[], byte[]> removal = ReferenceRecords.removal(key);
    assertNull(removal.value());
    assertEquals(key, ReferenceRecords.readKey(removal.key()));
    assertTrue(removal.topic().endsWith("references"));
  }

  private static VersionReference read(byte[] value) throws IOException {
    return ReferenceRecords.read(
        value,
        key -> {
          throw new IllegalArgumentException("no season is known: " + key);
        });
  }

  private static List<?> errors(String json) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(Path.of("kafka/schemas/reference.schema.json")))
        .validate(
            json,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }
}
