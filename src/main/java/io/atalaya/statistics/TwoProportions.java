package io.atalaya.statistics;

import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * The two-sided test that a property is as frequent in one sample as in another, values being
 * independent of one another.
 *
 * <p>Definition: with at least 5 values expected in each of the four cells, the z-test with the
 * pooled share, z = (q − p)/√(s(1 − s)(1/m + 1/n)); with fewer R. A. Fisher's exact test, p being
 * the probability of all tables with the same margins that are no more likely than the one at hand
 * (of at most 2³¹ values in all). Where all values, or none, have the property, p is 1. Stateless.
 */
public final class TwoProportions {

  private static final double LEAST_EXPECTED = 5;

  /** Tables whose probabilities differ by rounding alone are equally likely. */
  private static final double ROUNDING = 1 + 1e-7;

  private TwoProportions() {}

  /**
   * The p-value, 0 to 1; counts that are none are an {@link IllegalArgumentException}.
   *
   * @param have how many of the {@code m} values of the one sample have the property
   * @param m how many there are, at least 1
   * @param otherHave how many of the {@code n} values of the other sample have it
   * @param n how many there are, at least 1
   */
  public static double pValue(long have, long m, long otherHave, long n) {
    if (have < 0 || have > m || otherHave < 0 || otherHave > n || m < 1 || n < 1) {
      throw new IllegalArgumentException(
          "%d of %d and %d of %d values are no shares".formatted(have, m, otherHave, n));
    }
    long all = have + otherHave;
    double total = (double) m + n;
    double rarer = Math.min((double) all, total - all);
    if (rarer == 0) {
      return 1;
    }
    if (rarer * Math.min(m, n) / total < LEAST_EXPECTED && total <= Integer.MAX_VALUE) {
      return exact(otherHave, (int) total, (int) all, (int) n);
    }
    double share = all / total;
    double z =
        (otherHave / (double) n - have / (double) m)
            / Math.sqrt(share * (1 - share) * (1.0 / m + 1.0 / n));
    return Erf.erfc(Math.abs(z) / Math.sqrt(2));
  }

  private static double exact(long otherHave, int total, int all, int n) {
    HypergeometricDistribution tables = new HypergeometricDistribution(null, total, all, n);
    double limit = tables.probability((int) otherHave) * ROUNDING;
    double sum = 0;
    for (int k = tables.getSupportLowerBound(); k <= tables.getSupportUpperBound(); k++) {
      double probability = tables.probability(k);
      sum += probability <= limit ? probability : 0;
    }
    return Math.min(1, sum);
  }
}
