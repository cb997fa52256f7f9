package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * The distribution of one feature that later values are compared with.
 *
 * <p>Definition: the <em>knots</em> r₁ &lt; … &lt; r_k are the distinct values among m given ones;
 * at each, F(r−) and F(r), the shares of values below it and up to it, are exact. Of more than
 * 1,024 distinct values (or of a lower limit k) those at as many evenly spaced ranks are kept, the
 * least and the greatest among them: what is lost lies between two knots, a share of at most {@link
 * #largestGapMass()}, which is below 1/(k − 1) (hardly more for a {@link CountedSample}). −0.0 is
 * 0.0. There is no empty sample.
 *
 * <p>Cost: one sort to build, ten steps to find a value's cell. Memory: 16 bytes a knot, whatever
 * m. Immutable.
 */
public final class ReferenceSample implements Distribution {

  /** The most knots. */
  public static final int MAX_KNOTS = 1024;

  private static final HexFormat HEX = HexFormat.of();

  private final double[] knots;
  private final GuideTable guide;

  /** How many values are below each knot, and how many up to it. */
  private final int[] below;

  private final int[] upTo;
  private final double mean;
  private final double standardDeviation;
  private final long hash;

  private ReferenceSample(
      double[] knots, int[] below, int[] upTo, double mean, double standardDeviation) {
    this.knots = knots;
    guide = new GuideTable(knots);
    this.below = below;
    this.upTo = upTo;
    this.mean = mean;
    this.standardDeviation = standardDeviation;
    ByteWriter content = new ByteWriter();
    writeTo(content);
    this.hash = StableHash.of(content.toByteArray());
  }

  /**
   * The distribution of the values, in any order. No values at all, or one that is not finite, are
   * an {@link IllegalArgumentException}.
   */
  public static ReferenceSample of(double[] values) {
    return of(values, MAX_KNOTS);
  }

  /**
   * The same of at most {@code limit} knots.
   *
   * @param limit from 2 to {@link #MAX_KNOTS}
   */
  public static ReferenceSample of(double[] values, int limit) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a reference needs at least one value, not 0");
    }
    double[] sorted = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "a reference has only finite values, not " + values[i] + " at index " + i);
      }
      sorted[i] = values[i] + 0.0; // turns −0.0 into 0.0
    }
    Arrays.sort(sorted);
    return ofSorted(sorted, limit);
  }

  private static ReferenceSample ofSorted(double[] sorted, int limit) {
    int size = sorted.length;
    double[] values = new double[size];
    int[] below = new int[size];
    int[] upTo = new int[size];
    int distinct = 0;
    Moments moments = new Moments(sorted[0], sorted[size - 1]);
    for (int from = 0; from < size; ) {
      int to = from;
      while (to < size && sorted[to] == sorted[from]) {
        moments.add(sorted[to++]);
      }
      values[distinct] = sorted[from];
      below[distinct] = from;
      upTo[distinct++] = to;
      from = to;
    }
    return ofCounted(
        Arrays.copyOf(values, distinct),
        Arrays.copyOf(below, distinct),
        Arrays.copyOf(upTo, distinct),
        moments,
        limit);
  }

  /**
   * The distribution whose knots are among {@code values}: all of them, or those that have the
   * evenly spaced ranks, or come next after one.
   *
   * @param values distinct and ascending, the least and the greatest of the sample among them
   * @param below how many of the sample are less than each
   * @param upTo how many are each or less
   * @param limit the most knots
   */
  static ReferenceSample ofCounted(
      double[] values, int[] below, int[] upTo, Moments moments, int limit) {
    int size = upTo[upTo.length - 1];
    boolean all = values.length <= limit;
    int most = Math.min(values.length, limit);
    double[] knots = new double[most];
    int[] belowKnots = new int[most];
    int[] upToKnots = new int[most];
    int kept = 0;
    int next = 0; // which of the evenly spaced ranks comes next
    for (int i = 0; i < values.length; i++) {
      if (all || rank(next, size, limit) < upTo[i]) {
        knots[kept] = values[i];
        belowKnots[kept] = below[i];
        upToKnots[kept++] = upTo[i];
      }
      while (next < limit && rank(next, size, limit) < upTo[i]) {
        next++;
      }
    }
    return new ReferenceSample(
        Arrays.copyOf(knots, kept),
        Arrays.copyOf(belowKnots, kept),
        Arrays.copyOf(upToKnots, kept),
        moments.mean(),
        moments.standardDeviation());
  }

  /** The i-th of {@code count} evenly spaced ranks from 0 to {@code size} − 1. */
  private static int rank(int i, int size, int count) {
    return (int) ((long) i * (size - 1) / (count - 1));
  }

  /** The number m of values. */
  public int size() {
    return upTo[upTo.length - 1];
  }

  /** The number k of knots. */
  public int knots() {
    return knots.length;
  }

  /** The knot r of an index from 0 to k − 1, in ascending order. */
  public double knot(int index) {
    return knots[index];
  }

  /** F(r−): the share of values below a knot. */
  public double below(int index) {
    return below[index] / (double) size();
  }

  /** F(r): the share of values up to a knot, itself included. */
  public double upTo(int index) {
    return upTo[index] / (double) size();
  }

  /** Whether every distinct value is a knot. */
  public boolean exact() {
    return largestGap() == 0;
  }

  /** The largest share of values strictly between two neighbouring knots; 0 when exact. */
  public double largestGapMass() {
    return largestGap() / (double) size();
  }

  /** The mean of all values. */
  public double mean() {
    return mean;
  }

  /** The sample standard deviation (divisor m − 1) of all values; 0 for a single one. */
  public double standardDeviation() {
    return standardDeviation;
  }

  @Override
  public String id() {
    return HEX.toHexDigits(hash);
  }

  /** Writes about ten bytes a knot. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(knots.length).writeDouble(mean).writeDouble(standardDeviation);
    int previous = 0;
    for (int i = 0; i < knots.length; i++) {
      out.writeDouble(knots[i]);
      out.writeUnsigned(below[i] - previous).writeUnsigned(upTo[i] - below[i]);
      previous = upTo[i];
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ReferenceSample readFrom(ByteReader in) {
    int length = in.readCount();
    if (length == 0 || length > MAX_KNOTS) {
      throw new IllegalArgumentException("a reference has 1 to 1024 knots, not " + length);
    }
    double mean = in.readDouble();
    double standardDeviation = in.readDouble();
    double[] knots = new double[length];
    int[] below = new int[length];
    int[] upTo = new int[length];
    int size = 0;
    for (int i = 0; i < length; i++) {
      knots[i] = in.readDouble();
      below[i] = plus(size, in.readUnsigned());
      upTo[i] = plus(below[i], in.readUnsigned());
      size = upTo[i];
    }
    return of(knots, below, upTo, mean, standardDeviation);
  }

  /**
   * A distribution given by its knots. Arrays of different lengths, or that make no distribution,
   * are an {@link IllegalArgumentException}.
   *
   * @param knots 1 to 1,024 distinct finite values, ascending; kept, not copied
   * @param below how many values are less than each knot; kept, not copied
   * @param upTo how many values are each knot or less; kept, not copied
   * @param mean the mean of all values, finite
   * @param standardDeviation their sample standard deviation, 0 or more
   */
  public static ReferenceSample of(
      double[] knots, int[] below, int[] upTo, double mean, double standardDeviation) {
    int length = knots.length;
    if (length == 0 || length > MAX_KNOTS || below.length != length || upTo.length != length) {
      throw new IllegalArgumentException(
          "a reference has 1 to 1024 knots and as many counts, not %d, %d and %d"
              .formatted(length, below.length, upTo.length));
    }
    if (!Double.isFinite(mean) || !(standardDeviation >= 0)) {
      throw new IllegalArgumentException(
          "a reference has no mean " + mean + " and deviation " + standardDeviation);
    }
    for (int i = 0; i < length; i++) {
      boolean follows = i == 0 ? below[i] == 0 : knots[i - 1] < knots[i] && below[i] >= upTo[i - 1];
      if (!Double.isFinite(knots[i]) || below[i] >= upTo[i] || !follows) {
        throw new IllegalArgumentException("a reference has no knot " + knots[i] + " at " + i);
      }
    }
    return new ReferenceSample(knots, below, upTo, mean, standardDeviation);
  }

  private static int plus(int count, long more) {
    if (more < 0 || more > Integer.MAX_VALUE - count) {
      throw new IllegalArgumentException("a reference has no " + count + " + " + more + " values");
    }
    return count + (int) more;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ReferenceSample other
        && hash == other.hash
        && Arrays.equals(knots, other.knots)
        && Arrays.equals(below, other.below)
        && Arrays.equals(upTo, other.upTo);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return "ReferenceSample[id=" + id() + ", size=" + size() + ", knots=" + knots.length + "]";
  }

  /** The content hash itself. */
  long hash() {
    return hash;
  }

  /** The number of cells of {@link #cellOf}: k knots and the k + 1 gaps around them. */
  int cells() {
    return 2 * knots.length + 1;
  }

  /** The cell of a finite value: 2i + 1 at knot i, 2i in the gap before it, 2k above the last. */
  int cellOf(double value) {
    int at = guide.countBelow(value);
    return 2 * at + (at < knots.length && knots[at] == value ? 1 : 0);
  }

  /** How many of the m values are below a knot. */
  public int countBelow(int index) {
    return below[index];
  }

  /** How many of the m values are up to a knot. */
  public int countUpTo(int index) {
    return upTo[index];
  }

  /** How many knots are the value of so many. */
  public long knotsSeen(int times) {
    return IntStream.range(0, knots.length).filter(i -> upTo[i] - below[i] == times).count();
  }

  private int largestGap() {
    int largest = 0;
    for (int i = 1; i < knots.length; i++) {
      largest = Math.max(largest, below[i] - upTo[i - 1]);
    }
    return largest;
  }
}
