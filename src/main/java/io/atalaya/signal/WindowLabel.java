package io.atalaya.signal;

import java.time.Duration;

/**
 * The label of a window's length: whole hours as {@code h}, else whole minutes as {@code m}, else
 * whole seconds as {@code s}, else milliseconds as {@code ms}. One day is {@code 24h}, 90 minutes
 * are {@code 90m}.
 */
public final class WindowLabel {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private WindowLabel() {}

  /**
   * Labels a length.
   *
   * @throws IllegalArgumentException if it is not a positive number of whole milliseconds
   */
  public static String of(Duration window) {
    long millis = window.toMillis();
    if (millis <= 0 || !window.equals(Duration.ofMillis(millis))) {
      throw new IllegalArgumentException(
          "a window is a positive number of whole milliseconds, not " + window);
    }
    if (millis % HOUR == 0) {
      return millis / HOUR + "h";
    }
    if (millis % MINUTE == 0) {
      return millis / MINUTE + "m";
    }
    return millis % SECOND == 0 ? millis / SECOND + "s" : millis + "ms";
  }
}
