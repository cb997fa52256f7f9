package io.atalaya.accuracy;

import io.atalaya.statistics.ProportionInterval;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well one class is told from the others.
 *
 * @param name the class
 * @param support how often it was the true one
 * @param predicted how often it was predicted
 * @param hits how often it was both
 */
public record ClassFigures(String name, long support, long predicted, long hits) {

  public ClassFigures {
    if (hits < 0 || hits > Math.min(support, predicted)) {
      throw new IllegalArgumentException(
          "class \"%s\" was predicted %d times, true %d times, and cannot be both %d times"
              .formatted(name, predicted, support, hits));
    }
  }

  /** Hits over predicted; empty where it was never predicted. */
  public OptionalDouble precision() {
    return ratio(hits, predicted);
  }

  /** Hits over support; empty where it never was the true one. */
  public OptionalDouble recall() {
    return ratio(hits, support);
  }

  /** The harmonic mean of both, 2·hits/(support + predicted); empty where it was neither. */
  public OptionalDouble f1() {
    return ratio(2 * hits, support + predicted);
  }

  /** Wilson's interval of the precision. */
  public Optional<ProportionInterval> precisionInterval(double level) {
    return interval(hits, predicted, level);
  }

  /** Wilson's interval of the recall. */
  public Optional<ProportionInterval> recallInterval(double level) {
    return interval(hits, support, level);
  }

  /** The standard error of the precision, √(p(1 − p)/n): 0 for 0 and 1. */
  public OptionalDouble precisionError() {
    return standardError(hits, predicted);
  }

  /** The standard error of the recall, √(p(1 − p)/n): 0 for 0 and 1. */
  public OptionalDouble recallError() {
    return standardError(hits, support);
  }

  static OptionalDouble ratio(long hits, long n) {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / n);
  }

  static Optional<ProportionInterval> interval(long hits, long n, double level) {
    return n == 0 ? Optional.empty() : Optional.of(ProportionInterval.of(hits, n, level));
  }

  static OptionalDouble standardError(long hits, long n) {
    double share = (double) hits / n;
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(share * (1 - share) / n));
  }
}
