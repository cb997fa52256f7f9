package io.atalaya.notebook.thresholds;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Alarms in a time, as a rate of 30 days.
 *
 * @param alarms how many
 * @param days in how many days, above 0
 */
public record AlarmRate(int alarms, double days) {

  /** What rates are of. */
  public static final double MONTH_DAYS = 30;

  private static final double LEVEL = 0.95;

  public AlarmRate {
    if (alarms < 0 || !(days > 0)) {
      throw new IllegalArgumentException(
          "%d alarms in %s days are no rate: none or more in some days are"
              .formatted(alarms, days));
    }
  }

  /** Alarms in 30 days. */
  public double monthly() {
    return alarms * MONTH_DAYS / days;
  }

  /**
   * The lower end of the two-sided 95 % interval of the true rate, of alarms that come
   * independently of each other (F. Garwood, "Fiducial limits for the Poisson distribution",
   * Biometrika 28, 1936).
   */
  public double monthlyLower() {
    return alarms == 0 ? 0 : monthly((1 - LEVEL) / 2, 2.0 * alarms);
  }

  /** Its upper end. */
  public double monthlyUpper() {
    return monthly((1 + LEVEL) / 2, 2.0 * alarms + 2);
  }

  private double monthly(double probability, double degrees) {
    return new ChiSquaredDistribution(degrees).inverseCumulativeProbability(probability)
        / 2
        * MONTH_DAYS
        / days;
  }
}
