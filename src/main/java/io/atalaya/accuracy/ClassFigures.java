package io.atalaya.accuracy;

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

  /** How often it was predicted or true. */
  long either() {
    return support + predicted - hits;
  }

  static OptionalDouble ratio(long hits, long n) {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / n);
  }
}
