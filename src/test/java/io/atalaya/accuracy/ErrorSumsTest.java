package io.atalaya.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ErrorSumsTest {

  /**
   * NumPy 2.4.6: p = [3.5, -1, 0, 10.25, 7], a = [3, -2, 0.5, 10, 0], e = p - a; mae =
   * np.abs(e).mean(), rmse = np.sqrt((e**2).mean()), r2 = 1 - (e**2).sum() / ((a -
   * a.mean())**2).sum(), bias = e.mean(), mape = np.abs(e[a != 0] / a[a != 0]).mean(), wape =
   * np.abs(e).sum() / np.abs(a).sum().
   */
  @Test
  void figuresAgreeWithNumPy() {
    ErrorSums sums = new ErrorSums();
    double[] predictions = {3.5, -1, 0, 10.25, 7};
    double[] actuals = {3, -2, 0.5, 10, 0};
    for (int i = 0; i < predictions.length; i++) {
      sums.add(predictions[i], actuals[i]);
    }
    RegressionQuality quality = sums.snapshot();
    assertEquals(5, quality.scored());
    assertClose(1.85, quality.mae());
    assertClose(3.1800157232315693, quality.rmse());
    assertClose(0.41748271889400934, quality.r2());
    assertClose(1.65, quality.bias());
    assertClose(0.4229166666666666, quality.mape());
    assertClose(0.5967741935483871, quality.wape());
    assertClose(1 - 0.5967741935483871, quality.accuracy());
  }

  @Test
  void nothingIsDefinedWithoutPairs() {
    RegressionQuality quality = new ErrorSums().snapshot();
    assertEquals(0, quality.scored());
    assertTrue(quality.mae().isEmpty());
    assertTrue(quality.rmse().isEmpty());
    assertTrue(quality.r2().isEmpty());
    assertTrue(quality.bias().isEmpty());
    assertTrue(quality.mape().isEmpty());
    assertTrue(quality.wape().isEmpty());
    assertTrue(quality.accuracy().isEmpty());
  }

  @Test
  void ratiosToTheActualsAreUndefinedWhenAllActualsAreZero() {
    ErrorSums sums = new ErrorSums();
    sums.add(1, 0);
    sums.add(2, -0.0);
    RegressionQuality quality = sums.snapshot();
    assertClose(1.5, quality.mae());
    assertTrue(quality.mape().isEmpty());
    assertTrue(quality.wape().isEmpty());
    assertTrue(quality.accuracy().isEmpty());
  }

  @Test
  void aQuotientBeyondTheRangeOfDoublesIsNoFigure() {
    ErrorSums sums = new ErrorSums();
    sums.add(1e9, 1e-300);
    sums.add(1e9, -1e-300);
    RegressionQuality quality = sums.snapshot();
    assertClose(1e9, quality.mae());
    assertTrue(quality.wape().isEmpty());
    assertTrue(quality.accuracy().isEmpty());
    assertTrue(quality.r2().isEmpty());
  }

  @Test
  void r2NeedsTwoPairsAndActualsThatDiffer() {
    ErrorSums one = new ErrorSums();
    one.add(1, 2);
    assertTrue(one.snapshot().r2().isEmpty());
    ErrorSums constant = new ErrorSums();
    for (int i = 0; i < 1_000; i++) {
      constant.add(i, 0.1);
    }
    assertTrue(constant.snapshot().r2().isEmpty());
    constant.add(1, 0.2);
    assertTrue(constant.snapshot().r2().isPresent());
  }

  /** A spread of one in 10⁹ beside a mean of 1: plain sums of squares would give noise. */
  @Test
  void r2IsExactForActualsFarFromZero() {
    ErrorSums sums = new ErrorSums();
    for (int i = 0; i < 1_000; i++) {
      double actual = 1e6 + (i % 2 == 0 ? 4.0 : -4.0);
      sums.add(actual + (i % 4 < 2 ? 1 : -1), actual);
    }
    // Σe² = 1000 and SST = 16000, by hand.
    assertClose(1 - 1.0 / 16, sums.snapshot().r2());
  }

  @Test
  void accuracyIsNeverBelowZero() {
    ErrorSums sums = new ErrorSums();
    sums.add(100, 1);
    assertClose(0, sums.snapshot().accuracy());
  }

  private static void assertClose(double expected, OptionalDouble actual) {
    assertEquals(expected, actual.orElseThrow(), 1e-14 * Math.abs(expected));
  }
}
