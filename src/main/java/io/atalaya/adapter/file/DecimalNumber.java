package io.atalaya.adapter.file;

/**
 * Reads decimal numbers such as {@code -12}, {@code .5} and {@code 1.5e-3}, and no others that Java
 * knows.
 *
 * <p>A number of at most 15 digits whose power of ten is a double itself is the quotient or product
 * of two doubles, and so rounded correctly; others are left to {@link Double#parseDouble}.
 * Stateless.
 *
 * <p>Source: W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990.
 */
final class DecimalNumber {

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final long MOST_EXACT = 1_000_000_000_000_000L;

  /** More digits of an exponent are no number. */
  private static final int EXPONENT_DIGITS = 3;

  private DecimalNumber() {}

  /** The finite number; NaN when the text is none. */
  static double of(String text) {
    int length = text.length();
    int at = 0;
    boolean negative = false;
    if (at < length && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      negative = text.charAt(at++) == '-';
    }
    long digits = 0;
    int count = 0;
    int exponent = 0;
    boolean fraction = false;
    boolean exact = true;
    for (; at < length; at++) {
      char next = text.charAt(at);
      if (next == '.' && !fraction) {
        fraction = true;
      } else if (isDigit(next)) {
        count++;
        exact &= digits < MOST_EXACT / 10;
        digits = 10 * digits + (next - '0');
        exponent -= fraction ? 1 : 0;
      } else {
        break;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    if (at < length) {
      int power = power(text, at);
      if (power == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      exponent += power;
    }
    if (!exact || Math.abs(exponent) >= POWERS.length) {
      double parsed = Double.parseDouble(text);
      return Double.isFinite(parsed) ? parsed : Double.NaN;
    }
    double value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
    return negative ? -value : value;
  }

  /** The exponent that is all of the text from {@code from}; MIN_VALUE when that is none. */
  private static int power(String text, int from) {
    int at = from;
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return Integer.MIN_VALUE;
    }
    at++;
    boolean negative = false;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      negative = text.charAt(at++) == '-';
    }
    int count = text.length() - at;
    if (count < 1 || count > EXPONENT_DIGITS) {
      return Integer.MIN_VALUE;
    }
    int power = 0;
    for (; at < text.length(); at++) {
      if (!isDigit(text.charAt(at))) {
        return Integer.MIN_VALUE;
      }
      power = 10 * power + (text.charAt(at) - '0');
    }
    return negative ? -power : power;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
