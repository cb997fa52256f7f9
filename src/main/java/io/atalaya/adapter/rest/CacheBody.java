package io.atalaya.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.InputDigest;
import io.atalaya.cache.InputHash;
import io.atalaya.codec.IsoTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of a request to the cache. What is wrong with it is an {@link
 * IllegalArgumentException} that names the field, the value and what would be right. Immutable.
 */
final class CacheBody {

  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_SHOWN = 80;

  /** Decimals are kept as they are written: {@link InputDigest} decides what is the same number. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ObjectNode fields;

  private CacheBody(ObjectNode fields) {
    this.fields = fields;
  }

  /**
   * Reads a body of at most {@code mostBytes}; no more is read of a larger one.
   *
   * @throws Body.Refused when it is larger, or takes too long
   */
  static CacheBody read(InputStream body, int mostBytes) throws IOException, Body.Refused {
    byte[] bytes = Body.read(body, mostBytes);
    try {
      if (JSON.readTree(bytes) instanceof ObjectNode object) {
        return new CacheBody(object);
      }
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("the body is no JSON: " + broken.getOriginalMessage());
    }
    throw new IllegalArgumentException(
        "the body is no JSON object: give for example {\"input\": …}");
  }

  /** A stored answer as JSON again. */
  static JsonNode answer(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      // What was stored for a binary protocol is not for this interface.
      return JSON.getNodeFactory().binaryNode(body);
    }
  }

  /** The hash of {@code input}, or the one that {@code key} gives. */
  InputHash input(CacheSettings settings) {
    String key = name("key");
    if (key != null) {
      return InputHash.parse(key);
    }
    return hash(required("input", "what the model is asked"), settings);
  }

  /** The hashes of the list {@code inputs}, in its order. */
  List<InputHash> inputs(CacheSettings settings, int most) {
    JsonNode inputs = required("inputs", "a list of what the model is asked");
    if (!inputs.isArray() || inputs.isEmpty() || inputs.size() > most) {
      throw new IllegalArgumentException("inputs: give a list of 1 to " + most);
    }
    List<InputHash> hashes = new ArrayList<>();
    inputs.forEach(input -> hashes.add(hash(input, settings)));
    return hashes;
  }

  /** The bytes of a field that is given. */
  byte[] bytes(String field, String meaning) {
    return required(field, meaning).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A name of 1 to 256 characters; null when it is not given. */
  @Nullable String name(String field) {
    JsonNode value = fields.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual() || value.asText().isBlank() || value.asText().length() > LONGEST_NAME) {
      throw wrong(field, value, "a string of 1 to " + LONGEST_NAME + " characters");
    }
    return value.asText();
  }

  /** A number from {@code min} to {@code max}; {@code absent} when it is not given. */
  double number(String field, double absent, double min, double max) {
    JsonNode value = fields.get(field);
    if (value == null || value.isNull()) {
      return absent;
    }
    if (!value.isNumber() || !(value.asDouble() >= min && value.asDouble() <= max)) {
      throw wrong(field, value, "a number from %s to %s".formatted(min, max));
    }
    return value.asDouble();
  }

  /** A whole number from 0 to {@code max}; {@code absent} when it is not given. */
  long whole(String field, long absent, long max) {
    double number = number(field, (double) absent, 0, (double) max);
    if (number != Math.rint(number)) {
      throw new IllegalArgumentException(field + ": " + number + " is no whole number");
    }
    return (long) number;
  }

  /** A time in milliseconds since the epoch; {@code absent} when it is not given. */
  long time(String field, long absent) {
    String text = name(field);
    if (text == null) {
      return absent;
    }
    long millis = IsoTime.parse(text);
    if (millis == IsoTime.INVALID) {
      throw new IllegalArgumentException(
          field + ": " + text + " is no time: give ISO 8601, such as 2026-11-23T10:15:00Z");
    }
    return millis;
  }

  private JsonNode required(String field, String meaning) {
    JsonNode value = fields.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException(field + ": is missing or null: give " + meaning);
    }
    return value;
  }

  private static IllegalArgumentException wrong(String field, JsonNode value, String right) {
    String shown = value.toString();
    String start = shown.length() > LONGEST_SHOWN ? shown.substring(0, LONGEST_SHOWN) + '…' : shown;
    return new IllegalArgumentException(field + ": " + start + " is not " + right);
  }

  private static InputHash hash(JsonNode input, CacheSettings settings) {
    InputDigest digest = new InputDigest();
    if (input.isObject()) {
      object(input, settings.rounding(), digest);
    } else {
      add(input, digest);
    }
    return digest.hash();
  }

  private static void add(JsonNode node, InputDigest digest) {
    switch (node.getNodeType()) {
      case NUMBER -> digest.number(node.decimalValue());
      case STRING -> digest.text(node.textValue());
      case BOOLEAN -> digest.flag(node.booleanValue());
      case ARRAY -> {
        digest.list(node.size());
        node.forEach(element -> add(element, digest));
      }
      case OBJECT -> object(node, Map.of(), digest);
      case NULL, MISSING, BINARY, POJO -> digest.nothing();
    }
  }

  private static void object(JsonNode node, Map<String, Double> rounding, InputDigest digest) {
    Map<String, JsonNode> members = new TreeMap<>();
    node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    digest.object(members.size());
    members.forEach(
        (name, value) -> {
          digest.text(name);
          Double step = rounding.get(name);
          if (step != null && value.isNumber()) {
            digest.rounded(value.asDouble(), step);
          } else {
            add(value, digest);
          }
        });
  }

  /** The request to invalidate as an event for {@code model.lifecycle}. */
  byte[] invalidation(String model, CacheSettings settings) {
    ObjectNode event = JSON.createObjectNode().put("model", model).put("change", "invalidate");
    for (String field : List.of("scope", "version", "segment", "detail")) {
      String value = name(field);
      if (value != null) {
        event.put(field, value);
      }
    }
    if (fields.hasNonNull("key") || fields.hasNonNull("input")) {
      event.put("key", input(settings).text());
    }
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }
}
