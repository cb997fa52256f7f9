package io.atalaya.window;

import java.time.Duration;

/**
 * The name of a window in labels and messages: whole hours as {@code 24h}, else whole minutes as
 * {@code 5m}, else whole seconds as {@code 90s}, else {@code 250ms}.
 *
 * <p>Windows of different length have different names.
 */
public final class WindowLabel {

  private WindowLabel() {}

  /** The name of {@code window}, which counts whole milliseconds. */
  public static String of(Duration window) {
    long millis = window.toMillis();
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
