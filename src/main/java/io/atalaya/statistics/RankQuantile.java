package io.atalaya.statistics;

import java.util.function.IntToLongFunction;

/**
 * Quantiles of a reference, and of a sample counted against it.
 *
 * <p>Definition: the q-quantile of n values is the one of rank ⌈q·n⌉, the first one for q = 0. A
 * value at a knot is exact. Values within a gap count as spread evenly over it, so that one there
 * is off by less than the gap's width; for all those below the first knot, and above the last,
 * their mean stands. Without current values there is none: an {@link IllegalArgumentException}.
 *
 * <p>Cost: one pass over the reference's cells. Stateless.
 *
 * <p>Source: R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American
 * Statistician 50(4), 1996 (definition 1).
 */
public final class RankQuantile {

  private RankQuantile() {}

  /** The quantile of the reference's values; q from 0 to 1. */
  public static double of(ReferenceSample reference, double q) {
    return within(reference, cell -> count(reference, cell), reference.size(), q);
  }

  /** The quantile of the values counted against {@code reference}; q from 0 to 1. */
  public static double of(ReferenceSample reference, RankCounts current, double q) {
    current.requireSameReference(reference.hash());
    DenseCounts cells = current.toDense();
    long n = current.count();
    if (n == 0) {
      throw new IllegalArgumentException("no quantile without a current value");
    }
    long rank = rank(q, n);
    if (rank <= cells.get(0)) {
      return current.sumBelow().value() / cells.get(0);
    }
    long above = cells.get(cells.length() - 1);
    if (rank > n - above) {
      return current.sumAbove().value() / above;
    }
    return within(reference, cells::get, n, q);
  }

  /** The quantile where it lies from the first knot to the last. */
  private static double within(
      ReferenceSample reference, IntToLongFunction counts, long n, double q) {
    long left = rank(q, n);
    int cell = 0;
    while (left > counts.applyAsLong(cell)) {
      left -= counts.applyAsLong(cell++);
    }
    double knot = reference.knot(cell / 2);
    if (cell % 2 == 1) {
      return knot;
    }
    double before = reference.knot(cell / 2 - 1);
    return before + (knot - before) * ((left - 0.5) / counts.applyAsLong(cell));
  }

  /** How many reference values are in a cell of its own. */
  private static long count(ReferenceSample reference, int cell) {
    int knot = cell / 2;
    if (cell % 2 == 1) {
      return (long) reference.countUpTo(knot) - reference.countBelow(knot);
    }
    return knot == 0 ? 0 : (long) reference.countBelow(knot) - reference.countUpTo(knot - 1);
  }

  private static long rank(double q, long n) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("a quantile is that of a share from 0 to 1, not " + q);
    }
    return Math.max(1, (long) Math.ceil(q * n));
  }
}
