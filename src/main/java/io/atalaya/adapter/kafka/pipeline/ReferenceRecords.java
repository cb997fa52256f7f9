package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.monitor.ModelMonitor.LearnedReference;
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
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The wire form of {@code monitoring.references}: {@code kafka/schemas/reference.schema.json}. Its
 * {@code time} is the first moment that is compared with the reference.
 */
final class ReferenceRecords {

  private static final JsonFactory JSON = new JsonFactory();

  private ReferenceRecords() {}

  static ProducerRecord<byte[], byte[]> of(LearnedReference learned) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReferenceProfile profile = learned.profile();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("id", profile.id());
      out.writeStringField("model", learned.model());
      out.writeStringField("version", learned.version());
      out.writeStringField("time", Instant.ofEpochMilli(profile.effectiveMillis()).toString());
      out.writeStringField("source", "learned");
      out.writeObjectFieldStart("features");
      for (Map.Entry<String, FeatureReference> feature : profile.features().entrySet()) {
        out.writeObjectFieldStart(feature.getKey());
        write(out, feature.getValue());
        out.writeEndObject();
      }
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    String key = learned.model() + "/" + learned.version() + "/" + profile.id();
    return new ProducerRecord<>(
        Topics.REFERENCES, key.getBytes(StandardCharsets.UTF_8), bytes.toByteArray());
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IOException when it is not JSON
   * @throws IllegalArgumentException when it is no reference
   */
  static LearnedReference read(byte[] value) throws IOException {
    String id = "";
    String model = "";
    String version = "";
    String time = "";
    SortedMap<String, FeatureReference> features = new TreeMap<>();
    try (JsonParser json = JSON.createParser(value)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "id" -> id = json.getText();
          case "model" -> model = json.getText();
          case "version" -> version = json.getText();
          case "time" -> time = json.getText();
          case "features" -> readFeatures(json, features);
          default -> json.skipChildren();
        }
      }
    }
    try {
      long effective = Instant.parse(time).toEpochMilli();
      return new LearnedReference(
          model, version, new ReferenceProfile(id, effective, features, Map.of()));
    } catch (DateTimeException invalid) {
      throw new IllegalArgumentException("time is no instant: " + time, invalid);
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
