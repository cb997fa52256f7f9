package io.atalaya.notebook.thresholds;

import io.atalaya.signal.ConfidenceInterval;
import io.atalaya.signal.Observation;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a check was judged by at a pane boundary.
 *
 * @param t the boundary, in milliseconds since the epoch
 * @param value the figure in base units; empty when it is undefined
 * @param scored the scored pairs in the window
 * @param coverage the window's label coverage; empty when it is undefined
 * @param intervals the figure's interval by level, for the levels that bounds ask for; those that
 *     are undefined are missing
 */
public record Judgement(
    long t,
    OptionalDouble value,
    long scored,
    OptionalDouble coverage,
    Map<Double, ConfidenceInterval> intervals) {

  public Judgement {
    intervals = Map.copyOf(intervals);
  }

  /** The same as a rule takes it. */
  public Observation observation() {
    return Observation.scored(value, scored, coverage)
        .with(level -> Optional.ofNullable(intervals.get(level)));
  }
}
