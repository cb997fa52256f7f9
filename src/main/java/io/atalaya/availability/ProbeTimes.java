package io.atalaya.availability;

import java.time.Duration;

/**
 * When a target is asked, and what is slow. An argument out of its bounds is refused with a message
 * that begins with its configuration key.
 *
 * @param interval from one question to the next
 * @param timeout how long an answer may take; later ones are none
 * @param slow above it a right answer is slow
 */
public record ProbeTimes(Duration interval, Duration timeout, Duration slow) {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  public ProbeTimes {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "interval: %s is not from 100ms to 1h: give for example 15s".formatted(interval));
    }
    if (!timeout.isPositive() || timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "timeout: %s is not above 0 and at most the interval, %s: give for example 2s"
              .formatted(timeout, interval));
    }
    if (!slow.isPositive() || slow.compareTo(timeout) > 0) {
      throw new IllegalArgumentException(
          "slow: %s is not above 0 and at most the timeout, %s: give for example 1s"
              .formatted(slow, timeout));
    }
  }

  /** How long an observation holds when no other follows; afterwards nothing is known. */
  Duration hold() {
    return interval.multipliedBy(2).plus(timeout);
  }
}
