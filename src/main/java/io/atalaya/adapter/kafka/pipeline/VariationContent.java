package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.drift.DriftTest;
import io.atalaya.drift.Inflation;
import io.atalaya.drift.Variation;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much features vary within a reference, as JSON by feature. Stateless. */
final class VariationContent {

  private static final String EFFECTS = "effects";
  private static final String INFLATION = "inflation";
  private static final String MISSING_INFLATION = "missing_inflation";

  private VariationContent() {}

  /** Writes {@code variation} where something is known. */
  static void write(JsonGenerator out, Map<String, Variation> variation) throws IOException {
    if (variation.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("variation");
    for (var feature : new TreeMap<>(variation).entrySet()) {
      out.writeObjectFieldStart(feature.getKey());
      out.writeObjectFieldStart(EFFECTS);
      for (var effect : new TreeMap<>(feature.getValue().effects()).entrySet()) {
        out.writeNumberField(effect.getKey().label(), effect.getValue());
      }
      out.writeEndObject();
      writeInflation(out, INFLATION, feature.getValue().inflation());
      writeInflation(out, MISSING_INFLATION, feature.getValue().missing());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void writeInflation(JsonGenerator out, String field, Inflation inflation)
      throws IOException {
    out.writeObjectFieldStart(field);
    for (var length : inflation.byLength().entrySet()) {
      out.writeNumberField(Integer.toString(length.getKey()), length.getValue());
    }
    out.writeEndObject();
  }

  /** Reads the object on which the parser stands; unknown tests and fields are left out. */
  static Map<String, Variation> read(JsonParser json) throws IOException {
    Map<String, Variation> variation = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String feature = json.currentName();
      json.nextToken();
      Map<String, Map<String, Double>> figures = new HashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (List.of(EFFECTS, INFLATION, MISSING_INFLATION).contains(field)) {
          figures.put(field, readNumbers(json));
        } else {
          json.skipChildren();
        }
      }
      Map<DriftTest, Double> effects = new EnumMap<>(DriftTest.class);
      figures
          .getOrDefault(EFFECTS, Map.of())
          .forEach(
              (label, effect) ->
                  DriftTest.ofLabel(label).ifPresent(test -> effects.put(test, effect)));
      variation.put(
          feature,
          new Variation(
              effects,
              inflation(figures.getOrDefault(INFLATION, Map.of())),
              inflation(figures.getOrDefault(MISSING_INFLATION, Map.of()))));
    }
    return variation;
  }

  private static Map<String, Double> readNumbers(JsonParser json) throws IOException {
    Map<String, Double> numbers = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      numbers.put(name, json.getDoubleValue());
    }
    return numbers;
  }

  private static Inflation inflation(Map<String, Double> byLength) {
    Map<Integer, Double> read = new HashMap<>();
    byLength.forEach((length, inflation) -> read.put(Integer.valueOf(length), inflation));
    return Inflation.of(read);
  }
}
