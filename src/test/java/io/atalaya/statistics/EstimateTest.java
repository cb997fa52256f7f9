package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Student's t against SciPy 1.17.1. */
class EstimateTest {

  /** {@code stats.t.ppf(level, df) * se}. */
  @ParameterizedTest
  @CsvSource({
    "2,9,0.95,3.666225865312474",
    "0.5,3.7,0.9,0.7787829194307536",
    "1,1e6,0.99,2.326351603120805",
    "1,2e9,0.95,1.6448536277133572",
    "1,1,0.975,12.706204736174694",
    "3,29,0.5,0",
    "0,9,0.95,0"
  })
  void endsAreSymmetricAboutTheValue(double error, double freedom, double level, double reach) {
    Estimate estimate = new Estimate(10, error, freedom);
    assertEquals(10 + reach, estimate.upper(level), 1e-7);
    assertEquals(10 - reach, estimate.lower(level), 1e-7);
  }

  /** {@code 2 * stats.t.sf(abs(value / se), df)}. */
  @ParameterizedTest
  @CsvSource({
    "1,0.5,9,0.07655282377070101",
    "-3,0.4,3.7,0.0022909063826725994",
    "0.01,1,29,0.9920897648032249",
    "2.5,0.1,1e6,6.742358167344194e-138",
    "40,1,12,3.851229580772032e-14",
    "0,0,5,1",
    "0,2,5,1",
    "1e-9,0,5,0"
  })
  void pValueIsThatOfSciPy(double value, double error, double freedom, double p) {
    assertEquals(p, new Estimate(value, error, freedom).pValue(), 1e-9 * p);
  }

  /**
   * {@code stats.ttest_ind([3.1, 2.7, 4.4, 5.0, 3.3, 2.9, 4.1], [1.2, 2.2, 3.9, 0.4, 2.5],
   * equal_var=False)}, with {@code mean} and {@code sem} of each.
   */
  @Test
  void theDifferenceIsThatOfWelch() {
    Estimate difference =
        new Estimate(3.642857142857143, 0.32649447078898947, 6)
            .minus(new Estimate(2.04, 0.5954829972383762, 4))
            .orElseThrow();
    assertEquals(3.642857142857143 - 2.04, difference.value());
    assertEquals(2.3602108808541202, difference.value() / difference.standardError(), 1e-12);
    assertEquals(6.381922974463255, difference.degreesOfFreedom(), 1e-12);
    assertEquals(0.053766262428792, difference.pValue(), 1e-12);
  }

  @Test
  void theDifferenceOfTwoThatAreCertainIsCertain() {
    Estimate difference = new Estimate(3, 0, 6).minus(new Estimate(2, 0, 4)).orElseThrow();
    assertEquals(0, difference.standardError());
    assertEquals(0, difference.pValue());
    assertTrue(new Estimate(1e308, 1, 6).minus(new Estimate(-1e308, 1, 6)).isEmpty());
  }

  @Test
  void whatIsNoEstimateIsRefused() {
    assertEquals(Optional.empty(), Estimate.of(Double.NaN, 1, 1));
    assertEquals(Optional.empty(), Estimate.of(1, Double.POSITIVE_INFINITY, 1));
    assertEquals(Optional.empty(), Estimate.of(1, Double.NaN, 1));
    assertEquals(Optional.empty(), Estimate.of(1, 1, 0));
    assertEquals(Optional.of(new Estimate(1, 0, 1)), Estimate.of(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Estimate(1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Estimate(1, 1, 1).lower(0.49));
    assertThrows(IllegalArgumentException.class, () -> new Estimate(1, 1, 1).upper(1));
  }
}
