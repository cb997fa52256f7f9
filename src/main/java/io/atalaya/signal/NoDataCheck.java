package io.atalaya.signal;

import java.time.Duration;

/**
 * The check {@code no-data}: a known version had no predictions for a whole window.
 *
 * <p>It is a check like any other: its figure is the number of predictions in the window, its bound
 * a minimum of one, so it fires at once and the next prediction resolves it. The figure is
 * undefined while the window is empty but begins before the version was known.
 */
public final class NoDataCheck {

  /** The name of the check. */
  public static final String NAME = "no-data";

  private NoDataCheck() {}

  /** The bound to judge by. */
  public static Threshold threshold(Duration window, Severity severity) {
    return new Threshold(NAME, Threshold.Bound.MIN, 1, window, severity, 0, 0, Duration.ZERO, 0);
  }

  /**
   * The figure over the window that ends at {@code t}.
   *
   * @param knownSinceMillis since when the version is known: its deployment or first prediction
   * @param predictions the predictions in the window
   */
  public static Observation observe(
      long knownSinceMillis, long t, Duration window, long predictions) {
    boolean known = predictions > 0 || t - window.toMillis() >= knownSinceMillis;
    return known ? Observation.of((double) predictions) : Observation.UNDEFINED;
  }
}
