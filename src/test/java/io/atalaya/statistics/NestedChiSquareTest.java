package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestedChiSquareTest {

  /**
   * SciPy 1.17.1: {@code t + quad(lambda z: 2*norm.pdf(z)*chi2.sf(chi2.isf(t, k) - z*z, k - 1), 0,
   * sqrt(chi2.isf(t, 1)), epsabs=0, epsrel=1e-12)[0]}.
   */
  @ParameterizedTest
  @CsvSource({
    "2, 0.99, 0.9988740232037353",
    "2, 0.5, 0.6331842671859504",
    "2, 0.013, 0.020288033058412994",
    "2, 2.5e-4, 4.132058830596498e-4",
    "2, 1e-9, 1.7581812780129998e-9",
    "3, 0.9, 0.9748594252995157",
    "3, 0.1, 0.15762295487416783",
    "3, 1e-6, 1.856262463312913e-6",
    "4, 0.99, 0.9996058100310787",
    "4, 0.9, 0.9787131925228916",
    "4, 0.5, 0.6801115839783521",
    "4, 0.1, 0.16338579792836547",
    "4, 0.013, 0.022895611274777877",
    "4, 0.001, 0.001834810541813033",
    "4, 2.5e-4, 4.6471279316085404e-4",
    "4, 1e-6, 1.911922372545588e-6",
    "4, 1e-9, 1.9412925018134425e-9",
  })
  void theDistributionIsSciPysIntegral(int degrees, double t, double expected) {
    double tolerance = t > 0.95 ? 1e-4 : 1e-5;
    assertEquals(expected, new NestedChiSquare(degrees).pValue(t), tolerance * expected);
  }

  @Test
  void nothingIsSmallerThanNothingAndEverythingIsSmallerThanOne() {
    NestedChiSquare four = new NestedChiSquare(4);
    assertEquals(0, four.pValue(0));
    assertEquals(1, four.pValue(1), 1e-12);
  }

  /** SciPy, as above: 5.319572477373488e-11, 5.850349101580922e-11. */
  @Test
  void farOutItIsBonferronis() {
    assertEquals(6e-11, new NestedChiSquare(2).pValue(3e-11), 1e-20);
    assertTrue(new NestedChiSquare(4).pValue(1.0001e-10) < 2e-10);
  }
}
