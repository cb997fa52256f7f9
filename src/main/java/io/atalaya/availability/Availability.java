package io.atalaya.availability;

import java.util.OptionalDouble;

/**
 * For how long a target was up, of the time in which it was observed. Merging is adding.
 *
 * @param upMillis the time in which it was up
 * @param observedMillis the time of which something is known, at least {@code upMillis}
 */
public record Availability(long upMillis, long observedMillis) {

  /** Nothing is known. */
  public static final Availability NONE = new Availability(0, 0);

  public Availability {
    if (upMillis < 0 || upMillis > observedMillis) {
      throw new IllegalArgumentException(
          "upMillis: %d is not from 0 to the %d observed".formatted(upMillis, observedMillis));
    }
  }

  /** The share of the observed time; undefined when nothing was observed. */
  public OptionalDouble ratio() {
    return observedMillis == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) upMillis / observedMillis);
  }

  /** Both times together. */
  public Availability merge(Availability other) {
    return new Availability(upMillis + other.upMillis, observedMillis + other.observedMillis);
  }
}
