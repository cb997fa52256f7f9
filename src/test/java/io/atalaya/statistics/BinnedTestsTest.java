package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * χ², PSI and Jensen–Shannon against SciPy 1.17.1 and NumPy 2.4.6, with r and c the counts:
 *
 * <pre>
 * e = (r + c)*min(r.sum(), c.sum())/(r.sum() + c.sum())  # those below 5 are put together
 * chi2_contingency([r, c], correction=False)             # χ², degrees, p
 * p = (r + .5)/(r.sum() + len(r)/2); q likewise; psi = ((q - p)*log(q/p)).sum()
 * chi2.sf(psi/(1/r.sum() + 1/c.sum()), len(r) - 1)
 * jensenshannon(r, c, base=2)
 * </pre>
 */
class BinnedTestsTest {

  private record Expected(
      BinnedPair pair, double chi2, int degrees, double p, double psi, double psiP, double js) {}

  private static Expected expected(
      long[] reference,
      long[] current,
      double chi2,
      int degrees,
      double p,
      double psi,
      double psiP,
      double js) {
    return new Expected(BinnedPair.of(reference, current), chi2, degrees, p, psi, psiP, js);
  }

  static final List<Expected> PAIRS =
      List.of(
          expected(
              new long[] {50, 30, 20},
              new long[] {20, 30, 50},
              25.714285714285715,
              2,
              2.6074368808253592e-06,
              0.532935044415932,
              1.6358040342922063e-06,
              0.3095409536771482),
          expected(
              new long[] {1000, 2000, 3000, 4000},
              new long[] {90, 210, 310, 390},
              1.8998251168705527,
              3,
              0.5934563716029311,
              0.0020731449286839855,
              0.5966837855750795,
              0.019562197886454503),
          // Nothing in common.
          expected(
              new long[] {10, 0},
              new long[] {0, 10},
              20,
              1,
              7.744216431044088e-06,
              5.535495341315315,
              1.43321761893563e-07,
              1),
          // Rare categories, which χ² counts as one.
          expected(
              new long[] {7000, 2900, 80, 15, 5},
              new long[] {180, 110, 5, 3, 2},
              24.88500810584118,
              2,
              3.947200150983279e-06,
              0.08315731654313788,
              7.214074977939452e-05,
              0.10930716604549418),
          expected(new long[] {500, 500}, new long[] {25, 25}, 0, 1, 1, 0, 1, 0),
          expected(
              new long[] {9990, 10, 0},
              new long[] {290, 3, 7},
              157.12175745784697,
              1,
              4.814424348934343e-36,
              0.1808115280337067,
              3.666528086003515e-12,
              0.12223447581772055));

  @ParameterizedTest
  @FieldSource("PAIRS")
  void figuresAreThoseOfSciPy(Expected expected) {
    ChiSquared chi2 = ChiSquared.test(expected.pair);
    assertEquals(expected.chi2, chi2.statistic(), 1e-12 * expected.chi2);
    assertEquals(expected.degrees, chi2.degreesOfFreedom());
    assertEquals(expected.p, chi2.p(), 1e-10 * expected.p);
    double total = (double) expected.pair.m() + expected.pair.n();
    assertEquals(Math.sqrt(expected.chi2 / total), chi2.cramersV(), 1e-12);
    double psi = PopulationStability.index(expected.pair);
    assertEquals(expected.psi, psi, 1e-12);
    assertEquals(
        expected.psiP, PopulationStability.pValue(psi, expected.pair), 1e-9 * expected.psiP);
    assertEquals(expected.js, JensenShannon.distance(expected.pair), 1e-12);
  }

  @Test
  void aSingleBinTellsNothing() {
    BinnedPair one = BinnedPair.of(new long[] {7}, new long[] {3});
    assertEquals(new ChiSquared(0, 0, 1, 0), ChiSquared.test(one));
    assertEquals(0, PopulationStability.index(one));
    assertEquals(1, PopulationStability.pValue(0, one));
    assertEquals(0, JensenShannon.distance(one));
    // So few values that all categories are rare.
    BinnedPair few = BinnedPair.of(new long[] {2, 1}, new long[] {1, 2});
    assertEquals(new ChiSquared(0, 0, 1, 0), ChiSquared.test(few));
  }
}
