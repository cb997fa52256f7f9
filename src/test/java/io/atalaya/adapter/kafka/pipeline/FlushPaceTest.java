package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlushPaceTest {

  private final FlushPace pace = new FlushPace(1_000_000);

  @Test
  void theFirstFlushIsDueAtOnce() {
    assertTrue(pace.isDue(0));
  }

  @Test
  void aFlushIsPaidForBeforeTheNextIsDue() {
    pace.flushed(700_000, 10_000);
    assertFalse(pace.isDue(10_699));
    assertTrue(pace.isDue(10_700));
  }

  @Test
  void anEmptyFlushCostsNothing() {
    pace.flushed(0, 10_000);
    assertTrue(pace.isDue(10_000));
  }

  @Test
  void noFlushMakesTheNextWaitForLongerThanTheLongestTime() {
    pace.flushed(1_000_000_000, 10_000);
    assertFalse(pace.isDue(10_000 + FlushPace.LONGEST_MILLIS - 1));
    assertTrue(pace.isDue(10_000 + FlushPace.LONGEST_MILLIS));
  }

  @Test
  void aBudgetOfNothingIsRefused() {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> new FlushPace(0));
    assertEquals("bytesPerSecond: 0 is below 1: give a number of bytes", refusal.getMessage());
  }
}
