package io.atalaya.notebook.thresholds;

import java.util.List;

/**
 * What bounds are tuned for.
 *
 * @param monthly the false alarms in 30 days that one check may raise, above 0
 * @param healthy when the model did what it should: whatever fires then is a false alarm
 * @param known when it is known not to have: what should be found
 */
public record Goal(double monthly, Span healthy, List<Span> known) {

  /** The length of a day. */
  static final long DAY_MILLIS = 86_400_000;

  public Goal {
    known = List.copyOf(known);
    if (!(monthly > 0 && Double.isFinite(monthly))) {
      throw new IllegalArgumentException(
          "rate: %s is not above 0: give false alarms in 30 days, for example 1"
              .formatted(monthly));
    }
  }

  /** How many alarms the healthy time may have, of a history that is long enough. */
  int allowed(double days) {
    return (int) Math.floor(monthly * days / AlarmRate.MONTH_DAYS + 1e-9);
  }
}
