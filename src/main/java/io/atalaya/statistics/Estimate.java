package io.atalaya.statistics;

import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Beta;

/**
 * A figure of a sample, and how far from it the truth may be.
 *
 * <p>Definition: (value − truth) / standard error is distributed as Student's t. With a standard
 * error of 0 the value is the truth. Immutable.
 *
 * <p>Source: Student, "The probable error of a mean", Biometrika 6, 1908; B. L. Welch, "The
 * generalization of 'Student's' problem when several different population variances are involved",
 * Biometrika 34, 1947.
 *
 * @param value the figure
 * @param standardError its standard error, 0 or more
 * @param degreesOfFreedom those of the standard error, above 0
 */
public record Estimate(double value, double standardError, double degreesOfFreedom)
    implements ConfidenceLimits {

  public Estimate {
    if (!isEstimate(value, standardError, degreesOfFreedom)) {
      throw new IllegalArgumentException(
          "no estimate is %s with standard error %s and %s degrees of freedom"
              .formatted(value, standardError, degreesOfFreedom));
    }
  }

  /** An estimate; empty when an argument is not finite, or the sample left no degree of freedom. */
  public static Optional<Estimate> of(double value, double standardError, double degreesOfFreedom) {
    return isEstimate(value, standardError, degreesOfFreedom)
        ? Optional.of(new Estimate(value, standardError, degreesOfFreedom))
        : Optional.empty();
  }

  private static boolean isEstimate(double value, double error, double degreesOfFreedom) {
    return Double.isFinite(value)
        && error >= 0
        && Double.isFinite(error)
        && degreesOfFreedom > 0
        && Double.isFinite(degreesOfFreedom);
  }

  @Override
  public double lower(double level) {
    return value - reach(level);
  }

  @Override
  public double upper(double level) {
    return value + reach(level);
  }

  /** The two-sided p-value of the hypothesis that the truth is 0. */
  public double pValue() {
    if (value == 0) {
      return 1;
    }
    double t = value / standardError;
    return Beta.regularizedBeta(
        degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
  }

  /**
   * The difference from another, of an independent sample, as Welch has it: standard errors add up
   * by their squares, and Satterthwaite's degrees of freedom are between the fewer of the two and
   * their sum. Empty beyond the range of doubles.
   */
  public Optional<Estimate> minus(Estimate other) {
    double error = Math.hypot(standardError, other.standardError);
    double ratio = error == 0 ? 0 : standardError / error;
    double share = ratio * ratio;
    double otherShare = 1 - share;
    return of(
        value - other.value,
        error,
        1 / (share * share / degreesOfFreedom + otherShare * otherShare / other.degreesOfFreedom));
  }

  private double reach(double level) {
    if (!(level >= 0.5 && level < 1)) {
      throw new IllegalArgumentException("a level is from 0.5 to below 1, not " + level);
    }
    return standardError == 0
        ? 0
        : standardError
            * new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability(level);
  }
}
