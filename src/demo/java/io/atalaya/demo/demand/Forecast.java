package io.atalaya.demo.demand;

/**
 * What the model answers for one hour.
 *
 * @param demand the expected rentals, 0 or more
 * @param confidence the probability that the real demand is within 25 % of the forecast
 */
public record Forecast(double demand, double confidence) {

  /** How far from the forecast the real demand may be to count as foreseen. */
  public static final double TOLERANCE = 0.25;

  /** Whether the real demand turned out within the tolerance. */
  public boolean foresaw(double actual) {
    return Math.abs(actual - demand) <= TOLERANCE * demand;
  }
}
