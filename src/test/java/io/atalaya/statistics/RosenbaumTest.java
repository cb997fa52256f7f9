package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RosenbaumTest {

  /**
   * Python 3.11, whole numbers of any size, N = n + m: {@code sum(Fraction((j + 1)*comb(N - j - 2,
   * m - 2), comb(N, m)) for j in range(k, n + 1))}.
   */
  @Test
  void agreesWithTheSumOverAllOrders() {
    double[][] expected = {
      {1, 10, 10, 0.7631578947368421},
      {3, 10, 10, 0.29102167182662536},
      {10, 10, 10, 5.953798523457966e-05},
      {1, 1, 2, 0.6666666666666666},
      {6, 300, 300, 0.06140443946137444},
      {1, 1000, 10000, 0.17356123283934904},
      {20, 1000, 10000, 2.400123218717401e-20},
      {7, 300, 50, 0.6798443646734564}
    };
    for (double[] e : expected) {
      double p = Rosenbaum.pValue((long) e[0], (long) e[1], (long) e[2]);
      assertEquals(e[3], p, 1e-10 * e[3], Arrays.toString(e));
    }
  }

  /** By chance as many are outside as it says, where R. A. Fisher's test says half of that. */
  @Test
  void isAsLargeAsTheShareOfChance() {
    SplittableRandom random = new SplittableRandom(7);
    int runs = 20_000;
    int exceeded = 0;
    for (int run = 0; run < runs; run++) {
      double[] reference = random.doubles(50).toArray();
      double least = Arrays.stream(reference).min().orElseThrow();
      double greatest = Arrays.stream(reference).max().orElseThrow();
      long outside = random.doubles(30).filter(x -> x < least || x > greatest).count();
      exceeded += outside >= 4 ? 1 : 0;
    }
    double p = Rosenbaum.pValue(4, 30, 50);
    assertEquals(exceeded / (double) runs, p, 4 * Math.sqrt(p / runs));
    assertTrue(TwoProportions.pValueOfMore(0, 50, 4, 30) < p / 2);
  }

  @Test
  void thatNoneIsOutsideSaysNothing() {
    assertEquals(1, Rosenbaum.pValue(0, 300, 10_000));
    assertEquals(1, Rosenbaum.pValue(5, 5, 1), 1e-12);
  }

  @Test
  void whatIsNoCountIsRefused() {
    for (long[] counts : new long[][] {{-1, 3, 3}, {4, 3, 3}, {0, 0, 3}, {0, 3, 0}}) {
      assertThrows(
          IllegalArgumentException.class, () -> Rosenbaum.pValue(counts[0], counts[1], counts[2]));
    }
  }
}
