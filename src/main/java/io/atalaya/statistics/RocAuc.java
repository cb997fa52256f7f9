package io.atalaya.statistics;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The area under the receiver operating characteristic, from the buckets of two histograms.
 *
 * <p>Definition: the share of the pairs of a positive and a negative in which the positive has the
 * greater score, pairs in one bucket counting half (the statistic of Mann and Whitney over m·n).
 * Two scores in one bucket may be in any order, so the area of the scores themselves is at most
 * {@code errorBound} away: half of the share of such pairs. It is the same where each bucket holds
 * equal scores. Stateless; a pass over the occupied buckets of both for each figure.
 *
 * <p>Source: H. B. Mann, D. R. Whitney, "On a test of whether one of two random variables is
 * stochastically larger than the other", Annals of Mathematical Statistics 18, 1947; for the
 * standard error E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, "Comparing the areas under two
 * or more correlated receiver operating characteristic curves", Biometrics 44, 1988.
 *
 * @param value the area, 0 to 1
 * @param errorBound the most that the area of the scores themselves is away, 0 to 0.5
 * @param standardError DeLong's, of the area by buckets; empty with fewer than two positives or
 *     negatives, and where it is 0: scores without variation do not say how sure they are
 */
public record RocAuc(double value, double errorBound, OptionalDouble standardError) {

  /** The area of the scores of both; empty where there are no positives or no negatives. */
  static Optional<RocAuc> of(LogHistogram positives, LogHistogram negatives) {
    if (positives.isEmpty() || negatives.isEmpty()) {
      return Optional.empty();
    }
    double m = positives.count();
    double n = negatives.count();
    double won = 0;
    double tied = 0;
    for (Walk walk = new Walk(positives, negatives); walk.next(); ) {
      won += (double) walk.positives * walk.negativesBelow;
      tied += (double) walk.positives * walk.negatives;
    }
    double area = (won + tied / 2) / (m * n);
    return Optional.of(
        new RocAuc(area, tied / 2 / (m * n), standardError(positives, negatives, area)));
  }

  /** √(S₁₀/m + S₀₁/n), the variances of what each positive and each negative adds to the area. */
  private static OptionalDouble standardError(
      LogHistogram positives, LogHistogram negatives, double area) {
    double m = positives.count();
    double n = negatives.count();
    double ofPositives = 0;
    double ofNegatives = 0;
    for (Walk walk = new Walk(positives, negatives); walk.next(); ) {
      double positivesAbove = m - walk.positivesBelow - walk.positives;
      double v10 = (walk.negativesBelow + walk.negatives / 2.0) / n - area;
      double v01 = (positivesAbove + walk.positives / 2.0) / m - area;
      ofPositives += walk.positives * v10 * v10;
      ofNegatives += walk.negatives * v01 * v01;
    }
    // Of one positive or negative alone there is no variance: a quotient by 0, no finite number.
    double variance = ofPositives / (m - 1) / m + ofNegatives / (n - 1) / n;
    return variance > 0 && variance < Double.POSITIVE_INFINITY
        ? OptionalDouble.of(Math.sqrt(variance))
        : OptionalDouble.empty();
  }

  /** The buckets that either histogram occupies, from the least. */
  private static final class Walk {

    private final SparseCounts first;
    private final SparseCounts second;
    private int i;
    private int j;
    long positives;
    long negatives;
    long positivesBelow;
    long negativesBelow;

    Walk(LogHistogram positives, LogHistogram negatives) {
      first = positives.ordered();
      second = negatives.ordered();
    }

    boolean next() {
      positivesBelow += positives;
      negativesBelow += negatives;
      if (i == first.size() && j == second.size()) {
        return false;
      }
      int key = Math.min(key(first, i), key(second, j));
      positives = key(first, i) == key ? first.count(i++) : 0;
      negatives = key(second, j) == key ? second.count(j++) : 0;
      return true;
    }

    private static int key(SparseCounts counts, int index) {
      return index < counts.size() ? counts.key(index) : Integer.MAX_VALUE;
    }
  }
}
