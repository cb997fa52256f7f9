package io.atalaya.monitor;

import java.util.OptionalDouble;

/**
 * How evenly requests come.
 *
 * @param burstiness the index of dispersion of the requests a minute, variance (unbiased) over
 *     mean: 1 where they come independently of each other (S. D. Poisson), more where they come in
 *     bursts; empty of fewer than two minutes, and without a request
 * @param peakPerMinute the most requests in a minute; empty without a minute
 */
public record RequestPattern(OptionalDouble burstiness, OptionalDouble peakPerMinute) {

  /**
   * The pattern of so many minutes.
   *
   * @param requests in all of them
   * @param squares the sum of the squares of the requests in each
   * @param peak the most in one
   */
  static RequestPattern of(long minutes, long requests, double squares, long peak) {
    if (minutes < 1) {
      return new RequestPattern(OptionalDouble.empty(), OptionalDouble.empty());
    }
    double mean = requests / (double) minutes;
    return new RequestPattern(
        minutes < 2 || requests == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.max(0, squares - requests * mean) / (minutes - 1) / mean),
        OptionalDouble.of((double) peak));
  }
}
