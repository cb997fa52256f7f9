package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JointTailTest {

  /**
   * SciPy 1.17.1, {@code z = norm.isf(a)}: {@code quad(lambda u: norm.pdf(u)*norm.sf((z -
   * sqrt(r)*u)/sqrt(1 - r))**k, -12, 12)}; for k = 2 the same as {@code multivariate_normal([0, 0],
   * [[1, r], [r, 1]]).cdf([-z, -z])}.
   */
  @ParameterizedTest
  @CsvSource({
    "0.01,2,0,0.0001",
    "0.01,2,0.5,0.0012939244182646578",
    "0.0005,2,0.09090909090909091,7.231161309816877e-07",
    "0.0005,3,0.09090909090909091,2.402738627884213e-09",
    "1e-06,2,0.3,3.130939452838676e-10",
    "0.3,2,0.5,0.15676732068242102",
    "0.05,5,0.9,0.019119301602357943"
  })
  void isThatOfCorrelatedNormals(double a, int k, double correlation, double expected) {
    assertEquals(expected, JointTail.probability(a, k, correlation), 1e-7 * expected);
  }

  @Test
  void oneAloneOrAllTheSameAreOne() {
    assertEquals(0.02, JointTail.probability(0.02, 1, 0.5));
    assertEquals(0.02, JointTail.probability(0.02, 7, 1));
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> JointTail.probability(0, 2, 0.5));
    assertThrows(IllegalArgumentException.class, () -> JointTail.probability(1, 2, 0.5));
    assertThrows(IllegalArgumentException.class, () -> JointTail.probability(0.1, 0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> JointTail.probability(0.1, 2, 1.1));
  }
}
