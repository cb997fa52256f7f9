package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.codec.CompositeKey;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Profile;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Variation;
import io.atalaya.monitor.LearningRestart;
import io.atalaya.monitor.VersionReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of {@code monitoring.references}: {@code kafka/schemas/reference.schema.json}. Its
 * {@code time} is the first moment that is compared with the reference, {@code until} the first
 * that is not any more; a learned one that was promoted keeps the end of its learning in {@code
 * learned}.
 *
 * <p>A seasonal one has a record for each season besides, under a key of four parts, since all
 * together may be too large for one; its own names them, and comes after them.
 */
final class ReferenceRecords {

  /** Stands in the place of an id: that a reference is learned again. */
  static final String RESTART = "learning";

  private static final JsonFactory JSON = new JsonFactory();

  private ReferenceRecords() {}

  /** The profiles of a seasonal reference that are known, by the season's name. */
  interface Members {

    /** The one of a season, or IllegalArgumentException. */
    ReferenceProfile of(Key key);
  }

  /**
   * What a record's key names.
   *
   * @param season the name of the season; empty for the reference itself
   */
  record Key(String model, String version, String id, String season) {

    /** The key of a reference. */
    Key(String model, String version, String id) {
      this(model, version, id, "");
    }

    Key ofSeason(String name) {
      return new Key(model, version, id, name);
    }

    byte[] encode() {
      String key =
          season.isEmpty()
              ? CompositeKey.of(model, version, id)
              : CompositeKey.of(model, version, id, season);
      return key.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Reads a record's key, or throws IllegalArgumentException. */
  static Key readKey(byte @Nullable [] key) {
    List<String> parts =
        key == null ? List.of() : CompositeKey.parts(new String(key, StandardCharsets.UTF_8));
    if (parts.size() != 3 && parts.size() != 4) {
      throw new IllegalArgumentException("the key is not model/version/id[/season]: " + parts);
    }
    Key known = new Key(parts.get(0), parts.get(1), parts.get(2));
    return parts.size() == 3 ? known : known.ofSeason(parts.get(3));
  }

  /** The record by which a reference is taken from the log. */
  static ProducerRecord<byte[], byte[]> removal(Key key) {
    return new ProducerRecord<>(Topics.REFERENCES, key.encode(), null);
  }

  /** The record that says from when on a reference is learned again. */
  static ProducerRecord<byte[], byte[]> of(LearningRestart restart) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("id", RESTART);
      out.writeStringField("model", restart.model());
      out.writeStringField("version", restart.version());
      writeTime(out, "time", restart.startMillis());
      out.writeStringField("source", RESTART);
      out.writeObjectFieldStart("features");
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    Key key = new Key(restart.model(), restart.version(), RESTART);
    return new ProducerRecord<>(Topics.REFERENCES, key.encode(), bytes.toByteArray());
  }

