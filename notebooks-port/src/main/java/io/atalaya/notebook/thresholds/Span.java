package io.atalaya.notebook.thresholds;

/**
 * A part of the history, from its beginning to its end, exclusive; in milliseconds since the epoch.
 */
public record Span(long fromMillis, long untilMillis) {

  public Span {
    if (fromMillis >= untilMillis) {
      throw new IllegalArgumentException(
          "a span from %d until %d: it must end after it begins"
              .formatted(fromMillis, untilMillis));
    }
  }

  /** Whether a time is in it. */
  public boolean holds(long millis) {
    return fromMillis <= millis && millis < untilMillis;
  }

  /** Its length, in days. */
  public double days() {
    return (untilMillis - fromMillis) / (double) Goal.DAY_MILLIS;
  }
}
