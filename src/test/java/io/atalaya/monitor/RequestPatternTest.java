package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestPatternTest {

  private static final long MINUTE = 60_000;

  private static MinuteCounts minutes(int... requests) {
    MinuteCounts counts = new MinuteCounts();
    for (int minute = 0; minute < requests.length; minute++) {
      for (int i = 0; i < requests[minute]; i++) {
        counts.add(minute * MINUTE + i % MINUTE);
      }
    }
    return counts;
  }

  /** NumPy 2.4.6: {@code np.var([3, 0, 7, 2, 0], ddof=1)/np.mean([3, 0, 7, 2, 0])}. */
  @Test
  void burstinessIsTheIndexOfDispersionOfTheMinutesAfterTheFirst() {
    RequestPattern pattern = minutes(5, 3, 0, 7, 2).pattern(0, 6 * MINUTE);
    assertEquals(3.4583333333333335, pattern.burstiness().orElseThrow(), 1e-12);
    assertEquals(OptionalDouble.of(7), pattern.peakPerMinute());
  }

  @Test
  void onlyWholeMinutesOfTheTimeCount() {
    MinuteCounts counts = minutes(5, 3, 0, 7, 2, 9);
    assertEquals(
        counts.pattern(MINUTE + 1, 6 * MINUTE - 1), counts.pattern(2 * MINUTE, 5 * MINUTE));
    // NumPy 2.4.6: np.var([0, 7, 2], ddof=1)/np.mean([0, 7, 2]).
    assertEquals(
        4.333333333333333,
        counts.pattern(2 * MINUTE, 5 * MINUTE).burstiness().orElseThrow(),
        1e-12);
  }

  @Test
  void twoWholeMinutesAreEnoughAndOneIsNot() {
    MinuteCounts counts = minutes(9, 1, 3);
    // NumPy 2.4.6: np.var([1, 3], ddof=1)/np.mean([1, 3]).
    assertEquals(OptionalDouble.of(1), counts.pattern(0, 3 * MINUTE).burstiness());
    assertEquals(OptionalDouble.empty(), counts.pattern(0, 2 * MINUTE).burstiness());
  }

  @Test
  void moreThanWasCountedOfAMinuteCannotBeTakenBack() {
    MinuteCounts counts = minutes(0, 2);
    assertThrows(IllegalArgumentException.class, () -> counts.retract(minutes(0, 3)));
    assertThrows(IllegalArgumentException.class, () -> counts.retract(minutes(1)));
    assertEquals(minutes(0, 2), counts);
    counts.retract(minutes(0, 2));
    assertTrue(counts.isEmpty());
  }

  @Test
  void evenRequestsHaveNone() {
    assertEquals(OptionalDouble.of(0), minutes(4, 4, 4, 4).pattern(0, 4 * MINUTE).burstiness());
  }

  @Test
  void independentRequestsHaveAboutOne() {
    SplittableRandom random = new SplittableRandom(1);
    MinuteCounts counts = new MinuteCounts();
    for (int i = 0; i < 50_000; i++) {
      counts.add(random.nextLong(1_000 * MINUTE));
    }
    double burstiness = counts.pattern(0, 1_000 * MINUTE).burstiness().orElseThrow();
    // SciPy 1.17.1: chi2(998).ppf([0.001, 0.999])/998.
    assertTrue(0.8667 < burstiness && burstiness < 1.1444, "" + burstiness);
  }

  @Test
  void ofOneMinuteOrNoneItIsUndefined() {
    assertEquals(
        new RequestPattern(OptionalDouble.empty(), OptionalDouble.of(3)),
        minutes(5, 3).pattern(0, 2 * MINUTE));
    assertEquals(
        new RequestPattern(OptionalDouble.empty(), OptionalDouble.empty()),
        minutes(5).pattern(0, MINUTE));
    assertEquals(
        new RequestPattern(OptionalDouble.empty(), OptionalDouble.empty()),
        new MinuteCounts().pattern(0, 9 * MINUTE));
    assertEquals(
        new RequestPattern(OptionalDouble.empty(), OptionalDouble.of(0)),
        minutes(5).pattern(0, 9 * MINUTE));
  }
}
