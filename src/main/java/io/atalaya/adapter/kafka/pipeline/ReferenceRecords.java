package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.codec.CompositeKey;
import io.atalaya.drift.DriftTest;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceProfile;
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
 */
final class ReferenceRecords {

  /** Stands in the place of an id: that a reference is learned again. */
  static final String RESTART = "learning";

  private static final JsonFactory JSON = new JsonFactory();

  private ReferenceRecords() {}

  /** What a record's key names. */
  record Key(String model, String version, String id) {

    byte[] encode() {
      return CompositeKey.of(model, version, id).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Reads a record's key, or throws IllegalArgumentException. */
  static Key readKey(byte @Nullable [] key) {
    List<String> parts =
        key == null ? List.of() : CompositeKey.parts(new String(key, StandardCharsets.UTF_8));
    if (parts.size() != 3) {
      throw new IllegalArgumentException("the key is not model/version/id: " + parts);
    }
    return new Key(parts.get(0), parts.get(1), parts.get(2));
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

  static ProducerRecord<byte[], byte[]> of(VersionReference known) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Reference reference = known.reference();
    ReferenceProfile profile = reference.profile();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("id", profile.id());
      out.writeStringField("model", known.model());
      out.writeStringField("version", known.version());
      writeTimes(out, reference);
      out.writeStringField("source", reference.origin().label());
      ReferenceContent.write(out, profile);
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    Key key = new Key(known.model(), known.version(), profile.id());
    return new ProducerRecord<>(Topics.REFERENCES, key.encode(), bytes.toByteArray());
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IOException when it is not JSON
   * @throws IllegalArgumentException when it is no reference
   */
  static VersionReference read(byte[] value) throws IOException {
    String id = "";
    String model = "";
    String version = "";
    Origin origin = Origin.PUT;
    OptionalLong time = OptionalLong.empty();
    OptionalLong learned = OptionalLong.empty();
    OptionalLong until = OptionalLong.empty();
    SortedMap<String, FeatureReference> features = new TreeMap<>();
    Map<String, Map<DriftTest, Double>> variation = new HashMap<>();
    try (JsonParser json = JSON.createParser(value)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "id" -> id = json.getText();
          case "model" -> model = json.getText();
          case "version" -> version = json.getText();
          case "time" -> time = readTime(json);
          case "learned" -> learned = readTime(json);
          case "until" -> until = readTime(json);
          case "source" -> origin = Origin.ofLabel(json.getText());
          case "features" -> ReferenceContent.readFeatures(json, features);
          case "variation" -> ReferenceContent.readVariation(json, variation);
          default -> json.skipChildren();
        }
      }
    }
    if (time.isEmpty()) {
      throw new IllegalArgumentException("time is missing");
    }
    boolean onlyLearned = origin == Origin.LEARNED && learned.isEmpty();
    long effective = learned.orElse(time.getAsLong());
    ReferenceProfile profile = new ReferenceProfile(id, effective, features, variation);
    return new VersionReference(
        model,
        version,
        new Reference(profile, origin, onlyLearned ? OptionalLong.empty() : time, until));
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
