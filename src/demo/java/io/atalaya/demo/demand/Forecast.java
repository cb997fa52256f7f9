package io.atalaya.demo.demand;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * What the model answers for one hour.
 *
 * @param demand the expected rentals, 0 or more
 * @param confidence the probability that the real demand is within 25 % of the forecast
 */
public record Forecast(double demand, double confidence) {

  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** How far from the forecast the real demand may be to count as foreseen. */
  public static final double TOLERANCE = 0.25;

  /**
   * The standard deviation of the normal distribution behind it: the confidence is the probability
   * of what is within the tolerance. Infinite without any confidence.
   */
  public double deviation() {
    return TOLERANCE * demand / NORMAL.inverseCumulativeProbability((1 + confidence) / 2);
  }

  /** Whether the real demand turned out within the tolerance. */
  public boolean foresaw(double actual) {
    return Math.abs(actual - demand) <= TOLERANCE * demand;
  }
}
