package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.atalaya.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** One decoder, and records for it that were appended at {@link #APPENDED}. */
public final class Decoding {

  static final long APPENDED = millis("2026-11-24T09:00:00Z");

  private final EventDecoder decoder = new EventDecoder();
  private final EventKind kind;
  private final BothPaths paths;

  Decoding(EventKind kind) {
    this.kind = kind;
    paths = new BothPaths(kind);
  }

  static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Headers of alternating names and values. */
  public static RecordHeaders headers(String... namesAndValues) {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], utf8(namesAndValues[i + 1]));
    }
    return headers;
  }

  /** Decodes, and has both ways of reading compared. */
  Decoded decode(byte[] value, String... headers) {
    boolean unused = paths.takePlainly(value);
    return decoder.decode(kind, value, headers(headers), APPENDED);
  }

  Decoded decode(String json, String... headers) {
    return decode(utf8(json), headers);
  }

  /** The event in a value that has to be accepted. */
  Event accepted(String json, String... headers) {
    Decoded decoded = decode(json, headers);
    return assertInstanceOf(Decoded.Accepted.class, decoded, decoded::toString).event();
  }

  void assertRejected(Reason reason, String detail, String json, String... headers) {
    assertEquals(new Decoded.Rejected(reason, detail), decode(json, headers));
  }
}
