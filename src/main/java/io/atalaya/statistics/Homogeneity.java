package io.atalaya.statistics;

/**
 * The χ² test that the parts of a sample come from one distribution.
 *
 * <p>Definition: Σ (1 − wᵢ)·χᵢ² over the parts, where χᵢ² is {@link ChiSquared}'s of part i against
 * the rest and wᵢ its share of the sample; p = P(χ² ≥ x) with Σ (1 − wᵢ)·dfᵢ degrees of freedom. Of
 * parts that make up the whole, over the same c columns, that is the χ² of their table with (parts
 * − 1)·(c − 1) degrees of freedom. p is 1 without a part, and where no part has two columns.
 *
 * <p>Cost and memory: constant. For one thread.
 *
 * <p>Source: K. Pearson, 1900; J. O. Irwin, "A note on the subdivision of χ² into components",
 * Biometrika 36, 1949.
 */
public final class Homogeneity {

  private double statistic;
  private double degreesOfFreedom;

  /**
   * Adds a part.
   *
   * @param share its share of the sample, 0 to 1
   * @param statistic χ² of the part against the rest, 0 or more
   * @param degrees the degrees of freedom of that, 0 or more
   */
  public void add(double share, double statistic, int degrees) {
    this.statistic += (1 - share) * statistic;
    degreesOfFreedom += (1 - share) * degrees;
  }

  /** The p-value, 0 to 1. */
  public double p() {
    return ChiSquareTail.pValue(statistic, degreesOfFreedom);
  }
}
