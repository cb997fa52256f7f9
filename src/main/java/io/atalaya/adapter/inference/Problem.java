package io.atalaya.adapter.inference;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An answer of the front itself that says what went wrong (RFC 9457).
 *
 * @param status the HTTP status
 * @param detail what happened here and what to do about it
 */
record Problem(int status, String detail) {

  static final String MEDIA_TYPE = "application/problem+json";

  Buffer body() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Message.JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("title", HttpResponseStatus.valueOf(status).reasonPhrase());
      json.writeNumberField("status", status);
      json.writeStringField("detail", detail);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory took no bytes", e);
    }
    return Buffer.buffer(out.toByteArray());
  }
}
