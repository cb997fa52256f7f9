package io.atalaya.accuracy;

import java.util.OptionalDouble;

/**
 * The quality of prediction intervals over a window; without intervals all but the count is empty.
 *
 * @param scored the number of pairs with an interval, n
 * @param coverage the share of intervals that hold the actual
 * @param level the mean of the shares that they state
 * @param meanWidth the mean of upper less lower end, in the model's unit
 */
public record IntervalQuality(
    long scored, OptionalDouble coverage, OptionalDouble level, OptionalDouble meanWidth) {

  static IntervalQuality of(long scored, long holding, double levels, double widths) {
    return new IntervalQuality(
        scored, mean((double) holding, scored), mean(levels, scored), mean(widths, scored));
  }

  private static OptionalDouble mean(double sum, long count) {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }
}
