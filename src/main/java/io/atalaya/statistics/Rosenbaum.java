package io.atalaya.statistics;

import org.apache.commons.math3.special.Gamma;

/**
 * The test that no more current values lie outside of the reference's range, from its smallest to
 * its greatest value, than chance puts there.
 *
 * <p>Definition: P(K ≥ k) for the number K of n current values below the smallest or above the
 * greatest of m reference values, when both come from one continuous distribution: C(n, k)/C(n + m,
 * k) · (1 + k·m/(n + m − k)). With ties p is too large, never too small. The reference has no value
 * outside of its own range, so two shares cannot be compared here: R. A. Fisher's test, the first
 * factor alone, knows nothing of the choice of the range and is too small by as much as the second
 * one, k + 1 for a large reference.
 *
 * <p>All orders of the n + m values are equally likely. With a below and b above there are C(n + m
 * − a − b − 2, m − 2) of them, whichever of a + b = k + 1 ways k divides into; the sum over k and
 * more has the closed form. Cost: constant. Stateless.
 *
 * <p>Source: S. Rosenbaum, "Tables for a nonparametric test of dispersion", Annals of Mathematical
 * Statistics 24(4), 1953.
 */
public final class Rosenbaum {

  private Rosenbaum() {}

  /**
   * The p-value, 0 to 1; counts that are none are an {@link IllegalArgumentException}.
   *
   * @param outside k, how many of the {@code n} current values are outside of the range
   * @param n how many there are, at least 1
   * @param m how many reference values there are, at least 1
   */
  public static double pValue(long outside, long n, long m) {
    if (outside < 0 || outside > n || n < 1 || m < 1) {
      throw new IllegalArgumentException(
          "%d of %d values cannot be outside of the range of %d".formatted(outside, n, m));
    }
    if (outside == 0) {
      return 1;
    }
    double k = outside;
    double all = (double) n + m;
    double fisher = Math.exp(logFalling((double) n, k) - logFalling(all, k));
    return Math.min(1, fisher * (1 + k * m / (all - k)));
  }

  /** log(x·(x − 1)·…) with k factors. */
  private static double logFalling(double x, double k) {
    return Gamma.logGamma(x + 1) - Gamma.logGamma(x - k + 1);
  }
}
