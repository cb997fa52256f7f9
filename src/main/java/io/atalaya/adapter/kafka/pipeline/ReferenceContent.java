package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.ReferenceSample;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;

/** The fields of a reference's record that hold what is compared with. */
final class ReferenceContent {

  private ReferenceContent() {}

  /** Writes {@code features}, and {@code variation} where it is known. */
  static void write(JsonGenerator out, ReferenceProfile profile) throws IOException {
    out.writeObjectFieldStart("features");
    for (Map.Entry<String, FeatureReference> feature : profile.features().entrySet()) {
      out.writeObjectFieldStart(feature.getKey());
      write(out, feature.getValue());
      out.writeEndObject();
    }
    out.writeEndObject();
    VariationContent.write(out, profile.variation());
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

  /** Reads the features of the object on which the parser stands. */
  static void readFeatures(JsonParser json, Map<String, FeatureReference> features)
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
