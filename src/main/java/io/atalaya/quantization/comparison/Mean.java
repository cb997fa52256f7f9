package io.atalaya.quantization.comparison;

import java.util.Arrays;

/**
 * A mean over samples with its interval of 95 %: value ± 1.96 · s / √n.
 *
 * <p>Undefined (NaN) without a value; the interval is the value itself with one.
 *
 * @param value the mean
 * @param lower the interval's lower end
 * @param upper the interval's upper end
 */
public record Mean(double value, double lower, double upper) {

  private static final double Z = 1.959963984540054;

  /** The mean of values. */
  static Mean of(double... values) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double half = n < 2 ? 0 : Z * Math.sqrt(squares / (n - 1) / n);
    return new Mean(mean, mean - half, mean + half);
  }
}
