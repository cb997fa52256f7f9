package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GoodTuringTest {

  /**
   * SciPy 1.17.1 as in TwoProportionsTest, of {@code -(-once**2 // (once + 2*twice))} of {@code m *
   * that // once} values.
   */
  @Test
  void agreesWithSciPy() {
    double[][] expected = {
      {3, 0, 103, 5, 50, 0.07585345042317015},
      {3, 2, 103, 5, 50, 0.1139363316631041},
      {40, 30, 1000, 30, 300, 0.0007609731520922877},
      {0, 5, 1000, 3, 300, 0.012194991762064218},
      {1, 7, 1000, 3, 300, 0.04040237440369309},
      {2, 0, 12250, 88, 1800, 1.238381966559574e-129}
    };
    for (double[] e : expected) {
      double p = GoodTuring.pValue((long) e[0], (long) e[1], (long) e[2], (long) e[3], (long) e[4]);
      assertEquals(e[5], p, 1e-9 * e[5], Arrays.toString(e));
    }
  }

  /** Names with frequencies of 1/k, where nothing changes. */
  @Test
  void manyRareCategoriesMakeNoMoreAlarmsThanChance() {
    SplittableRandom random = new SplittableRandom(11);
    double[] shares = new double[250];
    Arrays.setAll(shares, k -> 1.0 / (k + 1));
    Arrays.parallelPrefix(shares, Double::sum);
    int runs = 1_000;
    int alarms = 0;
    int naive = 0;
    for (int run = 0; run < runs; run++) {
      long[] reference = new long[250];
      for (int i = 0; i < 3_000; i++) {
        reference[draw(random, shares)]++;
      }
      long unseen = 0;
      for (int i = 0; i < 300; i++) {
        unseen += reference[draw(random, shares)] == 0 ? 1 : 0;
      }
      long once = Arrays.stream(reference).filter(count -> count == 1).count();
      long twice = Arrays.stream(reference).filter(count -> count == 2).count();
      alarms += GoodTuring.pValue(once, twice, 3_000, unseen, 300) <= 0.01 ? 1 : 0;
      naive += TwoProportions.pValueOfMore(0, 3_000, unseen, 300) <= 0.01 ? 1 : 0;
    }
    assertTrue(alarms <= 0.01 * runs, "alarms: " + alarms);
    assertTrue(naive >= 0.6 * runs, "with a share of 0: " + naive);
  }

  private static int draw(SplittableRandom random, double[] sums) {
    int at = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
    return at >= 0 ? at : ~at;
  }

  @Test
  void thatNoneIsUnseenSaysNothing() {
    assertEquals(1, GoodTuring.pValue(0, 0, 10, 0, 5));
    assertEquals(1, GoodTuring.pValue(3, 1, 10, 0, 5));
    assertEquals(1, GoodTuring.pValue(10, 0, 10, 5, 5));
  }

  @Test
  void whatIsNoCountIsRefused() {
    long[][] counts = {
      {-1, 0, 9, 1, 9}, {0, -1, 9, 1, 9}, {8, 1, 9, 1, 9}, {0, 0, 0, 0, 9}, {0, 0, 9, 10, 9}
    };
    for (long[] c : counts) {
      assertThrows(
          IllegalArgumentException.class, () -> GoodTuring.pValue(c[0], c[1], c[2], c[3], c[4]));
    }
  }
}
