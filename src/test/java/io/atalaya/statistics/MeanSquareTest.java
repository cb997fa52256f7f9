package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MeanSquareTest {

  /** SciPy 1.17.1: {@code chi2.sf(30, 10)}, {@code 30/chi2.ppf([0.995, 0.005], 10)}. */
  @Test
  void boundsAndProbabilityAreThoseOfChiSquared() {
    MeanSquare mean = new MeanSquare();
    for (int i = 0; i < 10; i++) {
      mean.add(i % 2 == 0 ? 1 : 5);
    }
    assertEquals(3, mean.value());
    assertEquals(0.000856641210775301, mean.pValue(), 1e-15);
    assertEquals(1.1910348627728269, mean.lowerBound(0.995), 1e-9);
    assertEquals(13.915583091990053, mean.upperBound(0.995), 1e-7);
  }

  @Test
  void withoutAValueNothingIsSaid() {
    assertEquals(1, new MeanSquare().value());
    assertEquals(1, new MeanSquare().pValue());
    assertEquals(1, new MeanSquare().upperBound(0.9));
  }
}
