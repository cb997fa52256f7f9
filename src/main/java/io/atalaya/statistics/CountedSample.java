package io.atalaya.statistics;

import java.util.Arrays;

/**
 * A {@link ReferenceSample} of values that are too many to be kept, and are given twice.
 *
 * <p>Definition: the first time the distinct values are noted, as long as they are at most as many
 * as there may be knots, and the least and the greatest. Where there are more, candidates come from
 * a uniform sample that the caller has drawn. The second time it is counted how many values are
 * below and up to each candidate; of them the knots are chosen, at evenly spaced ranks. So every
 * count is exact, and nothing but the choice of the knots is left to the sample: the largest gap is
 * that of the ranks and at most one between two candidates more. Of so few distinct values that
 * each is a knot the result is the one of {@link ReferenceSample#of(double[], int)}.
 *
 * <p>Cost: a value of the second time costs a look-up among the candidates, at most {@value
 * #CANDIDATES} for each knot. Memory: 30 bytes a candidate. One thread at a time.
 */
public final class CountedSample {

  private static final int CANDIDATES = 16;

  private final int limit;
  private double[] distinct = new double[16];
  private int noted;
  private boolean more;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;
  private int size;

  private double[] candidates = {};
  private GuideTable guide = new GuideTable(new double[1]);
  private Moments moments = new Moments(0, 0);

  /** Of each candidate how many values are in the gap before it, and how many are it. */
  private int[] cells = {};

  /**
   * @param limit the most knots, from 2 to {@link ReferenceSample#MAX_KNOTS}
   */
  public CountedSample(int limit) {
    this.limit = limit;
  }

  /** Takes a finite value the first time; more than 2³¹ − 1 are an {@link ArithmeticException}. */
  public void offer(double value) {
    double offered = value + 0.0; // turns −0.0 into 0.0
    size = Math.addExact(size, 1);
    least = Math.min(least, offered);
    greatest = Math.max(greatest, offered);
    if (!more) {
      note(offered);
    }
  }

  /** How many values were offered. */
  public int size() {
    return size;
  }

  /**
   * Makes ready for the second time.
   *
   * @param drawn a uniform sample of what was offered, in any order; changed
   */
  public void begin(double[] drawn) {
    candidates = more ? candidates(drawn) : Arrays.copyOf(distinct, noted);
    guide = new GuideTable(candidates);
    cells = new int[2 * candidates.length + 1];
    moments = new Moments(least, greatest);
  }

  /** Takes a value the second time, in any order. */
  public void count(double value) {
    int at = guide.countBelow(value);
    cells[2 * at + (at < candidates.length && candidates[at] == value ? 1 : 0)]++;
    moments.add(value);
  }

  /** The distribution; an {@link IllegalStateException} when other values were given again. */
  public ReferenceSample sample() {
    int[] below = new int[candidates.length];
    int[] upTo = new int[candidates.length];
    int counted = 0;
    for (int i = 0; i < candidates.length; i++) {
      below[i] = counted + cells[2 * i];
      upTo[i] = below[i] + cells[2 * i + 1];
      counted = upTo[i];
    }
    if (counted != size || size == 0 || below[0] > 0 || cells[cells.length - 1] > 0) {
      throw new IllegalStateException(
          "of the values given first, %d, only %d were given again".formatted(size, counted));
    }
    return ReferenceSample.ofCounted(candidates, below, upTo, moments, limit);
  }

  private void note(double value) {
    int at = Arrays.binarySearch(distinct, 0, noted, value);
    if (at >= 0) {
      return;
    }
    if (noted == limit) {
      more = true;
      return;
    }
    if (noted == distinct.length) {
      distinct = Arrays.copyOf(distinct, 2 * noted);
    }
    int place = -at - 1;
    System.arraycopy(distinct, place, distinct, place + 1, noted - place);
    distinct[place] = value;
    noted++;
  }

  private double[] candidates(double[] drawn) {
    Arrays.sort(drawn);
    int most = Math.min(drawn.length, CANDIDATES * limit - 2);
    double[] some = new double[most + 2];
    for (int i = 0; i < most; i++) {
      some[i] = drawn[(int) ((long) i * drawn.length / most)] + 0.0;
    }
    some[most] = least;
    some[most + 1] = greatest;
    return Arrays.stream(some).sorted().distinct().toArray();
  }
}
