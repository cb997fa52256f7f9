package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/**
 * Reads values that hold one JSON object in UTF-8 and nothing else, within bounds of depth and
 * length that a hostile value cannot make slow. For one thread: the table of names is its own.
 */
final class JsonObjects {

  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER_LENGTH = 1000;

  /** In bytes: enough for every identifier, and too little to fill the table of names. */
  private static final int MAX_NAME_LENGTH = 2048;

  private static final String REMEDY = ": send one JSON object in UTF-8";

  /** Reads the object on whose start the parser stands, to its end. */
  interface Body {
    void read(JsonParser json) throws IOException, Rejection;
  }

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .build())
          // What Python's json writes for NaN is a number that is not finite, not a broken text.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // Else UTF-16 and UTF-32 would be accepted too.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Else the names in earlier events could decide whether this one is accepted.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  /** Has the object in {@code value} read by {@code body}. */
  void read(byte[] value, Body body) throws Rejection {
    try (JsonParser json = factory.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("not a JSON object");
      }
      body.read(json);
      if (json.nextToken() != null) {
        throw malformed("more than one JSON value");
      }
    } catch (StreamConstraintsException e) {
      throw new Rejection(
          Reason.MALFORMED,
          "too deep or too long: at most %d levels, names of %d bytes, numbers of %d characters"
              .formatted(MAX_DEPTH, MAX_NAME_LENGTH, MAX_NUMBER_LENGTH));
    } catch (JsonProcessingException e) {
      throw malformed(
          "not JSON%s (%s)".formatted(place(e), Text.shortened(e.getOriginalMessage())));
    } catch (IOException e) {
      throw malformed("not JSON in UTF-8");
    }
  }

  static Rejection malformed(String fault) {
    return new Rejection(Reason.MALFORMED, fault + REMEDY);
  }

  /** How many bytes were read up to the fault. */
  private static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null ? "" : " at byte " + location.getByteOffset();
  }
}
