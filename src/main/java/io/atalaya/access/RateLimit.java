package io.atalaya.access;

import java.time.Duration;

/**
 * How often something may happen.
 *
 * @param perSecond how often in the long run, 1 to 1,000,000
 * @param burst how often at once, 1 to 1,000,000
 */
public record RateLimit(int perSecond, int burst) {

  private static final int MOST = 1_000_000;

  /**
   * @throws IllegalArgumentException if a value is out of its bounds
   */
  public RateLimit {
    check("requests-per-second", perSecond);
    check("burst", burst);
  }

  private static void check(String key, int value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException("%s: %d is not from 1 to %d".formatted(key, value, MOST));
    }
  }

  /** The time between two that are evenly spread. */
  long intervalNanos() {
    return Duration.ofSeconds(1).toNanos() / perSecond;
  }

  /** By how much one may come before its time. */
  long toleranceNanos() {
    return (burst - 1) * intervalNanos();
  }
}