  /**
   * Reads from when on a reference is learned again.
   *
   * @throws IOException when it is not JSON
   * @throws IllegalArgumentException when it does not say so
   */
  static long readRestart(byte[] value) throws IOException {
    OptionalLong time = OptionalLong.empty();
    try (JsonParser json = JSON.createParser(value)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("time")) {
          time = readTime(json);
        } else {
          json.skipChildren();
        }
      }
    }
    return time.orElseThrow(() -> new IllegalArgumentException("time is missing"));
  }

  static ProducerRecord<byte[], byte[]> removal(VersionReference known) {
    return removal(new Key(known.model(), known.version(), known.reference().id()));
  }

  /** The record of a reference; of a seasonal one without its seasons. */
  static ProducerRecord<byte[], byte[]> of(VersionReference known) {
    Reference reference = known.reference();
    Key key = new Key(known.model(), known.version(), reference.id());
    return record(
        key,
        out -> {
          writeTimes(out, reference);
          out.writeStringField("source", reference.origin().label());
          switch (reference.profile()) {
            case ReferenceProfile always -> ReferenceContent.write(out, always);
            case SeasonalProfile seasonal -> NamedSeasons.of(seasonal).write(out);
          }
        });
  }

  /** The record of a season of a seasonal reference. */
  static ProducerRecord<byte[], byte[]> ofSeason(Key key, ReferenceProfile profile) {
    return record(
        key,
        out -> {
          out.writeStringField("season", key.season());
          out.writeStringField("profile", profile.id());
          ReferenceContent.write(out, profile);
        });
  }

  private interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  private static ProducerRecord<byte[], byte[]> record(Key key, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("id", key.id());
      out.writeStringField("model", key.model());
      out.writeStringField("version", key.version());
      body.write(out);
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new ProducerRecord<>(Topics.REFERENCES, key.encode(), bytes.toByteArray());
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IOException when it is not JSON
   * @throws IllegalArgumentException when it is no reference, or one of seasons that are not known
   */
  static VersionReference read(byte[] value, Members members) throws IOException {
    Fields fields = Fields.read(value);
    OptionalLong time = fields.time;
    if (time.isEmpty()) {
      throw new IllegalArgumentException("time is missing");
    }
    boolean onlyLearned = fields.origin == Origin.LEARNED && fields.learned.isEmpty();
    Key key = new Key(fields.model, fields.version, fields.id);
    NamedSeasons seasons = fields.seasons;
    Profile profile =
        seasons == null
            ? fields.profile(fields.id, fields.learned.orElse(time.getAsLong()))
            : seasons.profile(fields.id, name -> members.of(key.ofSeason(name)));
    return new VersionReference(
        fields.model,
        fields.version,
        new Reference(
            profile, fields.origin, onlyLearned ? OptionalLong.empty() : time, fields.until));
  }

  /** Reads what {@link #ofSeason} wrote, under the same conditions. */
  static ReferenceProfile readSeason(byte[] value) throws IOException {
    Fields fields = Fields.read(value);
    if (fields.profile.isEmpty()) {
      throw new IllegalArgumentException("profile is missing");
    }
    return fields.profile(fields.profile, Long.MIN_VALUE);
  }

  /** The fields of a record. */
  private static final class Fields {
    private String id = "";
    private String model = "";
    private String version = "";
    private String profile = "";
    private Origin origin = Origin.PUT;
    private OptionalLong time = OptionalLong.empty();
    private OptionalLong learned = OptionalLong.empty();
    private OptionalLong until = OptionalLong.empty();
    private @Nullable NamedSeasons seasons;
    private final SortedMap<String, FeatureReference> features = new TreeMap<>();
    private final Map<String, Variation> variation = new HashMap<>();

    static Fields read(byte[] value) throws IOException {
      Fields fields = new Fields();
      try (JsonParser json = JSON.createParser(value)) {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          json.nextToken();
          fields.read(field, json);
        }
      }
      return fields;
    }

    private void read(String field, JsonParser json) throws IOException {
      switch (field) {
        case "id" -> id = json.getText();
        case "model" -> model = json.getText();
        case "version" -> version = json.getText();
        case "profile" -> profile = json.getText();
        case "time" -> time = readTime(json);
        case "learned" -> learned = readTime(json);
        case "until" -> until = readTime(json);
        case "source" -> origin = Origin.ofLabel(json.getText());
        case "seasons" -> seasons = NamedSeasons.read(json);
        case "features" -> ReferenceContent.readFeatures(json, features);
        case "variation" -> variation.putAll(VariationContent.read(json));
        default -> json.skipChildren();
      }
    }

    ReferenceProfile profile(String profileId, long effectiveMillis) {
      return new ReferenceProfile(profileId, effectiveMillis, features, variation);
    }
  }

  private static void writeTimes(JsonGenerator out, Reference reference) throws IOException {
    long effective = reference.profile().effectiveMillis();
    OptionalLong promoted = reference.promotedMillis();
    writeTime(out, "time", promoted.orElse(effective));
    if (reference.origin() == Origin.LEARNED && promoted.isPresent()) {
      writeTime(out, "learned", effective);
    }
    if (reference.withdrawnMillis().isPresent()) {
      writeTime(out, "until", reference.withdrawnMillis().getAsLong());
    }
  }

  private static void writeTime(JsonGenerator out, String name, long millis) throws IOException {
    out.writeStringField(name, Instant.ofEpochMilli(millis).toString());
  }

  private static OptionalLong readTime(JsonParser json) throws IOException {
    String text = json.getText();
    try {
      return OptionalLong.of(Instant.parse(text).toEpochMilli());
    } catch (DateTimeException invalid) {
      throw new IllegalArgumentException(json.currentName() + " is no instant: " + text, invalid);
    }
  }
}
