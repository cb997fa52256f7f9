package io.atalaya.signal;

import java.time.Duration;
import java.util.List;

/**
 * The check {@code history-lost}: a window can show figures that miss something, because records
 * were gone from the log before they were read or read again, or because the bound on remembered
 * identifiers was hit.
 *
 * <p>Its figure is how many seconds of the window are concerned, its bound a maximum of 0: it fires
 * at once, and resolves when the window has moved past the loss.
 */
public final class HistoryLostCheck {

  /** The name of the check. */
  public static final String NAME = "history-lost";

  private HistoryLostCheck() {}

  /** The check over a window. */
  public static Check over(Duration window, Severity severity) {
    return new Check(NAME, window, List.of(ThresholdRule.atOnce(Threshold.Bound.MAX, 0, severity)));
  }

  /**
   * The figure over the window that ends at {@code t}.
   *
   * @param lost the number of records or identifiers that are known to be lost
   * @param untilMillis the time up to which that can matter; {@link Long#MIN_VALUE} without a loss
   */
  public static Observation observe(long lost, long untilMillis, long t, Duration window) {
    long from = t - window.toMillis();
    if (untilMillis <= from) {
      return Observation.of(0);
    }
    double seconds = (Math.min(untilMillis, t) - from) / 1000.0;
    return Observation.of(seconds).with(Evidence.NONE.with("lost", lost));
  }
}
