package io.atalaya.signal;

import java.time.Duration;
import java.util.List;

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

  /** The check over a window. */
  public static Check over(Duration window, Severity severity) {
    return new Check(NAME, window, List.of(ThresholdRule.atOnce(Threshold.Bound.MIN, 1, severity)));
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
