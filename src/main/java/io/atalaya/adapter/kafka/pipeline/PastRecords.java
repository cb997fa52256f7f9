package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.event.Event;
import io.atalaya.report.PastInvalidation;
import io.atalaya.report.PastSignal;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads what {@link LogRecords} wrote, as far as reports need it. */
final class PastRecords {

  private static final JsonFactory JSON = new JsonFactory();

  private PastRecords() {}

  /**
   * Reads a signal.
   *
   * @throws IOException when it is none
   * @throws java.time.DateTimeException when a time is none
   */
  static PastSignal readSignal(byte[] value) throws IOException {
    Map<String, String> fields = fields(value);
    Instant time = time(fields, "time");
    return new PastSignal(
        text(fields, "model"),
        fields.getOrDefault("version", Event.UNVERSIONED),
        text(fields, "check"),
        text(fields, "window"),
        text(fields, "severity"),
        text(fields, "state").equals("firing"),
        time,
        fields.containsKey("since") ? time(fields, "since") : time,
        number(fields.get("observed")),
        number(fields.get("threshold")));
  }

  /**
   * Reads an invalidation; empty for one that was only to be shown.
   *
   * @throws IOException when it is none
   * @throws java.time.DateTimeException when its time is none
   */
  static Optional<PastInvalidation> readInvalidation(byte[] value) throws IOException {
    Map<String, String> fields = fields(value);
    return Boolean.parseBoolean(fields.get("dry_run"))
        ? Optional.empty()
        : Optional.of(
            new PastInvalidation(
                text(fields, "model"), text(fields, "reason"), time(fields, "time")));
  }

  /** The plain values of an object, as they are written. */
  private static Map<String, String> fields(byte[] value) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken token = json.nextToken();
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          fields.put(field, json.getText());
        } else {
          json.skipChildren();
        }
      }
    }
    return fields;
  }

  private static String text(Map<String, String> fields, String name) throws IOException {
    String text = fields.get(name);
    if (text == null) {
      throw new IOException(name + " is missing");
    }
    return text;
  }

  private static Instant time(Map<String, String> fields, String name) throws IOException {
    return Instant.parse(text(fields, name));
  }

  private static OptionalDouble number(@Nullable String text) {
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }
}
