package io.atalaya.adapter.postgres;

import java.time.Duration;

/**
 * How long the history is kept.
 *
 * @param time at least a day; whole days are dropped once their end is older
 */
public record Retention(Duration time) {

  public Retention {
    if (time.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "retention: %s is below 1d: give the days that the history is kept, for example 30d"
              .formatted(time));
    }
  }
}
