package io.atalaya.signal;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * One bound on one figure of a model.
 *
 * <p>An argument out of its bounds is refused with a message that begins with its configuration
 * key.
 *
 * @param check the figure's check name, {@code accuracy} or {@code latency-p95} for example
 * @param bound the side that is bounded
 * @param limit the bound, in base units (seconds, ratios from 0 to 1, the model's own unit)
 * @param window the sliding window that the figure is taken over
 * @param severity the severity of the signal
 * @param minScored the least number of scored pairs in the window for a judgement
 * @param minCoverage the least label coverage of the window for a judgement, 0 to 1
 * @param confidenceLevel how sure a breach must be: the level of the one-sided confidence interval
 *     that excludes the limit; 0 when the figure alone decides
 * @param holdFor how long the breach must last, in event time, before the signal fires
 * @param clear how far beyond the limit, as a share of it, the figure must return to resolve
 */
public record Threshold(
    String check,
    Bound bound,
    double limit,
    Duration window,
    Severity severity,
    long minScored,
    double minCoverage,
    double confidenceLevel,
    Duration holdFor,
    double clear) {

  /** The side that a limit bounds. */
  public enum Bound {
    MIN,
    MAX
  }

  public Threshold {
    CheckDefinition definition =
        CheckDefinition.named(check)
            .orElseThrow(
                () -> new IllegalArgumentException("check: " + check + " bounds no known figure"));
    checkLimit(bound, limit, definition);
    if (!window.isPositive()) {
      throw new IllegalArgumentException(
          "window: " + window + " is not above 0: give a duration, for example 1h");
    }
    if (minScored < 0) {
      throw new IllegalArgumentException(
          "min-scored: " + minScored + " is below 0: give a number of pairs, for example 30");
    }
    if (!(minCoverage >= 0 && minCoverage <= 1)) {
      throw new IllegalArgumentException(
          "min-coverage: "
              + minCoverage
              + " is not from 0 to 1: give the least share of labelled predictions, for example"
              + " 0.5");
    }
    checkLevel(confidenceLevel, definition);
    if (holdFor.isNegative()) {
      throw new IllegalArgumentException(
          "for: " + holdFor + " is below 0: give a duration, for example 2m");
    }
    if (!(clear >= 0 && clear <= 1)) {
      throw new IllegalArgumentException(
          "clear: " + clear + " is not from 0 to 1: give a share of the limit, for example 5%");
    }
  }

  private static void checkLevel(double level, CheckDefinition definition) {
    if (level != 0 && !definition.scored()) {
      throw new IllegalArgumentException(
          "confidence-level: %s is not over scored pairs: remove it".formatted(definition.name()));
    }
    if (level != 0 && !(level >= 0.5 && level < 1)) {
      throw new IllegalArgumentException(
          ("confidence-level: %s is neither 0 nor from 0.5 to below 1: give how sure a breach must"
                  + " be, for example 0.95")
              .formatted(level));
    }
  }

  private static void checkLimit(Bound bound, double limit, CheckDefinition definition) {
    String key = bound == Bound.MIN ? "min: " : "max: ";
    if (!Double.isFinite(limit)) {
      throw new IllegalArgumentException(key + limit + " is not finite: give a number");
    }
    if (limit < definition.least()) {
      throw new IllegalArgumentException(
          key
              + shown(limit)
              + " is below "
              + shown(definition.least())
              + ": "
              + definition.remedy());
    }
    if (limit > definition.most()) {
      throw new IllegalArgumentException(
          key
              + shown(limit)
              + " is above "
              + shown(definition.most())
              + ": "
              + definition.remedy());
    }
  }

  /** A number without the {@code .0} of whole ones. */
  private static String shown(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
