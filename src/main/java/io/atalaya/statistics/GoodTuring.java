package io.atalaya.statistics;

/**
 * The test that no more values are of categories that a reference does not have than is to be
 * expected of values from the same distribution.
 *
 * <p>Definition: the reference has no such value, but each that is the only one of its category
 * would be one, had the others been the reference. So of new values a share of f₁/m is to be
 * expected, where f₁ of the m reference values are the only ones of their category. With f₂
 * categories that were seen twice the variance of that estimate is (f₁ + 2f₂)/m², that of a share
 * of only m·f₁/(f₁ + 2f₂) values; so many count in the one-sided test of {@link TwoProportions},
 * rounded to whole ones. Without a new value of that kind p is 1. Stateless.
 *
 * <p>To compare with a share of 0 instead would be wrong wherever rare categories are many: of 250
 * names with frequencies of 1/k, 3,000 reference and 300 current values, 67 % of windows would have
 * p ≤ 0.01 while nothing changes, where 0.4 % have.
 *
 * <p>Source: I. J. Good, "The population frequencies of species and the estimation of population
 * parameters", Biometrika 40, 1953; W. W. Esty, "A normal limit law for a nonparametric estimator
 * of the coverage of a random sample", The Annals of Statistics 11(3), 1983 (the variance).
 */
public final class GoodTuring {

  private GoodTuring() {}

  /**
   * The p-value, 0 to 1; counts that are none are an {@link IllegalArgumentException}.
   *
   * @param once f₁, how many categories have one of the {@code m} reference values
   * @param twice f₂, how many have two
   * @param m how many reference values there are, at least 1
   * @param unseen how many of the {@code n} current values have a category that the reference has
   *     not
   * @param n how many current values there are, at least 1
   */
  public static double pValue(long once, long twice, long m, long unseen, long n) {
    if (once < 0 || twice < 0 || once + 2 * twice > m) {
      throw new IllegalArgumentException(
          "of %d values, not %d can be alone and %d pairs".formatted(m, once, twice));
    }
    if (once == 0 || unseen == 0) {
      return TwoProportions.pValueOfMore(0, m, unseen, n);
    }
    long alone = Math.ceilDiv(once * once, once + 2 * twice);
    return TwoProportions.pValueOfMore(alone, m * alone / once, unseen, n);
  }
}
