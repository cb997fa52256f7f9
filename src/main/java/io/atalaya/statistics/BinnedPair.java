package io.atalaya.statistics;

import java.util.Arrays;

/**
 * A reference and a current sample, each counted over the same bins: what the tests of categories
 * and of binned distributions take.
 *
 * <p>Immutable. Memory: 16 bytes a bin.
 */
public final class BinnedPair {

  private final long[] reference;
  private final long[] current;
  private final long m;
  private final long n;

  private BinnedPair(long[] reference, long[] current) {
    this.reference = reference;
    this.current = current;
    m = Arrays.stream(reference).sum();
    n = Arrays.stream(current).sum();
  }

  /**
   * Counts of the same bins, in the same order. Different lengths, negative counts or a sample
   * without values are an {@link IllegalArgumentException}.
   */
  public static BinnedPair of(long[] reference, long[] current) {
    if (reference.length != current.length) {
      throw new IllegalArgumentException(
          "two samples of the same bins have as many, not %d and %d"
              .formatted(reference.length, current.length));
    }
    for (long[] counts : new long[][] {reference, current}) {
      if (Arrays.stream(counts).anyMatch(count -> count < 0)
          || Arrays.stream(counts).noneMatch(count -> count > 0)) {
        throw new IllegalArgumentException(
            "a binned sample has counts of 0 or more, and one above, not "
                + Arrays.toString(counts));
      }
    }
    return new BinnedPair(reference.clone(), current.clone());
  }

  /**
   * At most {@code most} bins that hold about as many reference values each: a knot is in the j-th
   * when the last of its ranks is in the j-th of as many parts of all ranks, and what lies between
   * two knots is with the greater one. The first and the last bin go on to infinity, so that every
   * current value has one. A value more frequent than a part makes fewer and larger bins.
   *
   * @param counts values counted against {@code reference}, at least one
   * @param most at least 1
   */
  public static BinnedPair ofQuantiles(ReferenceSample reference, RankCounts counts, int most) {
    counts.requireSameReference(reference.hash());
    int knots = reference.knots();
    DenseCounts cells = counts.toDense();
    long[] before = new long[most];
    long[] now = new long[most];
    int bins = 0;
    long part = 0;
    long taken = 0;
    for (int i = 0; i < knots; i++) {
      long upTo = reference.countUpTo(i);
      long partOfKnot = (upTo - 1) * most / reference.size();
      if (i > 0 && partOfKnot > part) {
        bins++;
      }
      part = partOfKnot;
      before[bins] += upTo - taken;
      now[bins] += cells.get(2 * i) + cells.get(2 * i + 1);
      taken = upTo;
    }
    now[bins] += cells.get(2 * knots);
    return of(Arrays.copyOf(before, bins + 1), Arrays.copyOf(now, bins + 1));
  }

  /**
   * A bin for each knot, and, where there are current values at none, a last one for these.
   *
   * @param reference one that is {@link ReferenceSample#exact()}
   * @param counts values counted against it, at least one
   */
  public static BinnedPair ofValues(ReferenceSample reference, RankCounts counts) {
    counts.requireSameReference(reference.hash());
    int knots = reference.knots();
    DenseCounts cells = counts.toDense();
    long[] before = new long[knots + 1];
    long[] now = new long[knots + 1];
    long unseen = counts.count();
    for (int i = 0; i < knots; i++) {
      before[i] = (long) reference.countUpTo(i) - reference.countBelow(i);
      now[i] = cells.get(2 * i + 1);
      unseen -= now[i];
    }
    now[knots] = unseen;
    int bins = unseen == 0 ? knots : knots + 1;
    return of(Arrays.copyOf(before, bins), Arrays.copyOf(now, bins));
  }

  /**
   * A bin for each knot and one for each gap between two, below the first and above the last, in
   * ascending order: all that is known.
   *
   * @param counts values counted against {@code reference}, at least one
   */
  public static BinnedPair ofCells(ReferenceSample reference, RankCounts counts) {
    counts.requireSameReference(reference.hash());
    DenseCounts cells = counts.toDense();
    long[] before = new long[cells.length()];
    long[] now = new long[cells.length()];
    int taken = 0;
    for (int i = 0; i < reference.knots(); i++) {
      before[2 * i] = (long) reference.countBelow(i) - taken;
      taken = reference.countUpTo(i);
      before[2 * i + 1] = (long) taken - reference.countBelow(i);
    }
    Arrays.setAll(now, cells::get);
    return of(before, now);
  }

  /**
   * A bin for each category, and, where a sample has values of other names, a last one for these.
   *
   * @param counts values counted against {@code reference}, at least one
   */
  public static BinnedPair ofCategories(CategorySample reference, CategoryCounts counts) {
    counts.requireSameReference(reference.hash());
    int names = reference.names();
    long[] before = new long[names + 1];
    long[] now = new long[names + 1];
    DenseCounts cells = counts.toDense();
    for (int i = 0; i < names; i++) {
      before[i] = reference.count(i);
      now[i] = cells.get(i);
    }
    before[names] = reference.other();
    now[names] = cells.get(names);
    int bins = before[names] + now[names] == 0 ? names : names + 1;
    return of(Arrays.copyOf(before, bins), Arrays.copyOf(now, bins));
  }

  /** The reference without the current values, of which it must have all, and these. */
  public BinnedPair withoutCurrent() {
    long[] rest = new long[reference.length];
    for (int bin = 0; bin < rest.length; bin++) {
      rest[bin] = reference[bin] - current[bin];
    }
    return of(rest, current);
  }

  /** The number of bins. */
  public int bins() {
    return reference.length;
  }

  /** The number m of reference values. */
  public long m() {
    return m;
  }

  /** The number n of current values. */
  public long n() {
    return n;
  }

  /** The reference values in a bin. */
  public long reference(int bin) {
    return reference[bin];
  }

  /** The current values in a bin. */
  public long current(int bin) {
    return current[bin];
  }
}
