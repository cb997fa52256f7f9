package io.atalaya.adapter.kafka.decode;

import io.atalaya.codec.EightBytes;
import java.nio.charset.StandardCharsets;

/**
 * Reads <em>plain</em> JSON in one pass over its bytes: printable ASCII without escapes but in
 * {@linkplain #readText text}, numbers of ordinary length. It takes only what RFC 8259 surely
 * allows. All else, broken or merely unusual, is <em>declined</em>, and once and for all: from then
 * on strings are empty, numbers 0 and objects at their end, and {@link #isDeclined} tells. So a
 * caller asks once, when it has read everything.
 *
 * <p>Values are copied into a buffer that goes on with zeros: eight bytes can be read anywhere, and
 * the end is the first byte that is no text. Cost: no allocation but of text; memory: that of the
 * longest value. For one thread: one instance reads many values.
 */
final class PlainJson {

  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  private final PlainNumber number = new PlainNumber();
  private final PlainText words = new PlainText();
  private byte[] text = new byte[1024];
  private int at;
  private int end;
  private boolean first;
  private boolean declined;
  private int from;
  private int to;

  /** Begins with another value. */
  void start(byte[] value) {
    end = value.length;
    if (end + Long.BYTES > text.length) {
      text = new byte[end + Long.BYTES];
    }
    System.arraycopy(value, 0, text, 0, end);
    EightBytes.clear(text, end);
    at = 0;
    declined = false;
    clearToken();
  }

  /** The bytes that are read, followed by eight or more of which none is text. */
  byte[] text() {
    return text;
  }

  /** Where what comes next begins. */
  int at() {
    return at;
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
    int next = text[at];
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

  /** Passes over these bytes if they come next. */
  boolean skip(byte[] written) {
    int after = at + written.length;
    if (after > end || !EightBytes.has(text, at, written)) {
      return false;
    }
    at = after;
    return true;
  }

  /** Reads a name, as a string, and its colon. */
  void readName() {
    readString();
    if (!skip(':')) {
      decline();
    }
  }

  boolean skipNull() {
    return peek() == 'n' && expect(NULL);
  }

  /** Reads true or false. */
  boolean readBoolean() {
    boolean value = peek() == 't';
    return expect(value ? TRUE : FALSE) && value;
  }

  private boolean expect(byte[] literal) {
    boolean there = skip(literal);
    if (!there) {
      decline();
    }
    return there;
  }

  void readString() {
    if (!skip('"')) {
      decline();
      return;
    }
    int i = at;
    for (int count = Long.BYTES; count == Long.BYTES; i += count) {
      count = EightBytes.plain(EightBytes.at(text, i));
    }
    if (text[i] != '"') {
      decline();
      return;
    }
    from = at;
    to = i;
    at = i + 1;
  }

  /** Reads a string that may have escapes and characters beyond ASCII. */
  String readText() {
    int after = skip('"') ? words.read(text, at) : PlainText.DECLINED;
    if (after == PlainText.DECLINED) {
      decline();
      return "";
    }
    at = after;
    return words.value();
  }

  /** Reads a number: the double nearest to it, as the general parser has it. */
  double readNumber() {
    peek();
    int after = number.read(text, at);
    if (after < 0) {
      decline();
      return 0;
    }
    from = at;
    to = after;
    at = after;
    return number.value();
  }

  private static byte[] ascii(String literal) {
    return literal.getBytes(StandardCharsets.US_ASCII);
  }
}
