package io.atalaya.signal;

import io.atalaya.signal.ThresholdState.Firing;
import io.atalaya.signal.ThresholdState.Pending;
import io.atalaya.signal.ThresholdState.Quiet;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rule of one bound: from the state it is in and a figure to the state that follows.
 *
 * <ul>
 *   <li><i>Breach</i>: the value is below a minimum, or above a maximum; at the limit is none. With
 *       a {@code confidenceLevel} all of its confidence interval must be; an undefined interval is
 *       no breach.
 *   <li><i>Fires</i> at the first boundary T at which the figure has been breached at every
 *       judgement since a boundary T₀ ≤ T − {@code holdFor}; with a {@code holdFor} of zero at the
 *       first breach.
 *   <li><i>Resolves</i> when the value is at or beyond the {@linkplain #clearLevel clear level},
 *       from the good side.
 *   <li><i>No judgement</i> when the value is undefined, there are fewer scored pairs than {@code
 *       minScored}, or {@code minCoverage} is positive and the coverage is undefined or below it. A
 *       pending breach is then dropped, for it cannot be said to have lasted; a firing bound goes
 *       on firing, for it cannot be said to be over.
 * </ul>
 *
 * <p>Judging a boundary again changes nothing. Immutable; constant time and memory.
 */
public final class ThresholdRule {

  private final Threshold.Bound bound;
  private final double limit;
  private final Severity severity;
  private final long minScored;
  private final double minCoverage;
  private final double confidenceLevel;
  private final Duration holdFor;
  private final double clearLevel;

  private ThresholdRule(
      Threshold.Bound bound,
      double limit,
      Severity severity,
      long minScored,
      double minCoverage,
      double confidenceLevel,
      Duration holdFor,
      double clearLevel) {
    this.bound = bound;
    this.limit = limit;
    this.severity = severity;
    this.minScored = minScored;
    this.minCoverage = minCoverage;
    this.confidenceLevel = confidenceLevel;
    this.holdFor = holdFor;
    this.clearLevel = clearLevel;
  }

  /** The rule of a configured threshold. */
  public static ThresholdRule of(Threshold threshold) {
    return new ThresholdRule(
        threshold.bound(),
        threshold.limit(),
        threshold.severity(),
        threshold.minScored(),
        threshold.minCoverage(),
        threshold.confidenceLevel(),
        threshold.holdFor(),
        reachable(threshold, clearLevel(threshold.bound(), threshold.limit(), threshold.clear())));
  }

  /** A rule that fires at the first breach, resolves at the limit, and asks for no labels. */
  public static ThresholdRule atOnce(Threshold.Bound bound, double limit, Severity severity) {
    return new ThresholdRule(bound, limit, severity, 0, 0, 0, Duration.ZERO, limit);
  }

  /**
   * The level at which a firing bound resolves: limit + clear · |limit| for a minimum, limit −
   * clear · |limit| for a maximum. It is worked out in decimals, as a person would from the
   * configured text: a minimum of 0.80 and 5 % give 0.84, which no sum of the two doubles does.
   */
  public static double clearLevel(Threshold.Bound bound, double limit, double clear) {
    BigDecimal exactLimit = BigDecimal.valueOf(limit);
    BigDecimal margin = BigDecimal.valueOf(clear).multiply(exactLimit.abs());
    return switch (bound) {
      case MIN -> exactLimit.add(margin).doubleValue();
      case MAX -> exactLimit.subtract(margin).doubleValue();
    };
  }

  /**
   * The clear level, or, where the figure could not reach it (an accuracy of 1.008), the middle
   * between the limit and the best that the figure can be: nothing fires for ever.
   */
  private static double reachable(Threshold threshold, double level) {
    CheckDefinition check = CheckDefinition.named(threshold.check()).orElse(null);
    if (check == null) {
      return level;
    }
    double best = threshold.bound() == Threshold.Bound.MIN ? check.most() : check.least();
    boolean beyond = threshold.bound() == Threshold.Bound.MIN ? level > best : level < best;
    return beyond ? (threshold.limit() + best) / 2 : level;
  }

  /** The side that is bounded. */
  public Threshold.Bound bound() {
    return bound;
  }

  /** The bound, in base units. */
  public double limit() {
    return limit;
  }

  /** The severity of the signal. */
  public Severity severity() {
    return severity;
  }

  /** The interval that a breach rests on; empty where the figure alone decides, or undefined. */
  Optional<ConfidenceInterval> interval(Observation observation) {
    return confidenceLevel == 0 ? Optional.empty() : observation.interval().at(confidenceLevel);
  }

  /**
   * Judges a figure.
   *
   * @param state the state after the boundary before
   * @param t the pane boundary, in milliseconds since the epoch
   */
  public ThresholdState next(ThresholdState state, long t, Observation observation) {
    OptionalDouble value = observation.value();
    if (value.isEmpty() || !suffices(observation)) {
      return switch (state) {
        case Quiet _, Pending _ -> new Quiet();
        case Firing firing -> firing;
      };
    }
    return switch (state) {
      case Quiet _ -> breached(observation, value.getAsDouble(), t, t);
      case Pending(long since) -> breached(observation, value.getAsDouble(), since, t);
      case Firing firing -> clears(value.getAsDouble()) ? new Quiet() : firing;
    };
  }

  private boolean suffices(Observation observation) {
    return observation.scored() >= minScored
        && (minCoverage <= 0 || observation.coverage().orElse(0) >= minCoverage);
  }

  private ThresholdState breached(Observation observation, double value, long since, long t) {
    if (!isBeyond(value) || !isSure(observation)) {
      return new Quiet();
    }
    return t - since >= holdFor.toMillis() ? new Firing(t) : new Pending(since);
  }

  private boolean isBeyond(double value) {
    return switch (bound) {
      case MIN -> value < limit;
      case MAX -> value > limit;
    };
  }

  private boolean isSure(Observation observation) {
    return confidenceLevel == 0
        || interval(observation).filter(found -> found.isBeyond(bound, limit)).isPresent();
  }

  private boolean clears(double value) {
    return switch (bound) {
      case MIN -> value >= clearLevel;
      case MAX -> value <= clearLevel;
    };
  }
}
