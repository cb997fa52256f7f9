package io.atalaya.accuracy;

/**
 * 400 pairs that Python makes as well, without rounding: actuals about 16, errors about 0.5, from
 * sums of 12 and 6 numbers of {@code x = (x * 1103515245 + 12345) % 2**31; (x >> 11) / 2**20} with
 * x = 12345 to begin with; {@code a = 4 * (sum - 6) + 16}, {@code e = 3 * (sum - 3) + 0.5}.
 */
final class ExamplePairs {

  static final int SIZE = 400;

  private final double[] errors = new double[SIZE];
  private final double[] actuals = new double[SIZE];
  private long x = 12_345;

  ExamplePairs() {
    for (int i = 0; i < SIZE; i++) {
      actuals[i] = 4 * (sum(12) - 6) + 16;
      errors[i] = 3 * (sum(6) - 3) + 0.5;
    }
  }

  /** The sums of the pairs from {@code from} to before {@code to}. */
  ErrorSums sums(int from, int to) {
    ErrorSums sums = new ErrorSums();
    for (int i = from; i < to; i++) {
      sums.add(actuals[i] + errors[i], actuals[i]);
    }
    return sums;
  }

  private double sum(int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      x = (x * 1_103_515_245 + 12_345) % (1L << 31);
      sum += (double) (x >> 11) / (1 << 20);
    }
    return sum;
  }
}
