package io.atalaya.adapter.kafka.decode;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a record's headers say of a CloudEvent, after the Kafka protocol binding 1.0.
 *
 * @param structured whether the value is an envelope in JSON
 * @param binary whether the attributes are headers, and the value is the event itself
 * @param time the attribute {@code ce_time}, as written
 */
record CloudEventHeaders(boolean structured, boolean binary, @Nullable String time) {

  /** The only version of the specification there is. */
  static final String VERSION = "1.0";

  private static final CloudEventHeaders NONE = new CloudEventHeaders(false, false, null);
  private static final String JSON_ENVELOPE = "application/cloudevents+json";

  static CloudEventHeaders of(Headers headers) throws Rejection {
    if (headers.toArray().length == 0) {
      return NONE;
    }
    String contentType = text(headers, "content-type");
    String version = text(headers, "ce_specversion");
    if (version != null && !version.equals(VERSION)) {
      throw Rejection.invalid("ce_specversion", Text.quoted(version), '"' + VERSION + '"');
    }
    return new CloudEventHeaders(
        contentType != null && isEnvelope(contentType), version != null, text(headers, "ce_time"));
  }

  /** The time in milliseconds since the epoch; {@link FieldReader#ABSENT} when there is none. */
  long timeMillis() throws Rejection {
    return time == null ? FieldReader.ABSENT : FieldReader.time(time, "ce_time");
  }

  private static boolean isEnvelope(String contentType) {
    int parameters = contentType.indexOf(';');
    String mediaType = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return mediaType.strip().toLowerCase(Locale.ROOT).equals(JSON_ENVELOPE);
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
