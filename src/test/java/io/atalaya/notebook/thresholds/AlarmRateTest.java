package io.atalaya.notebook.thresholds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Expected values are of SciPy 1.17.1: {@code chi2.ppf(p, df) / 2 * 30 / days}. */
class AlarmRateTest {

  @Test
  void intervalIsGarwoodsWhichAlsoSaysWhatNoAlarmsMean() {
    // df = 2k below (p = 0.025), 2k + 2 above (p = 0.975)
    assertInterval(0, 1.8142030102199682, new AlarmRate(0, 61));
    assertInterval(0.11911931731670407, 3.5531250824871936, new AlarmRate(2, 61));
    assertInterval(0.9329380281281322, 4.780997357470401, new AlarmRate(7, 90.5));
    assertInterval(0.025317807984289876, 5.571643390938898, new AlarmRate(1, 30));
  }

  @Test
  void rateIsOfThirtyDays() {
    assertEquals(0.75, new AlarmRate(1, 40).monthly());
  }

  private static void assertInterval(double lower, double upper, AlarmRate rate) {
    assertEquals(lower, rate.monthlyLower(), 1e-9);
    assertEquals(upper, rate.monthlyUpper(), 1e-9);
  }
}
