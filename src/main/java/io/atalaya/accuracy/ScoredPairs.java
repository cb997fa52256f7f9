package io.atalaya.accuracy;

import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.ConfidenceLimits;
import java.util.Optional;
import java.util.OptionalDouble;

/** Pairs of a prediction and its outcome that figures are read from, with how sure those are. */
public interface ScoredPairs<A extends ScoredPairs<A>> extends Accumulator<A> {

  /** The number of pairs. */
  long scored();

  /**
   * What the figure of the check {@code name} estimates: the figure itself, unless that is cut off
   * where it would seem to be certain; empty when undefined or no figure of this.
   */
  OptionalDouble estimator(String name);

  /** How sure that is if every pair is independent of all others; empty where it cannot be said. */
  Optional<? extends ConfidenceLimits> independently(String name);
}
