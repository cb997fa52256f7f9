package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignificanceLevelTest {

  private static final DriftSettings.Persistence TWO_OF_THREE = new DriftSettings.Persistence(3, 2);

  private static double alpha(double alarms, int features, double shared, Duration window) {
    return new SignificanceLevel.Budget(alarms)
        .alpha(oneFamilyOf(features), shared, window, TWO_OF_THREE);
  }

  /** One test a feature, all of one family. */
  private static double[] oneFamilyOf(int features) {
    double[] hits = new double[features];
    Arrays.fill(hits, 1.0 / features);
    return hits;
  }

  /**
   * 20 features, 8,640 windows in 30 days, two of three: 20 · 8,640 · 2 · P ≤ 1. Independent
   * windows have P = a², so that a = 1/√345,600. With the correlation of 1,000 and 10,000 values,
   * SciPy 1.17.1: {@code brentq(lambda a: 345600*joint(a, 2, 1/11) - 1, 1e-9, 0.1)}, {@code joint}
   * as in JointTailTest.
   */
  @Test
  void aBudgetIsSharedByFeaturesWindowsAndPersistence() {
    Duration minutes = Duration.ofMinutes(5);
    assertEquals(20 / Math.sqrt(345_600), alpha(1, 20, 0, minutes), 1e-8);
    assertEquals(20 * 0.0010606280036271891, alpha(1, 20, 1.0 / 11, minutes), 1e-7);
  }

  /**
   * 17 features with tests in four families (20, 20, 20, 17), three in others (20, 20, 20, 3):
   * {@code brentq(lambda x: 17280*(17*joint(x*(3/20 + 1/17), 2, 1/11) + 3*joint(x*(3/20 + 1/3), 2,
   * 1/11)) - 1, 1e-6, 0.1)}.
   */
  @Test
  void everyFamilyOfTestsTakesFromTheBudget() {
    double[] hits = new double[20];
    Arrays.fill(hits, 0, 17, 3 / 20.0 + 1 / 17.0);
    Arrays.fill(hits, 17, 20, 3 / 20.0 + 1 / 3.0);
    assertEquals(
        0.003997276177157936,
        new SignificanceLevel.Budget(1).alpha(hits, 1.0 / 11, Duration.ofMinutes(5), TWO_OF_THREE),
        1e-8);
  }

  @Test
  void theLevelFallsWithTheFeaturesTheWindowsAndWhatTheyHaveInCommon() {
    double level = alpha(1, 20, 0.1, Duration.ofMinutes(5));
    assertTrue(alpha(1, 20, 0.5, Duration.ofMinutes(5)) < level);
    assertTrue(alpha(1, 20, 0.1, Duration.ofMinutes(1)) < level);
    assertTrue(alpha(0.1, 20, 0.1, Duration.ofMinutes(5)) < level);
    // Of a feature, not of the family.
    assertTrue(alpha(1, 40, 0.1, Duration.ofMinutes(5)) / 40 < level / 20);
  }

  @Test
  void aGenerousBudgetStopsAtOneHalf() {
    assertEquals(0.5, alpha(1e6, 1, 0, Duration.ofDays(1)), 1e-7);
  }

  @Test
  void aFixedLevelIsWhatItIs() {
    assertEquals(
        0.02,
        new SignificanceLevel.Alpha(0.02)
            .alpha(oneFamilyOf(7), 0.5, Duration.ofDays(1), TWO_OF_THREE));
  }

  @Test
  void whatIsNoLevelIsRefused() {
    for (double alpha : new double[] {0, 1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new SignificanceLevel.Alpha(alpha));
    }
    for (double alarms : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new SignificanceLevel.Budget(alarms));
    }
  }
}
