package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinnedPairTest {

  private static RankCounts counts(ReferenceSample reference, double... values) {
    RankCounts counts = new RankCounts(reference);
    for (double value : values) {
      counts.add(reference, value);
    }
    return counts;
  }

  private static long[] reference(BinnedPair pair) {
    return IntStream.range(0, pair.bins()).mapToLong(pair::reference).toArray();
  }

  private static long[] current(BinnedPair pair) {
    return IntStream.range(0, pair.bins()).mapToLong(pair::current).toArray();
  }

  @Test
  void quantileBinsEndAtAKnotAndTheOutermostGoOnToInfinity() {
    ReferenceSample reference = ReferenceSample.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8});
    BinnedPair pair =
        BinnedPair.ofQuantiles(reference, counts(reference, -9, 2, 2.5, 4, 4.5, 8, 99), 4);
    assertArrayEquals(new long[] {2, 2, 2, 2}, reference(pair));
    assertArrayEquals(new long[] {2, 2, 1, 2}, current(pair));
    assertEquals(8, pair.m());
    assertEquals(7, pair.n());
  }

  @Test
  void aFrequentValueMakesFewerBins() {
    ReferenceSample reference = ReferenceSample.of(new double[] {0, 0, 0, 0, 0, 0, 1, 2, 3, 4});
    BinnedPair pair = BinnedPair.ofQuantiles(reference, counts(reference, 0, 1, 5), 5);
    assertArrayEquals(new long[] {6, 2, 2}, reference(pair));
    assertArrayEquals(new long[] {1, 1, 1}, current(pair));
    BinnedPair constant =
        BinnedPair.ofQuantiles(
            ReferenceSample.of(new double[] {3, 3}),
            counts(ReferenceSample.of(new double[] {3, 3}), 2, 4),
            10);
    assertArrayEquals(new long[] {2}, reference(constant));
    assertArrayEquals(new long[] {2}, current(constant));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 50})
  void noQuantileBinIsMuchLargerThanItsShareAndNoValueIsLost(int most) {
    Random random = new Random(most);
    // More distinct values than knots.
    double[] values = DoubleStream.generate(random::nextGaussian).limit(5_000).toArray();
    ReferenceSample reference = ReferenceSample.of(values);
    double[] current = DoubleStream.generate(random::nextGaussian).limit(777).toArray();
    BinnedPair pair = BinnedPair.ofQuantiles(reference, counts(reference, current), most);
    assertEquals(most, pair.bins());
    assertEquals(5_000, pair.m());
    assertEquals(777, pair.n());
    for (long count : reference(pair)) {
      assertTrue(Math.abs(count - 5_000.0 / most) <= 5_000.0 / 1_000, () -> count + " values");
    }
  }

  @Test
  void valuesThatTheReferenceHasNotAreABinOfTheirOwn() {
    ReferenceSample stars = ReferenceSample.of(new double[] {1, 1, 2, 5});
    BinnedPair pair = BinnedPair.ofValues(stars, counts(stars, 1, 2, 2, 3, 7));
    assertArrayEquals(new long[] {2, 1, 1, 0}, reference(pair));
    assertArrayEquals(new long[] {1, 2, 0, 2}, current(pair));
    assertEquals(3, BinnedPair.ofValues(stars, counts(stars, 5)).bins());
  }

  @Test
  void samplesWithoutValuesOrOfOtherBinsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> BinnedPair.of(new long[] {1}, new long[] {1, 2}));
    assertThrows(IllegalArgumentException.class, () -> BinnedPair.of(new long[0], new long[0]));
    assertThrows(
        IllegalArgumentException.class, () -> BinnedPair.of(new long[] {1, 0}, new long[2]));
    assertThrows(
        IllegalArgumentException.class, () -> BinnedPair.of(new long[] {2, -1}, new long[] {1, 1}));
  }
}
