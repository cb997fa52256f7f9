package io.atalaya.statistics;

/**
 * An unevaluated sum of two doubles, {@code high} being their sum rounded: about 106 bits, enough
 * to take the difference of two large, nearly equal figures.
 *
 * <p>Relative errors of the operations are below 2⁻¹⁰⁰; NaN and infinities spread as in doubles.
 *
 * <p>Source: M. Joldes, J.-M. Muller, V. Popescu, "Tight and rigorous error bounds for basic
 * building blocks of double-word arithmetic", ACM TOMS 44(2), 2017; the algorithms are named at
 * each operation.
 *
 * @param high the value rounded to a double
 * @param low what is left of it
 */
public record DoubleDouble(double high, double low) {

  /** The value rounded to one double. */
  public double value() {
    return high + low;
  }

  /** The difference (algorithm 6, AccurateDWPlusDW, with the sign turned). */
  public DoubleDouble minus(DoubleDouble other) {
    DoubleDouble s = twoSum(high, -other.high);
    DoubleDouble t = twoSum(low, -other.low);
    DoubleDouble v = fastTwoSum(s.high, s.low + t.high);
    return fastTwoSum(v.high, t.low + v.low);
  }

  /** The square (algorithm 12, DWTimesDW3, with equal factors). */
  public DoubleDouble squared() {
    double c = high * high;
    double cError = Math.fma(high, high, -c);
    double cross = Math.fma(high, low, Math.fma(low, high, low * low));
    return fastTwoSum(c, cError + cross);
  }

  /** The quotient (algorithm 15, DWDivFP3). */
  public DoubleDouble dividedBy(double divisor) {
    double quotient = high / divisor;
    double product = quotient * divisor;
    double productError = Math.fma(quotient, divisor, -product);
    double rest = (high - product - productError) + low;
    return fastTwoSum(quotient, rest / divisor);
  }

  /** The exact sum of two doubles (Knuth). */
  private static DoubleDouble twoSum(double a, double b) {
    double sum = a + b;
    double bPart = sum - a;
    return new DoubleDouble(sum, (a - (sum - bPart)) + (b - bPart));
  }

  /** The exact sum of two doubles with |a| ≥ |b| or a = 0 (Dekker). */
  private static DoubleDouble fastTwoSum(double a, double b) {
    double sum = a + b;
    return new DoubleDouble(sum, b - (sum - a));
  }
}
