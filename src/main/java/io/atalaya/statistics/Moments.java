package io.atalaya.statistics;

/**
 * Mean and standard deviation of values whose range is known, finite for all finite values.
 *
 * <p>Exact sums, rounded once. One thread at a time.
 */
final class Moments {
  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private final int exponent;
  private final boolean constant;
  private int size;

  /**
   * @param least the least value that will be added, and {@code greatest} the greatest
   */
  Moments(double least, double greatest) {
    // Scaled by a power of two to about 1, where no square overflows.
    exponent = Math.getExponent(Math.max(Math.abs(least), Math.abs(greatest)));
    constant = least == greatest;
  }

  void add(double value) {
    double scaled = Math.scalb(value, -exponent);
    sum.add(scaled);
    squares.addProduct(scaled, scaled);
    size++;
  }

  double mean() {
    return Math.scalb(sum.toDoubleDouble().dividedBy(size).value(), exponent);
  }

  double standardDeviation() {
    // A constant has no deviation, not the 10⁻¹⁷ that rounding may leave.
    double variance =
        constant || size == 1 ? 0 : ExactSum.squaredDeviations(size, sum, squares) / (size - 1);
    return Math.min(Math.scalb(Math.sqrt(variance), exponent), Double.MAX_VALUE);
  }
}
