package io.atalaya.adapter.kafka.decode;

import io.atalaya.codec.EightBytes;
import java.nio.charset.StandardCharsets;

/**
 * Reads the characters of a JSON string in UTF-8 with escapes: what stands between two escapes or
 * accents eight bytes at a time. It takes what RFC 8259 and RFC 3629 surely allow; controls (DEL
 * too), other escapes, malformed UTF-8, overlong forms and written surrogates are declined. An
 * escaped surrogate is taken with or without its pair, as the general parser has it.
 *
 * <p>Characters are kept as bytes in Latin-1 until the first that has none. Cost: one allocation
 * for the string read, or two where it is not Latin-1; memory: up to three times the longest value
 * read. For one thread: one instance reads many strings.
 */
final class PlainText {

  /** What {@link #read} gives for a string that it does not take. */
  static final int DECLINED = -1;

  private static final int ESCAPED_UNIT = 6;
  private static final int[] LEAST_POINT_BY_SIZE = {0, 0, 0x80, 0x800, 0x10000};
  private static final int MAX_SIZE = 4;

  private byte[] latin = new byte[1024];
  private char[] wide = {};
  private boolean isWide;
  private int length;

  /**
   * Reads up to the quotation mark that ends the string.
   *
   * @param text which goes on with eight zeros or more
   * @param from where the string's first character is
   * @return the index after the quotation mark, or {@link #DECLINED}
   */
  int read(byte[] text, int from) {
    if (latin.length < text.length) {
      latin = new byte[text.length];
    }
    isWide = false;
    length = 0;
    int at = from;
    while (true) {
      for (int count = Long.BYTES; count == Long.BYTES; at += count) {
        long bytes = EightBytes.at(text, at);
        count = EightBytes.plain(bytes);
        append(bytes, count);
      }
      int next = text[at];
      if ((next & 0xfe) == 0xc2 && (text[at + 1] & 0xc0) == 0x80) {
        append((char) (((next & 3) << 6) | (text[at + 1] & 0x3f))); // the most frequent: Latin-1
        at += 2;
      } else if (next == '"') {
        return at + 1;
      } else {
        int size = next == '\\' ? readEscape(text, at) : readCharacter(text, at);
        if (size == 0) {
          return DECLINED;
        }
        at += size;
      }
    }
  }

  /** The string last read. */
  String value() {
    return isWide
        ? new String(wide, 0, length)
        : new String(latin, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** How many bytes the escape takes; 0 when it is none. */
  private int readEscape(byte[] text, int at) {
    int escaped = text[at + 1];
    if (escaped == 'u') {
      int unit = unit(text, at + 2);
      if (unit < 0) {
        return 0;
      }
      append((char) unit);
      return ESCAPED_UNIT;
    }
    int meant =
        switch (escaped) {
          case '"', '\\', '/' -> escaped;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> 0;
        };
    if (meant == 0) {
      return 0;
    }
    append((char) meant);
    return 2;
  }

  /** What four hexadecimal digits say; negative when they are none. */
  private static int unit(byte[] text, int at) {
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      // No digit is -1: a negative unit stays negative.
      unit = (unit << 4) | Character.digit(text[i], 16);
    }
    return unit;
  }

  /** How many bytes the character beyond ASCII takes; 0 when it is none. */
  private int readCharacter(byte[] text, int at) {
    int size = Integer.numberOfLeadingZeros(~text[at]) - 24; // the leading ones of a byte
    if (size < 2 || size > MAX_SIZE) {
      return 0;
    }
    int point = text[at] & (0x7f >> size);
    for (int i = at + 1; i < at + size; i++) {
      if ((text[i] & 0xc0) != 0x80) {
        return 0;
      }
      point = (point << 6) | (text[i] & 0x3f);
    }
    if (point < LEAST_POINT_BY_SIZE[size] || !append(point)) {
      return 0;
    }
    return size;
  }

  /** Whether the character is one of Unicode's, and was appended. */
  private boolean append(int point) {
    if (Character.isBmpCodePoint(point)) {
      append((char) point);
      return !Character.isSurrogate((char) point);
    }
    append(Character.highSurrogate(point));
    append(Character.lowSurrogate(point));
    return Character.isValidCodePoint(point);
  }

  private void append(char next) {
    if (next > 0xff && !isWide) {
      widen();
    }
    if (isWide) {
      wide[length++] = next;
    } else {
      latin[length++] = (byte) next;
    }
  }

  /** Appends the first {@code count} of eight bytes of ASCII. */
  private void append(long bytes, int count) {
    if (isWide) {
      for (int i = 0; i < Long.BYTES; i++) {
        wide[length + i] = (char) ((bytes >>> (8 * i)) & 0xff);
      }
    } else {
      EightBytes.put(latin, length, bytes);
    }
    length += count;
  }

  private void widen() {
    if (wide.length < latin.length) {
      wide = new char[latin.length];
    }
    for (int i = 0; i < length; i++) {
      wide[i] = (char) (latin[i] & 0xff);
    }
    isWide = true;
  }
}
