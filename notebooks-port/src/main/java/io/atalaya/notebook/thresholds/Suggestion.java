package io.atalaya.notebook.thresholds;

import java.util.Optional;

/** A bound that history suggests, or why it suggests none. */
public sealed interface Suggestion {

  /**
   * The tightest bound that raised no more false alarms than allowed, and so did all looser ones.
   *
   * @param trial what it would have done
   * @param allowed the alarms allowed in the healthy time
   */
  record Observed(Trial trial, int allowed) implements Suggestion {}

  /**
   * The healthy time is too short to have seen such rare alarms: the bound is extrapolated from the
   * peaks of those that a tighter one would have raised.
   *
   * @param trial what it would have done
   * @param peaks the number of peaks
   * @param level what they exceed, in base units
   * @param tail the distribution of their excesses
   */
  record Extrapolated(Trial trial, int peaks, double level, GeneralizedPareto tail)
      implements Suggestion {}

  /** No bound can be told. */
  record None(String reason) implements Suggestion {}

  /** What the bound would have done; empty without one. */
  default Optional<Trial> bound() {
    return switch (this) {
      case Observed(Trial trial, _) -> Optional.of(trial);
      case Extrapolated(Trial trial, _, _, _) -> Optional.of(trial);
      case None _ -> Optional.empty();
    };
  }
}
