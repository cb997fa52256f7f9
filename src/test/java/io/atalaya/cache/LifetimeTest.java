package io.atalaya.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifetimeTest {

  private static final Duration MIN = Duration.ofSeconds(10);
  private static final Duration MAX = Duration.ofSeconds(110);

  private final Lifetime lifetime = new Lifetime(MIN, MAX, 0.5, 0.1);

  @ParameterizedTest
  @CsvSource({"0.5,10000", "0.75,60000", "1,110000", "NaN,10000", "0.4999,0", "0,0"})
  void growsWithTheConfidenceFromTheFloorOn(double confidence, long millis) {
    assertEquals(millis, lifetime.millis(confidence, 0));
  }

  @Test
  void isNeverShorterForASurerAnswer() {
    long before = 0;
    for (double confidence = 0; confidence <= 1; confidence += 0.001) {
      long now = lifetime.millis(confidence, 0.7);
      assertTrue(now >= before, "at " + confidence);
      before = now;
    }
  }

  @Test
  void losesAPartByChanceButKeepsTheLeast() {
    assertEquals(104_500, lifetime.millis(1, 0.5));
    assertEquals(MIN.toMillis(), lifetime.millis(0.5, 0.99));
  }

  @Test
  void withAFloorOfOneOnlyCertainAnswersAreKept() {
    Lifetime certain = new Lifetime(MIN, MAX, 1, 0);

    assertEquals(110_000, certain.millis(1, 0));
    assertEquals(0, certain.millis(Math.nextDown(1.0), 0));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,PT1S,0,0,ttl.min",
    "PT2S,PT1S,0,0,ttl.max",
    "PT2S,P366D,0,0,ttl.max",
    "PT1S,PT1S,-0.1,0,min-confidence",
    "PT1S,PT1S,1.1,0,min-confidence",
    "PT1S,PT1S,NaN,0,min-confidence",
    "PT1S,PT1S,0,0.51,ttl.jitter",
    "PT1S,PT1S,0,-0.01,ttl.jitter"
  })
  void whatIsOutOfBoundsIsNamed(
      Duration min, Duration max, double floor, double jitter, String key) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new Lifetime(min, max, floor, jitter));

    assertTrue(String.valueOf(refused.getMessage()).startsWith(key + ": "), refused::toString);
  }
}
