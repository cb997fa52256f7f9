package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WassersteinTest {

  private static RankCounts counts(ReferenceSample reference, double... values) {
    RankCounts counts = new RankCounts(reference);
    for (double value : values) {
      counts.add(reference, value);
    }
    return counts;
  }

  @Test
  void theDistanceIsSciPysWithinItsStatedError() {
    int exact = 0;
    for (TwoSamples pair : TwoSamples.all()) {
      ReferenceSample reference = ReferenceSample.of(pair.reference());
      RankCounts counts = pair.counts(reference);
      double error = Wasserstein.error(reference, counts);
      double actual = Wasserstein.distance(reference, counts);
      // SciPy takes differences of doubles: its own rounding grows with the size of the values.
      double rounding = 1e-12 + 1e-13 * Math.abs(reference.mean());
      assertEquals(pair.w1(), actual, error + rounding, pair::toString);
      if (Math.min(pair.n(), pair.m()) >= 100) {
        // In practice far closer: what a gap's values lack on one side they have on the other.
        assertEquals(pair.w1(), actual, 0.005 * reference.standardDeviation(), pair::toString);
      }
      exact += error == 0 ? 1 : 0;
    }
    assertTrue(exact >= 100, "only " + exact + " pairs have all values at knots");
  }

  @Test
  void valuesInAGapCountAsSpreadOverIt() {
    ReferenceSample reference = ReferenceSample.of(new double[] {0, 1});
    // F is 1/2 between the knots, G rises from 0 to 1: ∫|1/2 − x| dx.
    assertEquals(0.25, Wasserstein.distance(reference, counts(reference, 0.3)));
    assertEquals(0.5, Wasserstein.error(reference, counts(reference, 0.3)));
    // G stays below F: the exact distance is 0.375 or less for whatever single value in the gap.
    assertEquals(0.25, Wasserstein.distance(reference, counts(reference, 0.5, 1)));
    assertEquals(0, Wasserstein.distance(reference, counts(reference, 0, 1)));
  }

  @Test
  void outliersCountWithTheirExactDistance() {
    ReferenceSample reference = ReferenceSample.of(new double[] {1, 2, 3});
    // scipy 1.17.1: wasserstein_distance([1, 2, 3], [-1e12, 2, 1e9]) is 333666666665.99994
    RankCounts counts = counts(reference, -1e12, 2, 1e9);
    assertEquals(333_666_666_666.0, Wasserstein.distance(reference, counts), 1e-4);
    counts.add(reference, 1e150);
    counts.retract(counts(reference, 1e150));
    assertEquals(333_666_666_666.0, Wasserstein.distance(reference, counts), 1e-4);
    assertEquals(
        2e9, Wasserstein.distance(reference, counts(reference, 2e9 + 1, 2e9 + 2, 2e9 + 3)));
  }

  /** Means of the values themselves: those at knots and outside count exactly. */
  @Test
  void theMeanDifferenceHasTheSignOfTheMove() {
    ReferenceSample reference = ReferenceSample.of(new double[] {1, 2, 3, 10});
    assertEquals(-1.75, Wasserstein.meanDifference(reference, counts(reference, 1, 2, 3, 3)));
    // In a gap, at its middle: 6.5.
    assertEquals(-0.875, Wasserstein.meanDifference(reference, counts(reference, 1, 2, 3, 6)));
    assertEquals(96, Wasserstein.meanDifference(reference, counts(reference, 100, 100)));
    assertEquals(-104, Wasserstein.meanDifference(reference, counts(reference, -100, -100)));
    assertEquals(0, Wasserstein.meanDifference(reference, counts(reference, 1, 2, 3, 10)));
  }

  @Test
  void theEffectIsTheDistanceInStandardDeviations() {
    ReferenceSample reference = ReferenceSample.of(new double[] {2, 4, 6});
    OptionalDouble effect = Wasserstein.effect(reference, counts(reference, 7, 9, 11));
    assertEquals(OptionalDouble.of(2.5), effect);
  }

  @Test
  void noEffectWithoutValuesOrWithAConstantReference() {
    ReferenceSample constant = ReferenceSample.of(new double[] {5, 5});
    assertEquals(OptionalDouble.empty(), Wasserstein.effect(constant, counts(constant, 5, 7)));
    assertEquals(1, Wasserstein.distance(constant, counts(constant, 5, 7)));
    ReferenceSample reference = ReferenceSample.of(new double[] {2, 4});
    assertEquals(OptionalDouble.empty(), Wasserstein.effect(reference, counts(reference)));
    assertThrows(
        IllegalArgumentException.class, () -> Wasserstein.distance(reference, counts(reference)));
  }

  @Test
  void aCoarseReferenceIsCloseToTheFullOne() {
    double[] values = new double[30_000];
    Arrays.setAll(values, i -> Math.sqrt(i));
    ReferenceSample reference = ReferenceSample.of(values);
    RankCounts counts = new RankCounts(reference);
    for (int i = 0; i < 20_000; i++) {
      counts.add(reference, 1 + Math.sqrt(1.5 * i));
    }
    // scipy 1.17.1: wasserstein_distance(np.sqrt(np.arange(30000)), 1 + np.sqrt(1.5 *
    // np.arange(20000)))
    assertEquals(0.9985508335119067, Wasserstein.distance(reference, counts), 2e-4);
    assertTrue(Wasserstein.error(reference, counts) < 0.2);
  }
}
