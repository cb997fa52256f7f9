package io.atalaya.signal;

import java.util.Optional;

/**
 * Where the truth behind a figure lies. Each end is one-sided: in a share {@code level} of windows
 * the truth is above {@code lower}, and in as many below {@code upper}.
 *
 * @param lower the lower end, in the figure's base unit
 * @param upper the upper end
 * @param level the confidence of each end, from 0.5 to below 1
 * @param method how it was found, for people
 */
public record ConfidenceInterval(double lower, double upper, double level, String method) {

  /** Gives the interval of one figure; nothing is computed before it is asked for. */
  @FunctionalInterface
  public interface Source {

    /** A figure that has no interval. */
    Source NONE = _ -> Optional.empty();

    /** The interval at a level from 0.5 to below 1; empty when it is undefined. */
    Optional<ConfidenceInterval> at(double level);
  }

  public ConfidenceInterval {
    if (!(lower <= upper && Double.isFinite(upper - lower))) {
      throw new IllegalArgumentException(
          "lower: %s to %s is no finite interval".formatted(lower, upper));
    }
  }

  /** Whether all of it is beyond {@code limit}, on the bad side. */
  boolean isBeyond(Threshold.Bound bound, double limit) {
    return switch (bound) {
      case MIN -> upper < limit;
      case MAX -> lower > limit;
    };
  }

  /** What a signal says of it. */
  Evidence evidence() {
    return Evidence.NONE
        .with("interval_lower", lower)
        .with("interval_upper", upper)
        .with("interval_level", level)
        .with("interval_method", method);
  }
}
