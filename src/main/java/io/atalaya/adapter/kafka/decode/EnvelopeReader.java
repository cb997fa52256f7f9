package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads CloudEvents 1.0 in structured mode: an envelope whose {@code data} is the event, as a JSON
 * object, or whose {@code data_base64} holds it. For one thread.
 */
final class EnvelopeReader {

  private final JsonObjects objects;
  private @Nullable String version;
  private @Nullable String time;
  private boolean versionSeen;
  private boolean dataSeen;

  EnvelopeReader(JsonObjects objects) {
    this.objects = objects;
  }

  /** Whether the object in {@code value} has the marks of an envelope; reads all of it. */
  boolean isEnvelope(byte[] value) throws Rejection {
    versionSeen = false;
    dataSeen = false;
    objects.read(value, this::readNames);
    return versionSeen && dataSeen;
  }

  private void readNames(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      versionSeen |= Field.of(name) == Field.SPECVERSION;
      dataSeen |= Field.of(name) == Field.DATA;
      json.nextToken();
      json.skipChildren();
    }
  }

  /**
   * Has the event in the envelope read by {@code payload}.
   *
   * @return the envelope's time as written; null when it has none
   */
  @Nullable String read(byte[] value, JsonObjects.Body payload) throws Rejection {
    version = null;
    time = null;
    dataSeen = false;
    objects.read(value, json -> readAttributes(json, payload));
    if (version == null) {
      throw Rejection.incomplete("specversion", '"' + CloudEventHeaders.VERSION + '"');
    }
    if (!dataSeen) {
      throw Rejection.incomplete("data", "the event as the CloudEvent's data");
    }
    return time;
  }

  private void readAttributes(JsonParser json, JsonObjects.Body payload)
      throws IOException, Rejection {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        readAttribute(name, json, payload);
      }
    }
  }

  private void readAttribute(String name, JsonParser json, JsonObjects.Body payload)
      throws IOException, Rejection {
    switch (name) {
      case "specversion" -> {
        version = string(json);
        if (!version.equals(CloudEventHeaders.VERSION)) {
          throw Rejection.invalid(json, '"' + CloudEventHeaders.VERSION + '"');
        }
      }
      case "time" -> time = string(json);
      case "data" -> {
        startData(json);
        if (json.currentToken() != JsonToken.START_OBJECT) {
          throw Rejection.invalid(json, "an object: the event");
        }
        payload.read(json);
      }
      case "data_base64" -> {
        startData(json);
        objects.read(decoded(json), payload);
      }
      default -> json.skipChildren();
    }
  }

  private void startData(JsonParser json) throws IOException, Rejection {
    if (dataSeen) {
      throw Rejection.invalid(json, "absent: the CloudEvent has data already");
    }
    dataSeen = true;
  }

  private static byte[] decoded(JsonParser json) throws IOException, Rejection {
    try {
      return Base64.getDecoder().decode(string(json));
    } catch (IllegalArgumentException e) {
      throw Rejection.invalid(json, "Base64");
    }
  }

  private static String string(JsonParser json) throws IOException, Rejection {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw Rejection.invalid(json, "a string");
    }
    return json.getText();
  }
}
