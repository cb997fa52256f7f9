package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.matching.MatchListener;
import org.junit.jupiter.api.Test;

class ErrorGroupsTest {

  private static int group(double value, double confidence) {
    return ErrorGroups.of(Rig.prediction("p", Rig.START, value, confidence));
  }

  @Test
  void confidencesAreDividedIntoTwentyEqualParts() {
    assertEquals(1, group(5, 0));
    assertEquals(1, group(5, Math.nextDown(0.05)));
    assertEquals(2, group(5, 0.05));
    assertEquals(20, group(5, 0.95));
    assertEquals(20, group(5, 1));
  }

  @Test
  void withoutConfidenceTheMagnitudeDecides() {
    assertEquals(21, group(0, Double.NaN));
    assertEquals(21, group(1e-300, Double.NaN));
    assertEquals(group(2, Double.NaN), group(-3.9, Double.NaN));
    assertEquals(group(2, Double.NaN) + 1, group(4, Double.NaN));
    assertEquals(ErrorGroups.COUNT - 1, group(1e100, Double.NaN));
  }

  @Test
  void matchingKeepsThemApart() {
    assertTrue(ErrorGroups.COUNT <= MatchListener.GROUPS);
  }
}
