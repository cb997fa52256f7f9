package io.atalaya.statistics;

import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * The test that a property is as frequent in one sample as in another.
 *
 * <p>Definition: with at least {@value #LEAST_EXPECTED} values expected in each of the four cells
 * (W. G. Cochran's rule), the z-test with the pooled share, z = (q − p)/√(s(1 − s)(1/m + 1/n));
 * with fewer R. A. Fisher's exact test: given the margins, how many of all values with the property
 * are in the current sample is hypergeometric. Two-sided, its p is the probability of all tables
 * that are no more likely than the one at hand. Where all values, or none, have the property, p is
 * 1. Of more than 2³¹ values in all, the z-test is made in any case. Counts that are none are an
 * {@link IllegalArgumentException}.
 *
 * <p>Cost: constant for z, some thousand steps at the most for Fisher's. Stateless.
 *
 * <p>Source: R. A. Fisher, Statistical Methods for Research Workers, 5th edition 1934; W. G.
 * Cochran, "Some methods for strengthening the common χ² tests", Biometrics 10(4), 1954.
 */
public final class TwoProportions {

  private static final int LEAST_EXPECTED = 5;

  /** Tables whose probabilities differ by rounding alone are equally likely. */
  private static final double ROUNDING = 1 + 1e-7;

  private TwoProportions() {}

  /**
   * The probability of a difference as great as this one, in either direction, where there is none.
   *
   * @param have how many of the {@code m} reference values have the property
   * @param m how many there are, at least 1
   * @param haveNow how many of the {@code n} current values have it
   * @param n how many there are, at least 1
   */
  public static double pValue(long have, long m, long haveNow, long n) {
    requireShares(have, m, haveNow, n);
    if (isTrivial(have, m, haveNow, n)) {
      return 1;
    }
    if (isLarge(have, m, haveNow, n)) {
      return Erf.erfc(Math.abs(z(have, m, haveNow, n)) / Math.sqrt(2));
    }
    HypergeometricDistribution tables = tables(have, m, haveNow, n);
    double limit = tables.probability((int) haveNow) * ROUNDING;
    double sum = 0;
    for (int k = tables.getSupportLowerBound(); k <= tables.getSupportUpperBound(); k++) {
      double probability = tables.probability(k);
      sum += probability <= limit ? probability : 0;
    }
    return Math.min(1, sum);
  }

  /**
   * The probability of as many current values with the property, or more, where it is no more
   * frequent than in the reference; parameters as those of {@link #pValue}.
   */
  public static double pValueOfMore(long have, long m, long haveNow, long n) {
    requireShares(have, m, haveNow, n);
    if (isTrivial(have, m, haveNow, n)) {
      return 1;
    }
    if (isLarge(have, m, haveNow, n)) {
      return Erf.erfc(z(have, m, haveNow, n) / Math.sqrt(2)) / 2;
    }
    HypergeometricDistribution tables = tables(have, m, haveNow, n);
    double sum = 0;
    for (int k = tables.getSupportUpperBound(); k >= haveNow; k--) {
      sum += tables.probability(k);
    }
    return Math.min(1, sum);
  }

  private static boolean isTrivial(long have, long m, long haveNow, long n) {
    long all = have + haveNow;
    return all == 0 || all == m + n;
  }

  private static boolean isLarge(long have, long m, long haveNow, long n) {
    double total = (double) m + n;
    double all = (double) have + haveNow;
    double leastExpected = Math.min(all, total - all) * Math.min(m, n) / total;
    return leastExpected >= LEAST_EXPECTED || total > Integer.MAX_VALUE;
  }

  private static double z(long have, long m, long haveNow, long n) {
    double share = ((double) have + haveNow) / ((double) m + n);
    return (haveNow / (double) n - have / (double) m)
        / Math.sqrt(share * (1 - share) * (1.0 / m + 1.0 / n));
  }

  private static HypergeometricDistribution tables(long have, long m, long haveNow, long n) {
    return new HypergeometricDistribution(
        null, Math.toIntExact(m + n), Math.toIntExact(have + haveNow), Math.toIntExact(n));
  }

  private static void requireShares(long have, long m, long haveNow, long n) {
    if (have < 0 || have > m || haveNow < 0 || haveNow > n || m < 1 || n < 1) {
      throw new IllegalArgumentException(
          "%d of %d and %d of %d values are no shares".formatted(have, m, haveNow, n));
    }
  }
}
