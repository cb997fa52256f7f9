package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.io.NumberInput;
import io.atalaya.codec.EightBytes;
import java.nio.charset.StandardCharsets;

/**
 * Reads one number of RFC 8259, and the double nearest to it.
 *
 * <p>Declined are numbers of more than {@value #MAX_LENGTH} characters after the sign, integers of
 * more than 18 digits and exponents of more than 3. For one thread.
 */
final class PlainNumber {

  /** Far more than a double needs, and far less than the general parser's limit. */
  private static final int MAX_LENGTH = 64;

  /** Every number of so many digits is a long. */
  private static final int MAX_DIGITS = 18;

  private static final int MAX_EXPONENT_DIGITS = 3;
  private static final long MAX_EXACT = 1L << 53;

  /** Those that are doubles themselves. */
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private double value;
  private boolean integer;
  private long digits;

  /** The last number. */
  double value() {
    return value;
  }

  /** Whether the last number had neither a fraction nor an exponent. */
  boolean isInteger() {
    return integer;
  }

  /**
   * Reads the number that begins at {@code start}, in a text that ends with eight bytes of zero.
   *
   * @return where it ends, exclusive; negative when it is declined
   */
  int read(byte[] text, int start) {
    if (text[start] != '-') {
      return readMagnitude(text, start);
    }
    int after = readMagnitude(text, start + 1);
    value = integer ? 0 - value : -value; // -0 is 0, and -0.0 is -0.0
    return after;
  }

  private int readMagnitude(byte[] text, int start) {
    int after = readShort(text, start);
    return after < 0 ? readLong(text, start) : after;
  }

  /**
   * Most numbers: at most eight characters, without an exponent and followed by a comma or a brace.
   * No branch depends on their lengths, which cannot be predicted.
   */
  private int readShort(byte[] text, int start) {
    long bytes = EightBytes.at(text, start);
    long others = EightBytes.noDigits(bytes);
    int whole = EightBytes.first(others);
    if (whole == 0 || (text[start] == '0' && whole > 1)) {
      return -1;
    }
    integer = text[start + whole] != '.';
    if (integer) {
      value = EightBytes.append(0, bytes, whole);
      return ends(text[start + whole]) ? start + whole : -1;
    }
    int length = EightBytes.first(others & (others - 1));
    int scale = length - 1 - whole;
    if (scale <= 0 || !ends(text[start + length])) {
      return -1;
    }
    long written = EightBytes.append(0, EightBytes.without(bytes, whole), length - 1);
    value = written / POWERS_OF_TEN[scale];
    return start + length;
  }

  private static boolean ends(byte after) {
    return after == ',' || after == '}';
  }

  private int readLong(byte[] text, int start) {
    digits = 0;
    int at = readDigits(text, start);
    int count = at - start;
    boolean sure = count == 1 || (count > 1 && text[start] != '0');
    integer = true;
    int scale = 0;
    if (text[at] == '.') {
      int fraction = at + 1;
      at = readDigits(text, fraction);
      scale = at - fraction;
      sure &= scale > 0;
      count += scale;
      integer = false;
    }
    int exponent = 0;
    if ((text[at] | 0x20) == 'e') {
      boolean small = text[at + 1] == '-';
      int power = at + (small || text[at + 1] == '+' ? 2 : 1);
      long mantissa = digits;
      digits = 0;
      at = readDigits(text, power);
      sure &= at > power && at - power <= MAX_EXPONENT_DIGITS;
      exponent = (int) (small ? -digits : digits);
      digits = mantissa;
      integer = false;
    }
    if (!sure || at - start > MAX_LENGTH || (integer && count > MAX_DIGITS)) {
      return -1;
    }
    if (integer) {
      value = digits;
      return at;
    }
    if (count > MAX_DIGITS) {
      count -= leadingZeros(text, start, at);
    }
    double magnitude = count > MAX_DIGITS ? Double.NaN : decimal(digits, exponent - scale);
    value = Double.isNaN(magnitude) ? general(text, start, at) : magnitude;
    return at;
  }

  /** The zeros before the first digit that counts. */
  private static int leadingZeros(byte[] text, int from, int to) {
    int zeros = 0;
    for (int i = from; i < to && (text[i] == '0' || text[i] == '.'); i++) {
      zeros += text[i] == '0' ? 1 : 0;
    }
    return zeros;
  }

  /** Appends the digits from {@code at} to {@link #digits}; returns where they end. */
  private int readDigits(byte[] text, int at) {
    long number = digits;
    int i = at;
    for (int count = Long.BYTES; count == Long.BYTES; i += count) {
      long bytes = EightBytes.at(text, i);
      count = EightBytes.digits(bytes);
      number = EightBytes.append(number, bytes, count);
    }
    digits = number;
    return i;
  }

  /**
   * The double nearest to digits · 10<sup>exponent</sup>; NaN where two doubles do not tell.
   *
   * <p>With exact operands one operation rounds correctly (W. Clinger, How to read floating point
   * numbers accurately, 1990). Wider digits are the sum of two doubles; the quotient of the one and
   * its exact remainder (by FMA), divided too, are the quotient to 104 bits, and if its error
   * cannot change the rounding (A. Ziv's test), that is correct.
   */
  private static double decimal(long digits, int exponent) {
    if (Math.abs(exponent) >= POWERS_OF_TEN.length) {
      return Double.NaN;
    }
    if (digits <= MAX_EXACT) {
      return exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
    }
    if (exponent >= 0) {
      return Double.NaN;
    }
    double power = POWERS_OF_TEN[-exponent];
    double high = digits;
    double low = digits - (long) high;
    double quotient = high / power;
    double rest = (Math.fma(-quotient, power, high) + low) / power;
    double rounded = quotient + rest * (1 + 0x1p-50);
    return rounded == quotient + rest * (1 - 0x1p-50) ? rounded : Double.NaN;
  }

  /** What the general parser makes of it. */
  private static double general(byte[] text, int from, int to) {
    String number = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    return NumberInput.parseDouble(number, true);
  }
}
