package io.atalaya.statistics;

/**
 * Numbers as 32-bit digits in an array of longs, the least first: how doubles become digits, how
 * digits carry, and how they become one double again with one rounding. Stateless.
 */
final class FixedPoint {

  /** The bits of one digit. */
  static final long DIGIT = 0xFFFF_FFFFL;

  private static final long EXPONENT = 0x7FF0_0000_0000_0000L;
  private static final long FRACTION = 0x000F_FFFF_FFFF_FFFFL;
  private static final long IMPLICIT = 0x0010_0000_0000_0000L;

  private FixedPoint() {}

  static boolean isFinite(long bits) {
    return (bits & EXPONENT) != EXPONENT;
  }

  /** The significand of a finite double as an integer of at most 53 bits. */
  static long significand(long bits) {
    long fraction = bits & FRACTION;
    return (bits & EXPONENT) == 0 ? fraction : fraction | IMPLICIT;
  }

  /** The power of two of that significand, counted from that of the least double: 0 to 2045. */
  static int scale(long bits) {
    return Math.max((int) (bits >>> 52) & 0x7FF, 1) - 1;
  }

  /** The magnitude with the sign given as 0 or −1. */
  static long signed(long magnitude, long sign) {
    return (magnitude ^ sign) - sign;
  }

  /** Reduces each digit to 0 ≤ digit < 2^32, in place; returns what goes beyond the last. */
  static long carry(long[] digits) {
    long carry = 0;
    for (int i = 0; i < digits.length; i++) {
      long digit = digits[i] + carry;
      carry = digit >> 32;
      digits[i] = digit & DIGIT;
    }
    return carry;
  }

  static void negate(long[] digits) {
    for (int i = 0; i < digits.length; i++) {
      digits[i] = -digits[i];
    }
  }

  /**
   * The double nearest to Σ digits[i]·2^(32i + exponent), ties to even.
   *
   * @param digits all of one sign or 0, below 2^32 in magnitude, the first and the last not 0
   */
  static double round(long[] digits, int exponent) {
    int top = digits.length - 1;
    if (top < 0) {
      return 0;
    }
    boolean negative = digits[top] < 0;
    long first = Math.abs(digits[top]);
    long second = top > 0 ? Math.abs(digits[top - 1]) : 0;
    long third = top > 1 ? Math.abs(digits[top - 2]) : 0;
    // The leading 64 bits, the last of them set as well when any later bit is ("round to odd"),
    // which leaves the one rounding below as it would be with all bits at hand.
    int zeros = Long.numberOfLeadingZeros(first) - 32;
    long leading = (first << 32 | second) << zeros | third >>> (32 - zeros);
    // The first digit is not 0, hence more than three mean that later bits exist.
    boolean inexact = top > 2 || (third << zeros & DIGIT) != 0;
    double magnitude = round(inexact ? leading | 1 : leading, exponent + 32 * top + 31 - zeros);
    return negative ? -magnitude : magnitude;
  }

  /** The double nearest to {@code leading}·2^(exponent − 63), the first bit of which is set. */
  private static double round(long leading, int exponent) {
    // Subnormal doubles have fewer bits.
    int kept = Math.min(53, 53 + exponent - Double.MIN_EXPONENT);
    if (kept < 0) {
      return 0;
    }
    int dropped = 64 - kept;
    long quotient = kept == 0 ? 0 : leading >>> dropped;
    int comparedToHalf = Long.compareUnsigned(leading << kept, Long.MIN_VALUE);
    if (comparedToHalf > 0 || (comparedToHalf == 0 && (quotient & 1) != 0)) {
      quotient++;
    }
    return Math.scalb((double) quotient, exponent - 63 + dropped);
  }
}
