package io.atalaya.cache;

import java.time.Duration;

/**
 * How long an answer is kept, by the model's confidence in it: none below a floor, the least at the
 * floor, the most at 1, and linear between, so that a surer answer is never kept shorter. An answer
 * without a confidence is kept the least.
 *
 * <p>A part of the lifetime, drawn by chance, is taken off: answers that were stored together do
 * not expire together. Immutable; an argument out of its bounds is refused with a message that
 * begins with its configuration key.
 *
 * @param min the lifetime at the floor, at least 1 ms
 * @param max the lifetime at confidence 1, at least {@code min}
 * @param minConfidence the floor, 0 to 1
 * @param jitter the largest part that is taken off, 0 to 0.5; the rest is at least {@code min}
 */
public record Lifetime(Duration min, Duration max, double minConfidence, double jitter) {

  private static final double MOST_JITTER = 0.5;
  private static final Duration MOST = Duration.ofDays(365);

  public Lifetime {
    if (min.toMillis() < 1) {
      throw new IllegalArgumentException("ttl.min: " + min + " is below 1 ms: give for example 1m");
    }
    if (max.compareTo(min) < 0 || max.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "ttl.max: %s is not from ttl.min, %s, to 365 days: give for example 1h"
              .formatted(max, min));
    }
    if (!(minConfidence >= 0 && minConfidence <= 1)) {
      throw new IllegalArgumentException(
          "min-confidence: "
              + minConfidence
              + " is not from 0 to 1: give a share, or 0 for no floor");
    }
    if (!(jitter >= 0 && jitter <= MOST_JITTER)) {
      throw new IllegalArgumentException(
          "ttl.jitter: " + jitter + " is not from 0 to 0.5: give a share, for example 10%");
    }
  }

  /**
   * How long an answer is kept, in milliseconds; 0 when it is not kept.
   *
   * @param confidence 0 to 1, or NaN when the model gave none
   * @param chance from 0 up to 1, drawn for this answer
   */
  public long millis(double confidence, double chance) {
    if (confidence < minConfidence) {
      return 0;
    }
    double full = min.toMillis() + sureness(confidence) * (max.toMillis() - min.toMillis());
    return Math.max(min.toMillis(), Math.round(full * (1 - jitter * chance)));
  }

  private double sureness(double confidence) {
    if (Double.isNaN(confidence)) {
      return 0;
    }
    return minConfidence == 1 ? 1 : (confidence - minConfidence) / (1 - minConfidence);
  }
}
