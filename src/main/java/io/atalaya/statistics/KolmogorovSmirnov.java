package io.atalaya.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The two-sample Kolmogorov-Smirnov test, two-sided.
 *
 * <p>Definition: D = sup |F(x) − G(x)| over the distribution functions of the m reference and the n
 * current values; p = P(D ≥ d) when both come from one continuous distribution (with ties, p is too
 * large, never too small). Without values on either side both are undefined: an {@link
 * IllegalArgumentException}.
 *
 * <p>Cost: D is one pass over the reference's cells. p takes about 2·d·n·m steps of under a
 * nanosecond and 2·min(n, m) doubles for n·m up to {@value #EXACT_PRODUCT}, a few dozen steps
 * beyond. Stateless.
 *
 * <p>Source: J. L. Hodges, "The significance probability of the Smirnov two-sample test", Arkiv för
 * Matematik 3, 1958 (lattice paths, and the correction of the limit); T. Viehmann, "Numerically
 * more stable computation of the p-values for the two-sample Kolmogorov-Smirnov test", <a
 * href="https://arxiv.org/abs/2102.08037">arXiv 2102.08037</a> (the recurrence for the outside).
 */
public final class KolmogorovSmirnov {

  /** The largest n·m for which p is exact. */
  public static final long EXACT_PRODUCT = 20_000_000;

  /** The least size of the smaller sample for which the limit is within 3·10⁻³. */
  private static final long MIN_LIMIT_SIZE = 50;

  private KolmogorovSmirnov() {}

  /**
   * D between a reference and a sample counted against it. Exact, ties included, when the reference
   * is {@link ReferenceSample#exact()}; else at most {@link ReferenceSample#largestGapMass()} below
   * D, and never above it.
   *
   * <p>Between two neighbouring values of the reference F is constant and G rises, so that the
   * supremum is reached at the ends of a gap: at r− or at r for a knot r.
   */
  public static double statistic(ReferenceSample reference, RankCounts current) {
    current.requireSameReference(reference.hash());
    long n = current.count();
    long m = reference.size();
    requireValues(n, m);
    DenseCounts cells = current.toDense();
    long largest = 0; // the largest |F − G|·n·m, in whole numbers
    long seen = 0;
    for (int i = 0; i < reference.knots(); i++) {
      seen += cells.get(2 * i);
      largest = Math.max(largest, Math.abs(reference.countBelow(i) * n - seen * m));
      seen += cells.get(2 * i + 1);
      largest = Math.max(largest, Math.abs(reference.countUpTo(i) * n - seen * m));
    }
    return largest / ((double) n * m);
  }

  /**
   * P(D ≥ d): exact for n·m up to {@link #EXACT_PRODUCT}, with a relative error below 10⁻¹¹ down to
   * 10⁻³⁰⁰; beyond, within 3·10⁻³.
   *
   * @param d a value of D, from 0 to 1; the nearest value that D can take counts
   */
  public static double pValue(double d, long n, long m) {
    requireValues(n, m);
    if (!(d >= 0 && d <= 1)) {
      throw new IllegalArgumentException("a Kolmogorov-Smirnov distance is 0 to 1, not " + d);
    }
    long smaller = Math.min(n, m);
    long larger = Math.max(n, m);
    if (smaller < MIN_LIMIT_SIZE || smaller <= EXACT_PRODUCT / larger) {
      // For so few values against so many, some more make no difference.
      return exact(d, (int) smaller, (int) Math.min(larger, EXACT_PRODUCT / smaller));
    }
    return limit(d, smaller, larger);
  }

  /**
   * The p-value of {@link #statistic}, or nothing where the reference is too coarse to tell: where
   * its largest gap mass exceeds a quarter of the critical distance at level {@code alpha}.
   */
  public static OptionalDouble pValue(ReferenceSample reference, RankCounts current, double alpha) {
    double d = statistic(reference, current);
    long n = current.count();
    long m = reference.size();
    return reference.largestGapMass() > criticalDistance(alpha, n, m) / 4
        ? OptionalDouble.empty()
        : OptionalDouble.of(pValue(d, n, m));
  }

  /**
   * The d that D exceeds with probability {@code alpha}, by the first term of the Kolmogorov limit:
   * √(−½·ln(α/2)·(n + m)/(n·m)), where α is at most 0.2 within 10⁻³ of the whole series.
   */
  public static double criticalDistance(double alpha, long n, long m) {
    requireValues(n, m);
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("a level is above 0 and below 1, not " + alpha);
    }
    return Math.sqrt(-Math.log(alpha / 2) / 2 / effectiveSize(n, m));
  }

  /*
   * The order of the n + m values of both samples is a path from (0, 0) to (n, m), all paths
   * equally likely. D ≥ d means that the path leaves the band |i/n − j/m| < d. u(i, j), the
   * probability that a path to (i, j) has left it, is 1 outside and
   *
   *   u(i, j) = [i·u(i−1, j) + j·u(i, j−1)] / (i + j)
   *
   * inside: the last step comes from either neighbour in proportion. All terms are positive, so the
   * smallest p keeps its digits. We go by antidiagonals s = i + j, each of which depends on the one
   * before alone; the inside of one is the interval of i with |i·(n + m) − s·n|·lcm/(n·m) < h,
   * where d = h/lcm(n, m) in whole numbers.
   */
  private static double exact(double d, int n, int m) {
    long divisor = gcd(n, m);
    long nUnit = n / divisor;
    long mUnit = m / divisor;
    long h = Math.round(d * (nUnit * m));
    if (h == 0) {
      return 1;
    }
    long unit = nUnit + mUnit;
    double[] u = new double[n + 2]; // u[i + 1] is u(i, s − i); u[0] is only ever multiplied by 0
    double[] index = new double[n + 2];
    Arrays.fill(u, 1);
    Arrays.setAll(index, i -> i - 1);
    u[1] = 0;
    int previousFrom = 0;
    for (int s = 1; s <= n + m; s++) {
      long bandFrom = Math.floorDiv(s * nUnit - h, unit) + 1;
      long bandTo = Math.floorDiv(s * nUnit + h - 1, unit);
      int from = (int) Math.max(bandFrom, Math.max(0, s - m));
      int to = (int) Math.min(bandTo, Math.min(n, s));
      double share = 1.0 / s;
      for (int i = to; i >= from; i--) {
        u[i + 1] = (index[i + 1] * u[i] + (s - index[i + 1]) * u[i + 1]) * share;
      }
      for (; previousFrom < from; previousFrom++) {
        u[previousFrom + 1] = 1; // has left the band
      }
    }
    return Math.min(1, u[n + 1]);
  }

  /**
   * The Kolmogorov limit with the first-order correction of Hodges (equation 5.3), n ≤ m, and half
   * a step back because D moves in steps of 1/lcm(n, m): P(K ≥ √N·(d − 1/(2·lcm)) + (m +
   * 2n)/(6·√(n·m·(n + m)))), N = n·m/(n + m). For n = m both cancel, as they must.
   */
  private static double limit(double d, long n, long m) {
    double effective = effectiveSize(n, m);
    double step = gcd(n, m) / ((double) n * m);
    double correction = (m + 2.0 * n) / (6 * Math.sqrt(effective) * (n + m));
    double possible = Math.rint(d / step) * step;
    return kolmogorovTail(Math.sqrt(effective) * (possible - step / 2) + correction);
  }

  /** P(K ≥ λ) = 2·Σ (−1)^(k−1)·exp(−2k²λ²), for small λ by the equivalent series for P(K < λ). */
  static double kolmogorovTail(double lambda) {
    if (lambda < 0.04) {
      return 1; // to the last bit
    }
    double sum = 0;
    if (lambda < 1) {
      double factor = -Math.PI * Math.PI / (8 * lambda * lambda);
      for (int odd = 1; odd <= 9; odd += 2) {
        sum += Math.exp(factor * odd * odd);
      }
      return 1 - Math.sqrt(2 * Math.PI) / lambda * sum;
    }
    for (int k = 5; k >= 1; k--) {
      sum = Math.exp(-2.0 * k * k * lambda * lambda) - sum;
    }
    return 2 * sum;
  }

  private static double effectiveSize(long n, long m) {
    return (double) n * m / ((double) n + m);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static void requireValues(long n, long m) {
    if (n <= 0 || m <= 0) {
      throw new IllegalArgumentException(
          "a two-sample test needs values in both samples, not " + n + " and " + m);
    }
  }
}
