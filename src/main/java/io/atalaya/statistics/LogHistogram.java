package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.OptionalDouble;

/**
 * Counts of non-negative doubles in log-linear buckets, for quantiles that merge and retract.
 *
 * <p>Definition: every power of two from 2⁻¹⁰²² up is divided into 1,024 buckets of equal width,
 * found from the leading bits of the number itself; 0 has a bucket of its own. A quantile is that
 * order statistic of the values, exactly chosen, seen through its bucket: within a relative 2⁻¹¹
 * (below 2⁻¹⁰²², within an absolute 2⁻¹⁰³³). Absent when empty.
 *
 * <p>Cost: a binary search among the occupied buckets an add, a pass over at most half of them a
 * quantile. Memory: twelve to eighteen bytes an occupied bucket, so at most 250 kB for latencies
 * from 1 ms to 10 s. One thread at a time.
 *
 * <p>Source: the buckets are those of G. Tene's HdrHistogram with a floating range; the error bound
 * is that of C. Masson, J. Rim, H. Lee, "DDSketch", PVLDB 12(12), 2019, section 2.
 */
public final class LogHistogram implements Accumulator<LogHistogram> {

  /** The bits of a double that a bucket disregards: 52 less the 10 that it keeps. */
  private static final int DROPPED_BITS = 42;

  private static final int BUCKETS = bucketOf(Double.MAX_VALUE) + 1;

  private final SparseCounts counts;

  public LogHistogram() {
    this(new SparseCounts());
  }

  private LogHistogram(SparseCounts counts) {
    this.counts = counts;
  }

  /** Counts a value; a negative or non-finite one is an {@link IllegalArgumentException}. */
  public void add(double value) {
    counts.increment(bucketOf(value));
  }

  /** Takes a value back; one that was not counted is an {@link IllegalArgumentException}. */
  public void remove(double value) {
    counts.decrement(bucketOf(value));
  }

  @Override
  public void merge(LogHistogram other) {
    counts.merge(other.counts);
  }

  @Override
  public void retract(LogHistogram other) {
    counts.retract(other.counts);
  }

  @Override
  public boolean isEmpty() {
    return counts.total() == 0;
  }

  /** The number of values. */
  public long count() {
    return counts.total();
  }

  /**
   * The middle of the bucket of the ⌈q·n⌉-th smallest value (the smallest for q = 0): the nearest
   * rank, {@code inverted_cdf} in NumPy. Absent when there are no values.
   *
   * @param q from 0 to 1
   */
  public OptionalDouble quantile(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("a quantile is from 0 to 1, not " + q);
    }
    long rank = Math.max(1, (long) Math.ceil(q * counts.total()));
    long left = counts.total();
    if (2 * rank <= left) {
      long seen = 0;
      for (int i = 0; i < counts.size(); i++) {
        seen += counts.count(i);
        if (seen >= rank) {
          return OptionalDouble.of(middle(counts.key(i)));
        }
      }
    }
    // High quantiles are near the other end.
    for (int i = counts.size() - 1; i >= 0; i--) {
      left -= counts.count(i);
      if (left < rank) {
        return OptionalDouble.of(middle(counts.key(i)));
      }
    }
    return OptionalDouble.empty();
  }

  /** An independent histogram with the same counts. */
  public LogHistogram copy() {
    return new LogHistogram(counts.copy());
  }

  /** Writes two or three bytes an occupied bucket. */
  public void writeTo(ByteWriter out) {
    counts.writeTo(out);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static LogHistogram readFrom(ByteReader in) {
    return new LogHistogram(SparseCounts.readFrom(in, BUCKETS));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof LogHistogram other && counts.equals(other.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  private static int bucketOf(double value) {
    if (!(value >= 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "a histogram counts finite values of 0 or more, not " + value);
    }
    // Not by the bits alone: −0.0 is 0 as well, and the least numbers share their leading bits.
    return value == 0 ? 0 : 1 + (int) (Double.doubleToRawLongBits(value) >>> DROPPED_BITS);
  }

  private static double middle(int bucket) {
    return bucket == 0
        ? 0
        : Double.longBitsToDouble(
            ((long) (bucket - 1) << DROPPED_BITS) | (1L << (DROPPED_BITS - 1)));
  }
}
