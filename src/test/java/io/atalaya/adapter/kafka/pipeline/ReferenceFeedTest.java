package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.monitor.References;
import io.atalaya.monitor.VersionReference;
import io.atalaya.statistics.ReferenceSample;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ReferenceFeedTest {

  private static final Reference A = put(1, 100);
  private static final Reference B = put(2, 200);

  private final References references = new References(Map.of());
  private final ReferenceFeed feed =
      new ReferenceFeed(references, InstantSource.fixed(Instant.ofEpochMilli(1_000)));

  @Test
  void whatIsReadASecondTimeDoesNotCountAgain() {
    List<ConsumerRecord<byte[], byte[]>> log =
        List.of(record(0, A), record(1, B), record(2, A.promoted(300)));
    log.forEach(feed::hear);
    feed.hear(log.getFirst());

    InForce inForce = references.at("m", "1", 1_000);
    assertNotNull(inForce);
    assertEquals(A.id(), inForce.profile().id());
    assertEquals(300, inForce.sinceMillis());
  }

  @Test
  void aReferenceWithoutAValueIsNotKnownAnyMore() {
    feed.hear(record(0, A));
    feed.hear(record(1, B));
    feed.hear(record(2, ReferenceRecords.removal(new ReferenceRecords.Key("m", "1", B.id()))));

    assertEquals(List.of(A), references.of("m", "1").references());
  }

  @Test
  void aSeasonalReferenceIsHeardAfterItsSeasons() {
    ReferenceProfile member = A.profile().at(0);
    SeasonalProfile profile =
        SeasonalProfile.of(
            Seasons.of("hour-of-day", "UTC"), new TreeMap<>(Map.of(0, member, 1, member)));
    Reference seasonal = Reference.promoted(profile, Origin.PUT, 300);
    ReferenceRecords.Key key = new ReferenceRecords.Key("m", "1", profile.id());
    // Without its seasons it makes no reference.
    feed.hear(record(0, seasonal));
    feed.hear(record(1, ReferenceRecords.ofSeason(key.ofSeason("00"), member)));
    feed.hear(record(2, ReferenceRecords.ofSeason(key.ofSeason("01"), member)));
    assertEquals(List.of(), references.of("m", "1").references());
    feed.hear(record(3, seasonal));
    assertEquals(List.of("00", "01"), names(references.of("m", "1").references().getFirst()));
    // Rolled back, it is written without them.
    feed.hear(record(4, seasonal.withdrawn(400)));
    assertEquals(
        OptionalLong.of(400), references.of("m", "1").references().getFirst().withdrawnMillis());
    feed.hear(record(5, ReferenceRecords.removal(key)));
    feed.hear(record(6, ReferenceRecords.removal(key.ofSeason("00"))));
    feed.hear(record(7, seasonal));
    assertEquals(List.of(), references.of("m", "1").references());
  }

  private static List<String> names(Reference reference) {
    return reference.profile() instanceof SeasonalProfile seasonal
        ? seasonal.members().keySet().stream().map(seasonal.seasons()::name).toList()
        : List.of();
  }

  @Test
  void whatIsNoReferenceIsLeft() {
    byte[] text = "text".getBytes(StandardCharsets.UTF_8);
    feed.hear(new ConsumerRecord<>(Topics.REFERENCES, 0, 0, null, text));
    feed.hear(new ConsumerRecord<>(Topics.REFERENCES, 0, 1, text, text));
    feed.hear(new ConsumerRecord<>(Topics.REFERENCES, 0, 2, text, null));
    feed.hear(record(3, A));

    assertEquals(List.of(A), references.of("m", "1").references());
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, Reference reference) {
    return record(offset, ReferenceRecords.of(new VersionReference("m", "1", reference)));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, ProducerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(record.topic(), 0, offset, record.key(), record.value());
  }

  private static Reference put(double value, long millis) {
    ReferenceProfile profile =
        ReferenceProfile.of(
            millis, Map.of("x", FeatureReference.of(ReferenceSample.of(new double[] {value}))));
    return Reference.promoted(profile, Origin.PUT, millis);
  }
}
