package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * NumPy 2.4.6, {@code r = np.arange(100)**2/7}, {@code c = np.concatenate([r[10:60], r[30:60], [-5,
 * -7, -9.5], [2000, 3000]])}: {@code np.quantile(x, q, method="inverted_cdf")}.
 */
class RankQuantileTest {

  private static final ReferenceSample REFERENCE =
      ReferenceSample.of(IntStream.range(0, 100).mapToDouble(i -> i * i / 7.0).toArray());

  private static RankCounts counts(ReferenceSample reference, double... values) {
    RankCounts counts = new RankCounts(reference);
    Arrays.stream(values).forEach(value -> counts.add(reference, value));
    return counts;
  }

  private static double[] current() {
    return DoubleStream.concat(
            IntStream.concat(IntStream.range(10, 60), IntStream.range(30, 60))
                .mapToDouble(i -> i * i / 7.0),
            DoubleStream.of(-5, -7, -9.5, 2000, 3000))
        .toArray();
  }

  @Test
  void quantilesOfTheReferenceAreThoseOfItsValues() {
    assertEquals(0, RankQuantile.of(REFERENCE, 0));
    assertEquals(2.2857142857142856, RankQuantile.of(REFERENCE, 0.05));
    assertEquals(343, RankQuantile.of(REFERENCE, 0.5));
    assertEquals(1262.2857142857142, RankQuantile.of(REFERENCE, 0.95));
    assertEquals(1400.142857142857, RankQuantile.of(REFERENCE, 1));
  }

  @Test
  void quantilesOfValuesAtKnotsAreExact() {
    RankCounts counts = counts(REFERENCE, current());
    assertEquals(17.285714285714285, RankQuantile.of(REFERENCE, counts, 0.05));
    assertEquals(112, RankQuantile.of(REFERENCE, counts, 0.25));
    assertEquals(217.28571428571428, RankQuantile.of(REFERENCE, counts, 0.5));
    assertEquals(480.57142857142856, RankQuantile.of(REFERENCE, counts, 0.95));
  }

  @Test
  void outsideOfTheRangeTheMeanStands() {
    RankCounts counts = counts(REFERENCE, current());
    assertEquals(-7.166666666666667, RankQuantile.of(REFERENCE, counts, 0), 1e-12);
    assertEquals(-7.166666666666667, RankQuantile.of(REFERENCE, counts, 3 / 85.0), 1e-12);
    assertEquals(2500, RankQuantile.of(REFERENCE, counts, 84 / 85.0));
    assertEquals(2500, RankQuantile.of(REFERENCE, counts, 1));
  }

  @Test
  void valuesWithinAGapAreSpreadOverIt() {
    ReferenceSample zeroAndTen = ReferenceSample.of(new double[] {0, 10});
    RankCounts counts = counts(zeroAndTen, 3, 3, 3, 3);
    assertEquals(1.25, RankQuantile.of(zeroAndTen, counts, 0.25));
    assertEquals(8.75, RankQuantile.of(zeroAndTen, counts, 1));
  }

  /** 1,024 knots of 5,000 values. */
  @Test
  void aCoarseReferenceIsOffByLessThanAGap() {
    double[] values = new Random(9).doubles(5_000).sorted().toArray();
    ReferenceSample coarse = ReferenceSample.of(values);
    RankCounts counts = counts(coarse, values);
    for (double q : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
      double exact = values[(int) Math.ceil(q * 5_000) - 1];
      assertEquals(exact, RankQuantile.of(coarse, q), 3e-3);
      assertEquals(RankQuantile.of(coarse, q), RankQuantile.of(coarse, counts, q), 1e-12);
    }
    assertTrue(coarse.knots() == ReferenceSample.MAX_KNOTS);
  }

  @Test
  void thereIsNoneWithoutAValueOrOfWhatIsNoShare() {
    RankCounts none = counts(REFERENCE);
    assertThrows(IllegalArgumentException.class, () -> RankQuantile.of(REFERENCE, none, 0.5));
    for (double q : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> RankQuantile.of(REFERENCE, q));
    }
  }
}
