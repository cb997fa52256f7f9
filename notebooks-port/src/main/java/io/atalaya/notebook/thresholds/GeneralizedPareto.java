package io.atalaya.notebook.thresholds;

import java.util.Arrays;

/**
 * The generalised Pareto distribution of how far peaks exceed a level.
 *
 * <p>Definition: P(X > x) = (1 + ξx/σ)^(−1/ξ), exp(−x/σ) for ξ = 0, for x from 0 to where that is
 * 0.
 *
 * <p>Source: J. Hosking and J. Wallis, "Parameter and Quantile Estimation for the Generalized
 * Pareto Distribution", Technometrics 29, 1987; their k is −ξ. Immutable.
 *
 * @param shape ξ, below 1/2: beyond that the estimate's variance is infinite
 * @param scale σ, above 0
 */
public record GeneralizedPareto(double shape, double scale) {

  /** Of an empirical distribution function: (i − 0.35)/n, as in the source. */
  private static final double PLOTTING = 0.35;

  public GeneralizedPareto {
    if (!(shape < 0.5 && Double.isFinite(shape))) {
      throw new IllegalArgumentException(
          "shape: %s is not below 0.5: the tail is too heavy to be estimated".formatted(shape));
    }
    if (!(scale > 0 && Double.isFinite(scale))) {
      throw new IllegalArgumentException(
          "scale: %s is not above 0: the excesses are all the same".formatted(scale));
    }
  }

  /**
   * Estimates it by probability-weighted moments: with α₀ the mean and α₁ that of xᵢ(1 − pᵢ), ξ = 2
   * − α₀/(α₀ − 2α₁) and σ = 2α₀α₁/(α₀ − 2α₁).
   *
   * @param excesses 0 or more each, at least two
   * @throws IllegalArgumentException when no such distribution fits
   */
  public static GeneralizedPareto fit(double[] excesses) {
    double[] sorted = excesses.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double mean = 0;
    double weighted = 0;
    for (int i = 0; i < n; i++) {
      mean += sorted[i] / n;
      weighted += sorted[i] * (1 - (i + 1 - PLOTTING) / n) / n;
    }
    double rest = mean - 2 * weighted;
    return new GeneralizedPareto(2 - mean / rest, 2 * mean * weighted / rest);
  }

  /** The excess that is exceeded with a probability above 0, at most 1. */
  public double exceededWith(double probability) {
    return shape == 0
        ? -scale * Math.log(probability)
        : scale / shape * Math.expm1(-shape * Math.log(probability));
  }
}
