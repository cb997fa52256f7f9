package io.atalaya.drift;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.ValueCounts.Values;
import io.atalaya.statistics.BinnedPair;
import io.atalaya.statistics.CategoryCounts;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.GoodTuring;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.Rosenbaum;
import io.atalaya.statistics.TwoProportions;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Makes the tests of a feature's health as an input: how many of its values are none, and how many
 * are none that the reference knows.
 *
 * <p>Each compares a share with that in the reference; its statistic and its effect are the
 * difference of the two. There is no result where p could be nothing but 1, neither sample having
 * anything of the kind.
 *
 * <ul>
 *   <li>{@link DriftTest#MISSING} and {@link DriftTest#MISTYPED}: of all predictions, two-sided,
 *       since a fault that is gone is a change too.
 *   <li>{@link DriftTest#UNSEEN}: of the values, those of a category that the reference does not
 *       have; one-sided: are there more than {@link GoodTuring} has it? Not where the reference
 *       counts rare categories together.
 *   <li>{@link DriftTest#OUT_OF_RANGE}: of the values, those outside of the reference's range;
 *       one-sided, by {@link Rosenbaum}'s test. Not of categories.
 * </ul>
 *
 * <p>Stateless.
 */
final class InputTests {

  private InputTests() {}

  /**
   * How many predictions lack the feature, or have it of another type.
   *
   * @param predictions the predictions in the window, at least one and all that have a value
   * @param inflation of whether one lacks it
   */
  static Stream<TestResult> ofPredictions(
      FeatureReference reference,
      ValueCounts counts,
      long predictions,
      ToDoubleFunction<DriftTest> bound,
      double inflation) {
    long m = reference.predictions();
    long missing = predictions - counts.given();
    return Stream.of(
            change(
                DriftTest.MISSING, reference.missing(), m, missing, predictions, bound, inflation),
            change(
                DriftTest.MISTYPED,
                reference.mistyped(),
                m,
                counts.mistyped(),
                predictions,
                bound,
                1))
        .flatMap(Optional::stream);
  }

  /**
   * How many values the reference does not know.
   *
   * @param values at least one
   * @param bins the same values, compared as {@code kind}
   * @param inflation of the values
   */
  static Optional<TestResult> ofValues(
      Values values,
      BinnedPair bins,
      Kind kind,
      ToDoubleFunction<DriftTest> bound,
      double inflation) {
    return switch (values) {
      case Values.Names(CategorySample reference, CategoryCounts counts) ->
          reference.other() == 0
              ? unseen(
                  counts.other(),
                  reference.namesSeen(1),
                  reference.namesSeen(2),
                  bins,
                  bound,
                  inflation)
              : Optional.empty();
      case Values.Numbers(ReferenceSample reference, RankCounts counts) -> {
        if (!FeatureComparison.isCategorical(reference, kind)) {
          yield outOfRange(counts.outside(), bins, bound, inflation);
        }
        if (FeatureComparison.isBinnedByValue(reference, kind)) {
          boolean hasUnseen = bins.bins() > reference.knots();
          long unseen = hasUnseen ? bins.current(reference.knots()) : 0;
          yield unseen(
              unseen, reference.knotsSeen(1), reference.knotsSeen(2), bins, bound, inflation);
        }
        // Mostly one value, and many more: these have a range. Codes have none.
        yield kind == Kind.CATEGORICAL
            ? Optional.empty()
            : outOfRange(counts.outside(), bins, bound, inflation);
      }
    };
  }

  private static Optional<TestResult> change(
      DriftTest test,
      long have,
      long m,
      long haveNow,
      long n,
      ToDoubleFunction<DriftTest> bound,
      double inflation) {
    if (have + haveNow == 0) {
      return Optional.empty();
    }
    double effect = Math.abs(haveNow / (double) n - have / (double) m);
    return Optional.of(
        TestResult.of(
            test,
            effect,
            effect,
            bound.applyAsDouble(test),
            inflation,
            worth ->
                TwoProportions.pValue(
                    Math.round(have / worth),
                    Inflation.worth(m, worth),
                    Math.round(haveNow / worth),
                    Inflation.worth(n, worth))));
  }

  private static Optional<TestResult> unseen(
      long unseen,
      long once,
      long twice,
      BinnedPair bins,
      ToDoubleFunction<DriftTest> bound,
      double inflation) {
    if (unseen == 0) {
      return Optional.empty();
    }
    double more = unseen / (double) bins.n() - once / (double) bins.m();
    double effect = Math.max(0, more);
    return Optional.of(
        TestResult.of(
            DriftTest.UNSEEN,
            effect,
            effect,
            bound.applyAsDouble(DriftTest.UNSEEN),
            inflation,
            worth ->
                GoodTuring.pValue(
                    (long) (once / worth),
                    (long) (twice / worth),
                    Inflation.worth(bins.m(), worth),
                    Math.round(unseen / worth),
                    Inflation.worth(bins.n(), worth))));
  }

  private static Optional<TestResult> outOfRange(
      long outside, BinnedPair bins, ToDoubleFunction<DriftTest> bound, double inflation) {
    if (outside == 0) {
      return Optional.empty();
    }
    double effect = outside / (double) bins.n();
    return Optional.of(
        TestResult.of(
            DriftTest.OUT_OF_RANGE,
            effect,
            effect,
            bound.applyAsDouble(DriftTest.OUT_OF_RANGE),
            inflation,
            worth ->
                Rosenbaum.pValue(
                    Math.round(outside / worth),
                    Inflation.worth(bins.n(), worth),
                    Inflation.worth(bins.m(), worth))));
  }
}
