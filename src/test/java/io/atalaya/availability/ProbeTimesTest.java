package io.atalaya.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTimesTest {

  @Test
  void theBoundsThemselvesAreTaken() {
    Duration least = Duration.ofMillis(100);
    Duration most = Duration.ofHours(1);
    assertEquals(Duration.ofMillis(300), new ProbeTimes(least, least, least).hold());
    assertEquals(Duration.ofHours(3), new ProbeTimes(most, most, Duration.ofNanos(1)).hold());
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.099S, PT0.05S, PT0.01S, interval: PT0.099S is not from 100ms to 1h",
    "PT1H0.001S, PT1S, PT1S, interval: PT1H0.001S is not from 100ms to 1h",
    "PT1S, PT0S, PT0S, 'timeout: PT0S is not above 0 and at most the interval, PT1S'",
    "PT1S, PT1.001S, PT1S, 'timeout: PT1.001S is not above 0 and at most the interval, PT1S'",
    "PT2S, PT1S, PT1.001S, 'slow: PT1.001S is not above 0 and at most the timeout, PT1S'",
    "PT2S, PT1S, PT0S, 'slow: PT0S is not above 0 and at most the timeout, PT1S'",
  })
  void whatIsBeyondIsRefusedByItsKey(
      Duration interval, Duration timeout, Duration slow, String problem) {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class, () -> new ProbeTimes(interval, timeout, slow))
                .getMessage());
    assertTrue(message.startsWith(problem), message);
  }

  @Test
  void aRightAnswerIsSlowAboveTheBoundOnly() {
    Duration bound = Duration.ofMillis(10);
    Duration above = Duration.ofMillis(11);
    Answer right = new Answer.Right();

    assertEquals(new Observation.Up(bound), Observation.of(right, bound, bound));
    assertEquals(new Observation.Slow(above), Observation.of(right, above, bound));
    assertEquals(
        new Observation.Wrong(above, "x"), Observation.of(new Answer.Wrong("x"), above, bound));
    assertEquals(new Observation.Down("x"), Observation.of(new Answer.None("x"), above, bound));
  }
}
