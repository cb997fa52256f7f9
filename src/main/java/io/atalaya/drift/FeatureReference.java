package io.atalaya.drift;

import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.ReferenceSample;

/**
 * What later values of one feature are compared with: the distribution of its values, and how many
 * were none.
 *
 * <p>Immutable.
 *
 * @param values the distribution of the values, perhaps of a sample of them
 * @param predictions how many predictions, or rows of a file, the reference is made from
 * @param missing in how many of them the feature was null or absent
 * @param mistyped in how many it was of another type: no number among numbers, a number among names
 */
public record FeatureReference(Distribution values, long predictions, long missing, long mistyped) {

  public FeatureReference {
    if (missing < 0 || mistyped < 0 || predictions <= missing + mistyped) {
      throw new IllegalArgumentException(
          "predictions: of %d, %d cannot lack the feature and %d have it of another type: one has a value"
              .formatted(predictions, missing, mistyped));
    }
  }

  /** A reference without a fault. */
  public static FeatureReference of(Distribution values) {
    return new FeatureReference(values, size(values), 0, 0);
  }

  /** The number of values that the distribution is made from, at least 1. */
  public long size() {
    return size(values);
  }

  /** How many values are to be expected of so many predictions, going by the reference. */
  public long expected(long count) {
    return (long) (count * ((predictions - missing - mistyped) / (double) predictions));
  }

  private static long size(Distribution values) {
    return switch (values) {
      case ReferenceSample numbers -> numbers.size();
      case CategorySample names -> names.size();
    };
  }
}
