package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovTest {

  @Test
  void theStatisticIsSciPysOnEveryPair() {
    int exact = 0;
    for (TwoSamples pair : TwoSamples.all()) {
      ReferenceSample reference = ReferenceSample.of(pair.reference());
      double d = KolmogorovSmirnov.statistic(reference, pair.counts(reference));
      if (reference.exact()) {
        assertEquals(pair.d(), d, 1e-15 + 1e-14 * pair.d(), pair::toString);
        exact++;
      } else {
        double slack = 1e-15 + reference.largestGapMass();
        assertTrue(d <= pair.d() + 1e-15 && pair.d() <= d + slack, () -> pair + ": " + d);
      }
    }
    assertTrue(exact >= 200, "only " + exact + " pairs have an exact reference");
  }

  @Test
  void thePValueIsSciPysOnEveryPair() {
    int exact = 0;
    for (TwoSamples pair : TwoSamples.all()) {
      double p = KolmogorovSmirnov.pValue(pair.d(), pair.n(), pair.m());
      boolean isExact = pair.n() * pair.m() <= 20_000_000;
      assertEquals(pair.p(), p, isExact ? 1e-9 : 5e-3, pair::toString);
      assertEquals(p, KolmogorovSmirnov.pValue(pair.d(), pair.m(), pair.n()), pair::toString);
      exact += isExact ? 1 : 0;
    }
    assertTrue(exact >= 200, "only " + exact + " pairs have an exact p-value");
  }

  @Test
  void theSmallestPValuesKeepTheirDigits() {
    double smallest = 1;
    for (TwoSamples pair : TwoSamples.all()) {
      if (!Double.isNaN(pair.paths())) {
        double p = KolmogorovSmirnov.pValue(pair.d(), pair.n(), pair.m());
        assertEquals(pair.paths(), p, 1e-11 * pair.paths(), pair::toString);
        smallest = Math.min(smallest, p);
      }
    }
    assertTrue(smallest < 1e-50, "the least p-value is " + smallest);
  }

  @Test
  void thePValueIsCertainAtNoDistanceAndLeastAtTheGreatest() {
    assertEquals(1.0, KolmogorovSmirnov.pValue(0, 7, 5));
    assertEquals(1, KolmogorovSmirnov.pValue(0, 100_000, 100_000));
    // D = 1 for 2 of the C(12, 5) = 792 orders.
    assertEquals(2.0 / 792, KolmogorovSmirnov.pValue(1, 7, 5), 1e-17);
    assertEquals(0, KolmogorovSmirnov.pValue(1, 100_000, 100_000));
    assertEquals(1, KolmogorovSmirnov.pValue(1, 1, 1));
  }

  @Test
  void aDistanceARoundingErrorOffCountsAsTheNearestPossibleOne() {
    // 3/7 of 7 and 7 values: scipy 1.17.1: ks_2samp(range(7), np.arange(7) + 2.5, method="exact")
    double expected = 0.5751748251748252;
    double d = 3.0 / 7;
    assertEquals(expected, KolmogorovSmirnov.pValue(d, 7, 7), 1e-15);
    assertEquals(expected, KolmogorovSmirnov.pValue(Math.nextUp(d), 7, 7), 1e-15);
    assertEquals(expected, KolmogorovSmirnov.pValue(Math.nextDown(d), 7, 7), 1e-15);
  }

  @Test
  void exactAndLimitingPValuesMeet() {
    for (double z = 0.3; z < 2.5; z += 0.4) {
      double unbalanced = z / Math.sqrt(60);
      assertMeet(unbalanced, 60, 333_333, 60, 333_334);
      double few = Math.min(1, z / Math.sqrt(10));
      assertMeet(few, 10, 2_000_000, 10, 1_000_000_000);
    }
    for (int steps = 20; steps < 140; steps += 10) {
      double exact = KolmogorovSmirnov.pValue(steps / 4472.0, 4472, 4472);
      assertEquals(exact, KolmogorovSmirnov.pValue(steps / 4473.0, 4473, 4473), 5e-3);
    }
  }

  /** The p-values of sizes just within the exact range, and beyond it, within 5·10⁻³. */
  private static void assertMeet(double d, long n, long m, long beyondN, long beyondM) {
    double exact = KolmogorovSmirnov.pValue(d, n, m);
    assertEquals(exact, KolmogorovSmirnov.pValue(d, beyondN, beyondM), 5e-3, () -> "at " + d);
  }

  @Test
  void theKolmogorovTailIsSciPys() {
    // scipy 1.17.1: scipy.special.kolmogorov(z)
    double[] z = {0.03, 0.2, 0.5, 0.99, 1, 1.01, 1.36, 2, 5, 40};
    double[] expected = {
      1.0,
      0.999999999999495,
      0.9639452436648751,
      0.2808738392255489,
      0.26999967167735456,
      0.25943416909359746,
      0.049485876755377876,
      0.0006709252557796953,
      3.8574996959278356e-22,
      0.0
    };
    for (int i = 0; i < z.length; i++) {
      assertEquals(expected[i], KolmogorovSmirnov.kolmogorovTail(z[i]), 1e-14 * expected[i]);
    }
  }

  @Test
  void theCriticalDistanceIsThatOfTheTables() {
    // scipy 1.17.1: scipy.special.kolmogi(0.05) is 1.3580986393225507, kolmogi(0.01)
    // 1.6276236115189504
    assertEquals(1.3580986393225507 / Math.sqrt(120), criticalDistance(0.05, 200, 300), 1e-6);
    assertEquals(1.6276236115189504 / Math.sqrt(120), criticalDistance(0.01, 300, 200), 1e-6);
  }

  private static double criticalDistance(double alpha, long n, long m) {
    return KolmogorovSmirnov.criticalDistance(alpha, n, m);
  }

  @Test
  void aReferenceTooCoarseForSoManyValuesGivesNoPValue() {
    double[] values = new double[1 << 20];
    Arrays.setAll(values, i -> i);
    ReferenceSample reference = ReferenceSample.of(values);
    RankCounts few = new RankCounts(reference);
    RankCounts many = new RankCounts(reference);
    for (int i = 0; i < values.length; i += 2) {
      many.add(reference, i);
      if (i % 1024 == 0) {
        few.add(reference, i);
      }
    }
    // The largest gap is 1/1024; a quarter of the critical distances are 0.0127 and 0.00069.
    OptionalDouble p = KolmogorovSmirnov.pValue(reference, few, 0.01);
    double d = KolmogorovSmirnov.statistic(reference, few);
    assertEquals(OptionalDouble.of(KolmogorovSmirnov.pValue(d, 1024, 1 << 20)), p);
    assertEquals(OptionalDouble.empty(), KolmogorovSmirnov.pValue(reference, many, 0.01));
  }

  @Test
  void nothingToCompareIsRefused() {
    ReferenceSample reference = ReferenceSample.of(new double[] {1});
    RankCounts none = new RankCounts(reference);
    assertThrows(
        IllegalArgumentException.class, () -> KolmogorovSmirnov.statistic(reference, none));
    assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.pValue(0.5, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.pValue(0.5, 3, 0));
    assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.pValue(1.1, 3, 3));
    assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.pValue(Double.NaN, 3, 3));
    assertThrows(IllegalArgumentException.class, () -> criticalDistance(0, 3, 3));
  }
}
