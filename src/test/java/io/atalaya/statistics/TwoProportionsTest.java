package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Against SciPy 1.17.1, with a = haveNow, b = have, N = m + n. Where min(a + b, N − a − b)·min(m,
 * n)/N is 5 or more:
 *
 * <pre>
 * s = (a + b)/N; z = (a/n - b/m)/sqrt(s*(1 - s)*(1/m + 1/n))
 * 2*norm.sf(abs(z)), norm.sf(z)
 * </pre>
 *
 * else {@code fisher_exact([[a, n - a], [b, m - b]]).pvalue}, and with {@code
 * alternative="greater"}.
 */
class TwoProportionsTest {

  private record Expected(long have, long m, long haveNow, long n, double p, double pOfMore) {}

  static final List<Expected> TABLES =
      List.of(
          new Expected(50, 1000, 40, 500, 0.02109231061550796, 0.01054615530775398),
          new Expected(40, 500, 50, 1000, 0.02109231061550796, 0.9894538446922461),
          new Expected(30, 10000, 1, 300, 0.6005553047706755, 0.6005553047706755),
          new Expected(3, 10000, 3, 300, 0.0004583527925672787, 0.0004583527925672787),
          new Expected(0, 10000, 7, 300, 1.6605474194103077e-11, 1.6605474194103077e-11),
          new Expected(9990, 10000, 295, 300, 4.788329585783029e-05, 0.9999976708845731),
          new Expected(0, 40, 40, 40, 3.744097384202872e-19, 1.872048692101436e-19),
          new Expected(1, 1, 0, 1, 1, 1),
          new Expected(2, 5, 4, 7, 1, 0.5000000000000001),
          new Expected(499, 1000, 20, 20, 9.09583346632077e-06, 4.547916733160385e-06),
          new Expected(100, 100000, 2, 1000, 0.2678985589185794, 0.2678985589185794),
          // The last table for Fisher's test, and the first for z.
          new Expected(171, 10000, 0, 300, 0.010366353238620419, 1),
          new Expected(172, 10000, 0, 300, 0.021976679961142942, 0.9890116600194285));

  @ParameterizedTest
  @FieldSource("TABLES")
  void agreesWithSciPy(Expected e) {
    double p = TwoProportions.pValue(e.have, e.m, e.haveNow, e.n);
    double pOfMore = TwoProportions.pValueOfMore(e.have, e.m, e.haveNow, e.n);
    assertEquals(e.p, p, 1e-9 * e.p);
    assertEquals(e.pOfMore, pOfMore, 1e-9 * e.pOfMore);
  }

  @Test
  void whereAllOrNoneHaveThePropertyNothingIsToBeSaid() {
    assertEquals(1, TwoProportions.pValue(0, 10, 0, 5));
    assertEquals(1, TwoProportions.pValue(10, 10, 5, 5));
    assertEquals(1, TwoProportions.pValueOfMore(0, 10, 0, 5));
    assertEquals(1, TwoProportions.pValueOfMore(10, 10, 5, 5));
  }

  @Test
  void moreValuesThanAnIntAreNoObstacle() {
    assertEquals(0, TwoProportions.pValue(1L << 32, 1L << 40, 0, 1L << 20), 1e-300);
    // Too few are expected for z, and too many there for the exact test.
    assertEquals(1, TwoProportions.pValue(1L << 20, 1L << 40, 0, 100), 0.1);
  }

  @Test
  void whatIsNoShareIsRefused() {
    long[][] tables = {
      {-1, 10, 0, 10}, {11, 10, 0, 10}, {0, 10, -1, 10}, {0, 10, 11, 10}, {0, 0, 0, 1}, {0, 1, 0, 0}
    };
    for (long[] t : tables) {
      assertThrows(
          IllegalArgumentException.class, () -> TwoProportions.pValue(t[0], t[1], t[2], t[3]));
      assertThrows(
          IllegalArgumentException.class,
          () -> TwoProportions.pValueOfMore(t[0], t[1], t[2], t[3]));
    }
  }
}
