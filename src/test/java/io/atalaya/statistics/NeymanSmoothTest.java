package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Against NumPy 2.4.6 and SciPy 1.17.1, whose polynomials come from another algorithm; with r and c
 * the counts of cells that hold any:
 *
 * <pre>
 * t = r + c; N, n, m = t.sum(), c.sum(), r.sum(); k = min(4, len(t) - 1)
 * x = 2*(cumsum(t) - t/2)/N - 1
 * q = numpy.linalg.qr(sqrt(t/N)[:, None]*vander(x, k + 1, increasing=True))[0]
 * v = (c[:, None]*q[:, 1:]/sqrt(t/N)[:, None]).sum(0)
 * w = (N - 1)/(n*m)*v**2; s = w.sum(); N/(n*m)*sqrt((v**2).sum())
 * t = min(chi2.sf(w[0], 1), chi2.sf(s, k)) and, of k of 2 or more, p as in NestedChiSquareTest
 * </pre>
 *
 * Of one degree the statistic is {@code scipy.stats.kruskal}'s; of samples without ties the second
 * part is {@code scipy.stats.mood}'s, squared.
 */
class NeymanSmoothTest {

  private record Expected(
      BinnedPair pair, double statistic, int degrees, double p, double effect) {}

  static final List<Expected> PAIRS =
      List.of(
          new Expected(
              BinnedPair.of(new long[] {50, 30, 20}, new long[] {20, 30, 50}),
              25.585714285714296,
              2,
              7.28696806062162e-07,
              0.7171371656006363),
          // kruskal(repeat([0, 1], [2, 8]), repeat([0, 1], [7, 3])) = 4.797979797979795
          new Expected(
              BinnedPair.of(new long[] {7, 3}, new long[] {2, 8}),
              4.797979797979801,
              1,
              0.028493128926298062,
              1.0050378152592125),
          new Expected(
              BinnedPair.of(
                  new long[] {1000, 2000, 3000, 4000, 500, 1500},
                  new long[] {90, 210, 310, 390, 70, 130}),
              4.70366886496569,
              4,
              0.4698976150404461,
              0.06566599674086024),
          // Nearly all in one cell, and empty ones; t is so small that p is 2t.
          new Expected(
              BinnedPair.of(
                  new long[] {0, 400, 0, 3, 0, 5, 0, 2}, new long[] {1, 20, 0, 3, 0, 1, 4, 0}),
              58.35245509698478,
              4,
              1.2871237812744374e-11,
              1.4694882040315171),
          // Nothing in common.
          new Expected(
              BinnedPair.of(new long[] {10, 0, 0, 0, 0, 0}, new long[] {0, 0, 0, 0, 0, 10}),
              19,
              1,
              1.3071845366762988e-05,
              2));

  @ParameterizedTest
  @FieldSource("PAIRS")
  void countsOfCellsAreNumPys(Expected expected) {
    assertNear(expected, NeymanSmooth.test(expected.pair));
  }

  /** The cells are those of the reference: what lies between two of its values is tied. */
  @Test
  void samplesAreCountedByTheCellsOfTheReference() {
    ReferenceSample reference =
        ReferenceSample.of(values(700, i -> (long) i * i * 7919 % 10_007 / 100.0));
    RankCounts counts = new RankCounts(reference);
    for (double value : values(300, i -> (long) i * i * 6101 % 10_007 / 90.0 - 3)) {
      counts.add(reference, value);
    }
    NeymanSmooth test = NeymanSmooth.test(BinnedPair.ofCells(reference, counts));
    assertNear(29.64352566598355, 4, 1.0988229474385041e-05, 0.37590018219664195, test);
    // With every value a cell of its own: what the ties take is little.
    assertEquals(29.631490920772933, test.statistic(), 0.02);
  }

  @Test
  void aPartIsTestedAgainstTheRest() {
    double[] values = values(700, i -> (long) i * i * 7919 % 10_007 / 100.0);
    ReferenceSample reference = ReferenceSample.of(values);
    RankCounts part = new RankCounts(reference);
    Arrays.stream(values, 0, 200).forEach(value -> part.add(reference, value));
    assertNear(
        0.33989618146345674,
        4,
        0.9308817715710929,
        0.04881267350458432,
        NeymanSmooth.test(BinnedPair.ofCells(reference, part).withoutCurrent()));
  }

  @Test
  void aConstantDoesNotDiffer() {
    assertEquals(1, NeymanSmooth.test(BinnedPair.of(new long[] {9}, new long[] {4})).p());
    assertEquals(
        new NeymanSmooth(0, 0, 0, 0),
        NeymanSmooth.test(BinnedPair.of(new long[] {9}, new long[] {4})));
  }

  @Test
  void equalSharesDoNotDiffer() {
    NeymanSmooth test =
        NeymanSmooth.test(BinnedPair.of(new long[] {90, 60, 30}, new long[] {30, 20, 10}));
    assertEquals(0, test.statistic(), 1e-25);
    assertEquals(1, test.p(), 1e-15);
  }

  private static double[] values(int count, IntToDoubleFunction value) {
    double[] values = new double[count];
    Arrays.setAll(values, value);
    return values;
  }

  private static void assertNear(Expected expected, NeymanSmooth test) {
    assertNear(expected.statistic, expected.degrees, expected.p, expected.effect, test);
  }

  private static void assertNear(
      double statistic, int degrees, double p, double effect, NeymanSmooth test) {
    assertEquals(statistic, test.statistic(), 1e-11 * statistic);
    assertEquals(degrees, test.degreesOfFreedom());
    assertEquals(p, test.p(), 1e-5 * p);
    assertEquals(effect, test.effect(), 1e-11 * effect);
  }
}
