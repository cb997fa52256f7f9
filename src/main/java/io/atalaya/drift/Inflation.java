package io.atalaya.drift;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many values that depend on each other say as much as one that depends on none: by so much the
 * variance of a difference between two samples exceeds that of independent values.
 *
 * <p>It depends on how long a sample is: values with memory reach their inflation once the sample
 * is much longer than that; a rhythm inflates what is shorter than its period, and next to nothing
 * that is longer. Immutable.
 *
 * @param byLength the inflation, 1 or more, of samples of so many values in a row, at least 1
 */
public record Inflation(SortedMap<Integer, Double> byLength) {

  /** Values are independent, or nothing is known. */
  public static final Inflation NONE = new Inflation(Collections.emptySortedMap());

  public Inflation {
    byLength = Collections.unmodifiableSortedMap(new TreeMap<>(byLength));
    byLength.forEach(
        (length, inflation) -> {
          if (length < 1 || !(inflation >= 1 && inflation <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                "inflation: %s of %d values: give a number from 1 up, of 1 value or more"
                    .formatted(inflation, length));
          }
        });
  }

  /** The inflation of one length. */
  public static Inflation of(Map<Integer, Double> byLength) {
    return new Inflation(new TreeMap<>(byLength));
  }

  /** That of a sample of {@code n} values: of the greatest known length that is no longer. */
  public double of(long n) {
    if (byLength.isEmpty()) {
      return 1;
    }
    SortedMap<Integer, Double> shorter =
        byLength.headMap((int) Math.min(n, Integer.MAX_VALUE - 1) + 1);
    return byLength.getOrDefault(shorter.isEmpty() ? byLength.firstKey() : shorter.lastKey(), 1.0);
  }

  /** How many independent values so many are worth, at least 1. */
  static long worth(long values, double inflation) {
    return Math.max(1, Math.round(values / inflation));
  }
}
