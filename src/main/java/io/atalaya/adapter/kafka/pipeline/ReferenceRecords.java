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
import io.atalaya.monitor.VersionReference;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.ReferenceSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of {@code monitoring.references}: {@code kafka/schemas/reference.schema.json}. Its
 * {@code time} is the first moment that is compared with the reference, {@code until} the first
 * that is not any more; a learned one that was promoted keeps the end of its learning in {@code
 * learned}.
 */
final class ReferenceRecords {

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
      out.writeObjectFieldStart("features");
      for (Map.Entry<String, FeatureReference> feature : profile.features().entrySet()) {
        out.writeObjectFieldStart(feature.getKey());
        write(out, feature.getValue());
        out.writeEndObject();
      }
      out.writeEndObject();
      writeVariation(out, profile.variation());
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
          case "features" -> readFeatures(json, features);
          case "variation" -> readVariation(json, variation);
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

  private static void writeVariation(
      JsonGenerator out, Map<String, Map<DriftTest, Double>> variation) throws IOException {
    if (variation.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("variation");
    for (var feature : new TreeMap<>(variation).entrySet()) {
      out.writeObjectFieldStart(feature.getKey());
      for (var effect : new TreeMap<>(feature.getValue()).entrySet()) {
        out.writeNumberField(effect.getKey().label(), effect.getValue());
      }
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void readVariation(JsonParser json, Map<String, Map<DriftTest, Double>> variation)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Map<DriftTest, Double> ofFeature = new EnumMap<>(DriftTest.class);
      variation.put(json.currentName(), ofFeature);
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        Optional<DriftTest> test = DriftTest.ofLabel(json.currentName());
        json.nextToken();
        if (test.isPresent()) {
          ofFeature.put(test.get(), json.getDoubleValue());
        }
      }
    }
  }

  private static void write(JsonGenerator out, FeatureReference reference) throws IOException {
    switch (reference.values()) {
      case ReferenceSample numbers -> {
        writeNumbers(out, "knots", numbers.knots(), numbers::knot);
        writeCounts(out, "below", numbers.knots(), numbers::countBelow);
        writeCounts(out, "up_to", numbers.knots(), numbers::countUpTo);
        out.writeNumberField("mean", numbers.mean());
        out.writeNumberField("standard_deviation", numbers.standardDeviation());
      }
      case CategorySample names -> {
        out.writeObjectFieldStart("categories");
        for (int i = 0; i < names.names(); i++) {
          out.writeNumberField(names.name(i), names.count(i));
        }
        out.writeEndObject();
        out.writeNumberField("other", names.other());
      }
    }
    out.writeNumberField("predictions", reference.predictions());
    out.writeNumberField("missing", reference.missing());
    out.writeNumberField("mistyped", reference.mistyped());
  }

  private static void writeNumbers(
      JsonGenerator out, String name, int size, IntToDoubleFunction value) throws IOException {
    out.writeArrayFieldStart(name);
    for (int i = 0; i < size; i++) {
      out.writeNumber(value.applyAsDouble(i));
    }
    out.writeEndArray();
  }

  private static void writeCounts(JsonGenerator out, String name, int size, IntUnaryOperator value)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (int i = 0; i < size; i++) {
      out.writeNumber(value.applyAsInt(i));
    }
    out.writeEndArray();
  }

  private static void readFeatures(JsonParser json, Map<String, FeatureReference> features)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String feature = json.currentName();
      json.nextToken();
      features.put(feature, readFeature(json));
    }
  }

  private static FeatureReference readFeature(JsonParser json) throws IOException {
    double[] knots = {};
    double[] below = {};
    double[] upTo = {};
    double mean = Double.NaN;
    double standardDeviation = Double.NaN;
    Map<String, Long> categories = new HashMap<>();
    long other = 0;
    long predictions = 0;
    long missing = 0;
    long mistyped = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "knots" -> knots = readNumbers(json);
        case "below" -> below = readNumbers(json);
        case "up_to" -> upTo = readNumbers(json);
        case "mean" -> mean = json.getDoubleValue();
        case "standard_deviation" -> standardDeviation = json.getDoubleValue();
        case "categories" -> readCategories(json, categories);
        case "other" -> other = json.getLongValue();
        case "predictions" -> predictions = json.getLongValue();
        case "missing" -> missing = json.getLongValue();
        case "mistyped" -> mistyped = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    Distribution values =
        knots.length == 0
            ? CategorySample.of(categories, other)
            : ReferenceSample.of(knots, counts(below), counts(upTo), mean, standardDeviation);
    return new FeatureReference(values, predictions, missing, mistyped);
  }

  private static void readCategories(JsonParser json, Map<String, Long> categories)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      categories.put(name, json.getLongValue());
    }
  }

  private static double[] readNumbers(JsonParser json) throws IOException {
    DoubleStream.Builder numbers = DoubleStream.builder();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      numbers.add(json.getDoubleValue());
    }
    return numbers.build().toArray();
  }

  private static int[] counts(double[] numbers) {
    return Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
  }
}
