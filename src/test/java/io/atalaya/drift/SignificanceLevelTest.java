package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.TestFamilies.Stake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignificanceLevelTest {

  private static final DriftSettings.Persistence TWO_OF_THREE = new DriftSettings.Persistence(3, 2);

  private static double alpha(double alarms, int features, double shared, Duration window) {
    return new SignificanceLevel.Budget(alarms)
        .alpha(oneFamilyOf(features), shared, window, TWO_OF_THREE);
  }

  /** One test a feature, all of one family. */
  private static List<List<Stake>> oneFamilyOf(int features) {
    return Collections.nCopies(features, families(features));
  }

  private static List<Stake> families(Integer... sizes) {
    return Arrays.stream(sizes).map(size -> new Stake(size, 1)).toList();
  }

  /**
   * 20 features, 8,640 windows in 30 days, two of three: 20 · 8,640 · 2 · P ≤ 1, with the
   * correlation of 1,000 and 10,000 values. SciPy 1.17.1, {@code joint} as in JointTailTest and
   * {@code rej = lambda x, f: sum(k*perm(f, k)*(x/f)**k for k in range(1, f + 1))/f}: {@code
   * brentq(lambda x: 345600*joint(rej(x, 20), 2, 1/11) - 1, 1e-6, 0.3)}, for independent windows
   * {@code brentq(lambda x: 345600*rej(x, 20)**2 - 1, 1e-6, 0.3)}.
   */
  @Test
  void aBudgetIsSharedByFeaturesWindowsAndPersistence() {
    Duration minutes = Duration.ofMinutes(5);
    assertEquals(0.03198928384267279, alpha(1, 20, 0, minutes), 1e-8);
    assertEquals(0.020399598603197414, alpha(1, 20, 1.0 / 11, minutes), 1e-7);
  }

  /**
   * 17 features with tests in four families (20, 20, 20, 17), three in others (20, 20, 20, 3):
   * {@code brentq(lambda x: 17280*(17*joint(3*rej(x, 20) + rej(x, 17), 2, 1/11) + 3*joint(3*rej(x,
   * 20) + rej(x, 3), 2, 1/11)) - 1, 1e-6, 0.1)}.
   */
  @Test
  void everyFamilyOfTestsTakesFromTheBudget() {
    List<List<Stake>> features = new ArrayList<>();
    features.addAll(Collections.nCopies(17, families(20, 20, 20, 17)));
    features.addAll(Collections.nCopies(3, families(20, 20, 20, 3)));
    assertEquals(
        0.003970043017446371,
        new SignificanceLevel.Budget(1)
            .alpha(features, 1.0 / 11, Duration.ofMinutes(5), TWO_OF_THREE),
        1e-8);
  }

  /**
   * 20 features, of 17 of which two tests decide, each at half of the level: {@code brentq(lambda
   * x: 17280*(17*joint(rej(x/2, 20) + rej(x/2, 17), 2, 1/11) + 3*joint(rej(x, 20), 2, 1/11)) - 1,
   * 1e-6, 0.1)}.
   */
  @Test
  void testsThatDecideTogetherShareTheLevel() {
    List<List<Stake>> features = new ArrayList<>();
    features.addAll(Collections.nCopies(17, List.of(new Stake(20, 2), new Stake(17, 2))));
    features.addAll(Collections.nCopies(3, families(20)));
    assertEquals(
        0.019319091086711766,
        new SignificanceLevel.Budget(1)
            .alpha(features, 1.0 / 11, Duration.ofMinutes(5), TWO_OF_THREE),
        1e-8);
  }

  /**
   * A single test is rejected with probability α; of two, one by α/2 and both by α, with α + α²
   * rejections expected. Independent windows, one of one: 30·rejections ≤ 3.
   */
  @Test
  void whatAFamilyRejectsTogetherCounts() {
    DriftSettings.Persistence once = new DriftSettings.Persistence(1, 1);
    SignificanceLevel budget = new SignificanceLevel.Budget(3);
    assertEquals(0.1, budget.alpha(oneFamilyOf(1), 0, Duration.ofDays(1), once), 1e-8);
    assertEquals(
        (Math.sqrt(1.4) - 1) / 2, budget.alpha(oneFamilyOf(2), 0, Duration.ofDays(1), once), 1e-8);
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
