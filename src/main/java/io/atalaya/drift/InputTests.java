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
import java.util.OptionalDouble;
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
   */
  static Stream<TestResult> ofPredictions(
      FeatureReference reference,
      ValueCounts counts,
      long predictions,
      ToDoubleFunction<DriftTest> bound) {
    long m = reference.predictions();
    long missing = predictions - counts.given();
    return Stream.of(
            change(DriftTest.MISSING, reference.missing(), m, missing, predictions, bound),
            change(
                DriftTest.MISTYPED, reference.mistyped(), m, counts.mistyped(), predictions, bound))
        .flatMap(Optional::stream);
  }

  /**
   * How many values the reference does not know.
   *
   * @param values at least one
   * @param bins the same values, compared as {@code kind}
   */
  static Optional<TestResult> ofValues(
      Values values, BinnedPair bins, Kind kind, ToDoubleFunction<DriftTest> bound) {
    return switch (values) {
      case Values.Names(CategorySample reference, CategoryCounts counts) ->
          reference.other() == 0
              ? unseen(counts.other(), reference.namesSeen(1), reference.namesSeen(2), bins, bound)
              : Optional.empty();
      case Values.Numbers(ReferenceSample reference, RankCounts counts) -> {
        if (!FeatureComparison.isCategorical(reference, kind)) {
          yield outOfRange(counts.outside(), bins, bound);
        }
        if (FeatureComparison.isBinnedByValue(reference, kind)) {
          boolean hasUnseen = bins.bins() > reference.knots();
          long unseen = hasUnseen ? bins.current(reference.knots()) : 0;
          yield unseen(unseen, reference.knotsSeen(1), reference.knotsSeen(2), bins, bound);
        }
        // Mostly one value, and many more: these have a range. Codes have none.
        yield kind == Kind.CATEGORICAL
            ? Optional.empty()
            : outOfRange(counts.outside(), bins, bound);
      }
    };
  }

  private static Optional<TestResult> change(
      DriftTest test, long have, long m, long haveNow, long n, ToDoubleFunction<DriftTest> bound) {
    if (have + haveNow == 0) {
      return Optional.empty();
    }
    double effect = Math.abs(haveNow / (double) n - have / (double) m);
    double p = TwoProportions.pValue(have, m, haveNow, n);
    return Optional.of(result(test, effect, p, bound));
  }

  private static Optional<TestResult> unseen(
      long unseen, long once, long twice, BinnedPair bins, ToDoubleFunction<DriftTest> bound) {
    if (unseen == 0) {
      return Optional.empty();
    }
    double more = unseen / (double) bins.n() - once / (double) bins.m();
    double p = GoodTuring.pValue(once, twice, bins.m(), unseen, bins.n());
    return Optional.of(result(DriftTest.UNSEEN, Math.max(0, more), p, bound));
  }

  private static Optional<TestResult> outOfRange(
      long outside, BinnedPair bins, ToDoubleFunction<DriftTest> bound) {
    if (outside == 0) {
      return Optional.empty();
    }
    double p = Rosenbaum.pValue(outside, bins.n(), bins.m());
    return Optional.of(result(DriftTest.OUT_OF_RANGE, outside / (double) bins.n(), p, bound));
  }

  private static TestResult result(
      DriftTest test, double effect, double p, ToDoubleFunction<DriftTest> bound) {
    return TestResult.of(test, effect, effect, bound.applyAsDouble(test), OptionalDouble.of(p));
  }
}
