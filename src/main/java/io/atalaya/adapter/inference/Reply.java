package io.atalaya.adapter.inference;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the model server without its {@code id}, as it is kept and given again.
 *
 * <p>Its bytes in the cache: plain JSON as it is, so that whoever looks it up there can read it;
 * anything else after a zero byte, its content type and the length of its JSON. Immutable.
 *
 * @param contentType the content type of the answer
 * @param jsonLength how many bytes are JSON
 * @param body all bytes
 */
@SuppressWarnings("ArrayRecordComponent") // replies are given, never compared
record Reply(String contentType, int jsonLength, byte[] body) {

  private static final String JSON = "application/json";
  private static final byte OTHER = 0;

  /** The reply in a message, its {@code id} cut out. */
  static Reply of(Message answer, String contentType) {
    Span id = answer.idField();
    byte[] body = answer.body();
    if (id == null) {
      return new Reply(contentType, answer.jsonLength(), body);
    }
    int from = id.from();
    int to = skipSpace(body, id.to());
    if (body[to] == ',') {
      to++;
    } else {
      int before = from - 1;
      while (isSpace(body[before])) {
        before--;
      }
      from = body[before] == ',' ? before : from;
    }
    byte[] rest = new byte[body.length - (to - from)];
    System.arraycopy(body, 0, rest, 0, from);
    System.arraycopy(body, to, rest, from, body.length - to);
    return new Reply(contentType, answer.jsonLength() - (to - from), rest);
  }

  /** Reads what {@link #toBytes} wrote. */
  static Reply parse(byte[] bytes) {
    if (bytes.length > 0 && bytes[0] != OTHER) {
      return new Reply(JSON, bytes.length, bytes);
    }
    ByteReader in = new ByteReader(bytes);
    in.readByte();
    String contentType = in.readString();
    int jsonLength = (int) in.readUnsigned();
    return new Reply(contentType, jsonLength, in.readBytes());
  }

  /** What is kept. */
  byte[] toBytes() {
    if (contentType.equals(JSON) && !isBinary() && body[0] != OTHER) {
      return body;
    }
    return new ByteWriter(body.length + 64)
        .writeByte(OTHER)
        .writeString(contentType)
        .writeUnsigned(jsonLength)
        .writeBytes(body)
        .toByteArray();
  }

  /** Whether bytes follow the JSON. */
  boolean isBinary() {
    return jsonLength < body.length;
  }

  /** The same reply with an {@code id}, as the first of its members. */
  Reply withId(@Nullable String id) {
    if (id == null) {
      return this;
    }
    int open = skipSpace(body, 0) + 1;
    boolean empty = body[skipSpace(body, open)] == '}';
    byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(id);
    ByteArray out = new ByteArray(body.length + quoted.length + 8);
    out.add(body, 0, open).add("\"id\":\"").add(quoted, 0, quoted.length).add(empty ? "\"" : "\",");
    int added = out.size() - open;
    out.add(body, open, body.length - open);
    return new Reply(contentType, jsonLength + added, out.toBytes());
  }

  private static int skipSpace(byte[] body, int from) {
    int at = from;
    while (isSpace(body[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }

  /** Bytes put one after the other. */
  private static final class ByteArray {

    private final byte[] bytes;
    private int size;

    ByteArray(int most) {
      bytes = new byte[most];
    }

    ByteArray add(byte[] more, int from, int count) {
      System.arraycopy(more, from, bytes, size, count);
      size += count;
      return this;
    }

    ByteArray add(String ascii) {
      for (int i = 0; i < ascii.length(); i++) {
        bytes[size++] = (byte) ascii.charAt(i);
      }
      return this;
    }

    int size() {
      return size;
    }

    byte[] toBytes() {
      return Arrays.copyOf(bytes, size);
    }
  }
}
