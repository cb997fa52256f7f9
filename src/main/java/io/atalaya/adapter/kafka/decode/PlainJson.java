package io.atalaya.adapter.kafka.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads <em>plain</em> JSON in one pass over its bytes: printable ASCII without escapes, numbers of
 * ordinary length. It takes only what RFC 8259 surely allows. All else, broken or merely unusual,
 * is <em>declined</em>, and once and for all: from then on strings are empty, numbers 0 and objects
 * at their end, and {@link #isDeclined} tells. So a caller asks once, when it has read everything.
 *
 * <p>Cost: about a nanosecond a byte, no allocation. For one thread: one instance reads many
 * values.
 */
final class PlainJson {

  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  private final PlainNumber number = new PlainNumber();
  private byte[] text = {};
  private int at;
  private int end;
  private boolean first;
  private boolean declined;
  private int from;
  private int to;

  /** Begins with another value. */
  void start(byte[] value) {
    text = value;
    at = 0;
    end = value.length;
    declined = false;
    clearToken();
  }

  /** The bytes that are read. */
  byte[] text() {
    return text;
  }

  /** Where the last string, without its quotation marks, or the last number begins. */
  int from() {
    return from;
  }

  /** Where the last string or number ends, exclusive. */
  int to() {
    return to;
  }

  /** Whether the last number had neither a fraction nor an exponent. */
  boolean isInteger() {
    return number.isInteger();
  }

  boolean isDeclined() {
    return declined;
  }

  /** Gives up on this value. */
  void decline() {
    declined = true;
    at = end;
    clearToken();
  }

  private void clearToken() {
    from = end;
    to = end;
  }

  /** The first byte of what comes next; 0 at the end. */
  int peek() {
    int next = at < end ? text[at] : 0;
    return next > ' ' ? next : skipSpace();
  }

  private int skipSpace() {
    for (; at < end; at++) {
      int next = text[at];
      if (next > ' ') {
        return next;
      }
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        decline();
        return 0;
      }
    }
    return 0;
  }

  private boolean skip(char mark) {
    if (peek() != mark) {
      return false;
    }
    at++;
    return true;
  }

  /** Declines unless nothing more follows. */
  void expectEnd() {
    if (peek() != 0) {
      decline();
    }
  }

  /** Enters an object; its members are read while {@link #hasMember}. */
  void enterObject() {
    if (!skip('{')) {
      decline();
    }
    first = true;
  }

  /** Whether a name is next; when not, the object has ended and was left. */
  boolean hasMember() {
    int next = peek();
    if (next == '}') {
      at++;
      first = false;
      return false;
    }
    if (!first) {
      if (next != ',') {
        decline();
        return false;
      }
      at++;
      next = peek();
    }
    first = false;
    if (next != '"') {
      decline();
      return false;
    }
    return true;
  }

  /** Passes over the name if it is this one, given in its quotation marks and with its colon. */
  boolean skipName(byte[] written) {
    if (!EightBytes.startsWith(text, at, end, written)) {
      return false;
    }
    at += written.length;
    return true;
  }

  /** Reads any other name, as a string. */
  void readName() {
    readString();
    if (!skip(':')) {
      decline();
    }
  }

  boolean skipNull() {
    return peek() == 'n' && skip(NULL);
  }

  /** Reads true or false. */
  boolean readBoolean() {
    boolean value = peek() == 't';
    if (!skip(value ? TRUE : FALSE)) {
      decline();
    }
    return value;
  }

  private boolean skip(byte[] literal) {
    int after = at + literal.length;
    if (after > end || !Arrays.equals(text, at, after, literal, 0, literal.length)) {
      decline();
      return false;
    }
    at = after;
    return true;
  }

  void readString() {
    if (!skip('"')) {
      decline();
      return;
    }
    int i = at;
    for (int count = 8; count == 8 && i + 8 <= end; i += count) {
      count = EightBytes.plain(EightBytes.at(text, i));
    }
    while (i < end && isPlain(text[i])) {
      i++;
    }
    if (i == end || text[i] != '"') {
      decline();
      return;
    }
    from = at;
    to = i;
    at = i + 1;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\' && b != 0x7f;
  }

  /** Reads a number: the double nearest to it, as the general parser has it. */
  double readNumber() {
    peek();
    int after = number.read(text, at, end);
    if (after < 0) {
      decline();
      return 0;
    }
    from = at;
    to = after;
    at = after;
    return number.value();
  }

  /** The last string or number. */
  String token() {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String literal) {
    return literal.getBytes(StandardCharsets.US_ASCII);
  }
}
