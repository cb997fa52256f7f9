package io.atalaya.statistics;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The score interval of a proportion.
 *
 * <p>Definition: the proportions p with |k/n − p| ≤ z·√(p(1 − p)/n), z being the two-sided normal
 * quantile of the level. It keeps within 0 and 1, is never a single point, and ends at 0 for k = 0
 * and at 1 for k = n. Stateless.
 *
 * <p>Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
 * Journal of the American Statistical Association 22, 1927.
 *
 * @param lower the lower end, 0 to 1
 * @param upper the upper end, 0 to 1
 */
public record ProportionInterval(double lower, double upper) {

  /**
   * The interval of {@code hits} among {@code n}; arguments out of their bounds are an {@link
   * IllegalArgumentException}.
   *
   * @param hits k, from 0 to n
   * @param n at least 1
   * @param level the confidence, above 0 and below 1
   */
  public static ProportionInterval of(long hits, long n, double level) {
    if (n < 1 || hits < 0 || hits > n || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "%d of %d values have no interval at the level %s".formatted(hits, n, level));
    }
    double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + level) / 2);
    double share = (double) hits / n;
    double shrink = 1 + z * z / n;
    double middle = (share + z * z / (2.0 * n)) / shrink;
    double half = z / shrink * Math.sqrt((share * (1 - share) + z * z / (4.0 * n)) / n);
    return new ProportionInterval(hits == 0 ? 0 : middle - half, hits == n ? 1 : middle + half);
  }
}
