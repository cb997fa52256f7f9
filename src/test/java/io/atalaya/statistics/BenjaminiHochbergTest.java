package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BenjaminiHochbergTest {

  @Test
  void adjustedPValuesAreSciPysInTheOrderGiven() {
    // scipy 1.17.1: scipy.stats.false_discovery_control(p)
    double[] p = {0.03, 0.001, 0.2, 0.04, 0.04, 1.0, 0.0, 0.012, 0.5, 1e-300};
    double[] expected = {
      0.05714285714285715,
      0.0033333333333333335,
      0.25,
      0.05714285714285715,
      0.05714285714285715,
      1.0,
      0.0,
      0.03,
      0.5555555555555556,
      5e-300
    };
    assertArrayEquals(expected, BenjaminiHochberg.adjust(p), 1e-16);
  }

  @Test
  void aLargePValueTakesTheLaterAdjustmentOfASmallerOne() {
    // scipy 1.17.1: false_discovery_control([.9, .91, .92]) is [.92, .92, .92]
    assertArrayEquals(
        new double[] {.92, .92, .92}, BenjaminiHochberg.adjust(new double[] {.9, .91, .92}), 1e-16);
  }

  @Test
  void oneTestOrNoneNeedsNoAdjustment() {
    assertArrayEquals(new double[] {0.7}, BenjaminiHochberg.adjust(new double[] {0.7}));
    assertArrayEquals(new double[0], BenjaminiHochberg.adjust(new double[0]));
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    for (double p : new double[] {Double.NaN, -1e-9, 1.000001}) {
      assertThrows(
          IllegalArgumentException.class, () -> BenjaminiHochberg.adjust(new double[] {0.5, p}));
    }
  }
}
