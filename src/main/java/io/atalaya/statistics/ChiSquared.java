package io.atalaya.statistics;

/**
 * The χ² test that two samples of categories come from one distribution.
 *
 * <p>Definition: χ² = Σ (observed − expected)²/expected over the two rows and the columns that have
 * values, without a continuity correction; p = P(χ² ≥ x) with columns − 1 degrees of freedom.
 * Categories of which fewer than 5 values are expected in either sample are counted as one (W. G.
 * Cochran's rule), since p is only good where more are. Cramér's V = √(χ²/(m + n)): 0 for equal
 * shares, 1 for samples with no category in common; it falls as the samples differ in size. With
 * fewer than two columns χ² and V are 0, and p is 1. Stateless.
 *
 * <p>Source: K. Pearson, 1900; W. G. Cochran, "Some methods for strengthening the common χ² tests",
 * Biometrics 10(4), 1954; H. Cramér, Mathematical Methods of Statistics, 1946, 21.9.
 *
 * @param statistic χ², 0 or more
 * @param degreesOfFreedom the number of columns less one, 0 or more
 * @param p the p-value, 0 to 1
 * @param cramersV the effect, 0 to 1
 */
public record ChiSquared(double statistic, int degreesOfFreedom, double p, double cramersV) {

  private static final double LEAST_EXPECTED = 5;

  /** Tests two samples. */
  public static ChiSquared test(BinnedPair pair) {
    double smaller = Math.min(pair.m(), pair.n());
    double total = (double) pair.m() + pair.n();
    double statistic = 0;
    int columns = 0;
    long rareReference = 0;
    long rareCurrent = 0;
    for (int bin = 0; bin < pair.bins(); bin++) {
      long both = pair.reference(bin) + pair.current(bin);
      if (both * smaller / total < LEAST_EXPECTED) {
        rareReference += pair.reference(bin);
        rareCurrent += pair.current(bin);
      } else {
        statistic += column(pair, pair.reference(bin), pair.current(bin));
        columns++;
      }
    }
    if (rareReference + rareCurrent > 0) {
      statistic += column(pair, rareReference, rareCurrent);
      columns++;
    }
    if (columns < 2) {
      return new ChiSquared(0, 0, 1, 0);
    }
    double p = ChiSquareTail.pValue(statistic, columns - 1);
    return new ChiSquared(statistic, columns - 1, p, Math.sqrt(statistic / total));
  }

  /**
   * The p-value of dependent values (J. N. K. Rao, A. J. Scott 1981).
   *
   * @param inflation by how much their variance is more than that of independent ones, 1 or more
   */
  public double pValue(double inflation) {
    return ChiSquareTail.pValue(statistic / inflation, degreesOfFreedom);
  }

  /** (O − E)²/E of both cells of a column. */
  private static double column(BinnedPair pair, long reference, long current) {
    double total = (double) pair.m() + pair.n();
    double both = (double) reference + current;
    double difference = reference - both * (pair.m() / total);
    return difference * difference * (total / pair.m() + total / pair.n()) / both;
  }
}
