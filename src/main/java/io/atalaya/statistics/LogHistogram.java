package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Counts of non-negative doubles in log-linear buckets, for quantiles that merge and retract.
 *
 * <p>Definition: every power of two from 2⁻¹⁰²² up is divided into 1,024 buckets of equal width,
 * found from the leading bits of the number itself; 0 has a bucket of its own. A quantile is that
 * order statistic of the values, exactly chosen, seen through its bucket: within a relative 2⁻¹¹
 * (below 2⁻¹⁰²², within an absolute 2⁻¹⁰³³). Absent when empty.
 *
 * <p>Cost: an add is constant once there are some hundred values, a quantile a pass over at most
 * half of them. Memory: twelve to eighteen bytes an occupied bucket, so at most 250 kB for
 * latencies from 1 ms to 10 s; four more a bucket for what is being added. One thread at a time,
 * for reading as well: reading puts what was added into order.
 *
 * <p>Source: the buckets are those of G. Tene's HdrHistogram with a floating range; the error bound
 * is that of C. Masson, J. Rim, H. Lee, "DDSketch", PVLDB 12(12), 2019, section 2.
 */
public final class LogHistogram implements Accumulator<LogHistogram> {

  /** The bits of a double that a bucket disregards: 52 less the 10 that it keeps. */
  private static final int DROPPED_BITS = 42;

  private static final int BUCKETS = bucketOf(Double.MAX_VALUE) + 1;

  /** With so few occupied buckets, and so few values, a place for each bucket does not pay. */
  private static final int FEW_BUCKETS = 16;

  private static final int FEW_VALUES = 256;

  private final SparseCounts counts;

  /** What was added since {@link #ordered}; null while little was. */
  private @Nullable GatheredCounts gathered;

  public LogHistogram() {
    this(new SparseCounts());
  }

  private LogHistogram(SparseCounts counts) {
    this.counts = counts;
  }

  /** Counts a value; a negative or non-finite one is an {@link IllegalArgumentException}. */
  public void add(double value) {
    int bucket = bucketOf(value);
    GatheredCounts more = gathered;
    if (more == null || !more.increment(bucket)) {
      counts.increment(bucket);
      if (more == null && (counts.size() > FEW_BUCKETS || counts.total() > FEW_VALUES)) {
        gathered = new GatheredCounts();
      }
    } else if (more.isFull()) {
      ordered();
    }
  }

  @Override
  public void merge(LogHistogram other) {
    ordered().merge(other.ordered());
  }

  @Override
  public void retract(LogHistogram other) {
    ordered().retract(other.ordered());
  }

  @Override
  public boolean isEmpty() {
    return count() == 0;
  }

  /** The number of values. */
  public long count() {
    return counts.total() + (gathered == null ? 0 : gathered.total());
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
    SparseCounts all = ordered();
    long rank = Math.max(1, (long) Math.ceil(q * all.total()));
    long left = all.total();
    if (2 * rank <= left) {
      long seen = 0;
      for (int i = 0; i < all.size(); i++) {
        seen += all.count(i);
        if (seen >= rank) {
          return OptionalDouble.of(middle(all.key(i)));
        }
      }
    }
    // High quantiles are near the other end.
    for (int i = all.size() - 1; i >= 0; i--) {
      left -= all.count(i);
      if (left < rank) {
        return OptionalDouble.of(middle(all.key(i)));
      }
    }
    return OptionalDouble.empty();
  }

  /** An independent histogram with the same counts. */
  public LogHistogram copy() {
    return new LogHistogram(ordered().copy());
  }

  /** Writes two or three bytes an occupied bucket. */
  public void writeTo(ByteWriter out) {
    ordered().writeTo(out);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static LogHistogram readFrom(ByteReader in) {
    return new LogHistogram(SparseCounts.readFrom(in, BUCKETS));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof LogHistogram other && ordered().equals(other.ordered());
  }

  @Override
  public int hashCode() {
    return ordered().hashCode();
  }

  /** All counts, in order. */
  SparseCounts ordered() {
    if (gathered != null) {
      counts.merge(gathered.take());
    }
    return counts;
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
