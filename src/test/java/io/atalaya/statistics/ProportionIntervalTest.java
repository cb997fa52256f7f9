package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ProportionIntervalTest {

  @Test
  void theEndsAreSciPys() {
    // SciPy 1.17.1: binomtest(k, n).proportion_ci(level, method="wilson")
    assertInterval(0.0, 0.7934506856227626, 0, 1L, 0.95);
    assertInterval(0.20654931437723745, 1.0, 1, 1L, 0.95);
    assertInterval(0.0, 0.27753279986288926, 0, 10L, 0.95);
    assertInterval(0.7224672001371109, 1.0, 10, 10L, 0.95);
    assertInterval(0.2847588845819623, 0.7152411154180377, 1, 2L, 0.5);
    assertInterval(0.26927182113826725, 0.7307281788617328, 5, 10L, 0.9);
    assertInterval(0.5291118177871464, 0.9775825085499433, 7, 8L, 0.95);
    assertInterval(0.7682242835618254, 0.9960743114346047, 29, 30L, 0.99);
    assertInterval(0.2552885198782742, 0.36620957698280004, 81, 263L, 0.95);
    assertInterval(0.9873882793907752, 0.9999215580137805, 999, 1000L, 0.999);
    assertInterval(0.12281269653142284, 0.12410219641400437, 123456, 1000000L, 0.95);
    assertInterval(1.7652455493517516e-13, 5.664934265736511e-12, 1, 1000000000000L, 0.95);
  }

  @Test
  void noHitsBeginAtZeroAndAllEndAtOne() {
    // Rounding alone would give 3e-17 for n = 7, and less than 1 for n = 10.
    for (int n = 1; n < 60; n++) {
      assertEquals(0, ProportionInterval.of(0, n, 0.95).lower());
      assertEquals(1, ProportionInterval.of(n, n, 0.95).upper());
    }
  }

  @Test
  void argumentsOutOfBoundsAreRefused() {
    assertRefused(0, 0, 0.95);
    assertRefused(-1, 5, 0.95);
    assertRefused(6, 5, 0.95);
    assertRefused(1, 5, 0);
    assertRefused(1, 5, 1);
    assertRefused(1, 5, Double.NaN);
  }

  private static void assertRefused(long hits, long n, double level) {
    assertThrows(IllegalArgumentException.class, () -> ProportionInterval.of(hits, n, level));
  }

  private static void assertInterval(double lower, double upper, long hits, long n, double level) {
    ProportionInterval interval = ProportionInterval.of(hits, n, level);
    assertEquals(lower, interval.lower(), 1e-9 * lower);
    assertEquals(upper, interval.upper(), 1e-9 * upper);
  }
}
