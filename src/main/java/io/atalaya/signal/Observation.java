package io.atalaya.signal;

import java.util.OptionalDouble;

/**
 * A figure over its window at a pane boundary, and what it rests on.
 *
 * @param value the figure in base units; empty when it is undefined
 * @param scored the number of scored pairs in the window; 0 for a figure that needs none
 * @param coverage the window's label coverage, 0 to 1; empty when it is undefined
 * @param interval gives its confidence interval
 * @param evidence what else a signal should show
 */
public record Observation(
    OptionalDouble value,
    long scored,
    OptionalDouble coverage,
    ConfidenceInterval.Source interval,
    Evidence evidence) {

  /** A figure that is undefined. */
  public static final Observation UNDEFINED =
      scored(OptionalDouble.empty(), 0, OptionalDouble.empty());

  public Observation {
    if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
      throw new IllegalArgumentException(
          "value: " + value.getAsDouble() + " is not finite; an undefined figure is empty");
    }
    if (scored < 0) {
      throw new IllegalArgumentException("scored: " + scored + " is below 0");
    }
    if (coverage.isPresent() && !(coverage.getAsDouble() >= 0 && coverage.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "coverage: " + coverage.getAsDouble() + " is not between 0 and 1");
    }
  }

  /** A figure that rests on no labels. */
  public static Observation of(double value) {
    return scored(OptionalDouble.of(value), 0, OptionalDouble.empty());
  }

  /** A figure over scored pairs. */
  public static Observation scored(OptionalDouble value, long pairs, OptionalDouble coverage) {
    return new Observation(value, pairs, coverage, ConfidenceInterval.Source.NONE, Evidence.NONE);
  }

  /** The same with a confidence interval. */
  public Observation with(ConfidenceInterval.Source source) {
    return new Observation(value, scored, coverage, source, evidence);
  }

  /** The same with other evidence. */
  public Observation with(Evidence shown) {
    return new Observation(value, scored, coverage, interval, shown);
  }
}
