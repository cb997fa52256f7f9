package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;

/**
 * The exact sum of finite doubles and of products of two of them: no rounding until it is read.
 *
 * <p>Definition: Σxᵢ + Σyⱼzⱼ as a fixed-point number. {@link #value()} is that number rounded once,
 * to the nearest double, ties to even; it is infinite beyond the range of doubles. The empty sum is
 * 0, and a sum of exactly 0 is empty: it cannot tell a value that was never added from one that was
 * taken back.
 *
 * <p>Cost: an add touches two 64-bit chunks (four for a product) and allocates only when the range
 * of exponents grows. Memory: eight bytes for each 32 bits between the highest and the lowest bit
 * ever set, so tens of bytes for measurements of one kind, 1.1 kB at the very most.
 *
 * <p>One thread at a time, for reading as well: reading brings the chunks into canonical form.
 *
 * <p>Source: R. M. Neal, "Fast exact summation using small and large superaccumulators", <a
 * href="https://arxiv.org/abs/1505.05571">arXiv 1505.05571</a>, section 3 (the small one), here
 * sparse, and twice as wide to hold products.
 */
public final class ExactSum implements Accumulator<ExactSum> {

  /*
   * The sum is Σ chunks[i]·2^(32(base + i) + LOWEST_EXPONENT). Neighbouring chunks overlap by 32
   * bits, so that carries may wait: one add changes a chunk by less than 2^52, and between two
   * normalisations |chunk| < (pending + 1)·2^52, which a merge may bring to 2^63 at the most.
   *
   * Canonical form, after normalise(): all chunks have the sign of the sum (or are 0) and a
   * magnitude below 2^32; the first and the last are not 0; the empty sum has none.
   */

  /** The exponent of the last bit of the product of the two least doubles. */
  private static final int LOWEST_EXPONENT = 2 * -1074;

  /** Enough for 2^63 products of the largest doubles. */
  private static final int MAX_CHUNKS = 136;

  private static final int MAX_PENDING = 1024;
  private static final long[] NONE = {};

  private long[] chunks = NONE;
  private int base;
  private int pending;

  /** Adds a value; one that is not finite is an {@link IllegalArgumentException}. */
  public void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    requireFinite(bits, value);
    long significand = FixedPoint.significand(bits);
    if (significand == 0) {
      return;
    }
    int position = FixedPoint.scale(bits) - 1074 - LOWEST_EXPONENT;
    int shift = position & 31;
    int at = reach(position >>> 5, 2);
    long sign = bits >> 63;
    chunks[at] += FixedPoint.signed(significand << shift & FixedPoint.DIGIT, sign);
    chunks[at + 1] += FixedPoint.signed(significand >>> (32 - shift), sign);
    added(1);
  }

  /** Takes a value back, as {@link #add} of its negative. */
  public void subtract(double value) {
    add(-value);
  }

  /**
   * Adds the exact product of two values, whatever its size; a factor that is not finite is an
   * {@link IllegalArgumentException}.
   */
  public void addProduct(double x, double y) {
    long xBits = Double.doubleToRawLongBits(x);
    long yBits = Double.doubleToRawLongBits(y);
    requireFinite(xBits, x);
    requireFinite(yBits, y);
    long xSignificand = FixedPoint.significand(xBits);
    long ySignificand = FixedPoint.significand(yBits);
    if (xSignificand == 0 || ySignificand == 0) {
      return;
    }
    long high = Math.multiplyHigh(xSignificand, ySignificand);
    long low = xSignificand * ySignificand;
    int position = FixedPoint.scale(xBits) + FixedPoint.scale(yBits);
    int shift = position & 31;
    int at = reach(position >>> 5, 4);
    long sign = (xBits ^ yBits) >> 63;
    chunks[at] += FixedPoint.signed(low << shift & FixedPoint.DIGIT, sign);
    chunks[at + 1] += FixedPoint.signed(low >>> (32 - shift) & FixedPoint.DIGIT, sign);
    // Two shifts: a single one by 64 would be one by 0.
    chunks[at + 2] +=
        FixedPoint.signed((high << shift | low >>> 1 >>> (63 - shift)) & FixedPoint.DIGIT, sign);
    chunks[at + 3] += FixedPoint.signed(high >>> (32 - shift), sign);
    added(1);
  }

  /** Takes a product back. */
  public void subtractProduct(double x, double y) {
    addProduct(-x, y);
  }

  @Override
  public void merge(ExactSum other) {
    addChunks(other, 1);
  }

  @Override
  public void retract(ExactSum other) {
    addChunks(other, -1);
  }

  /** Whether the sum is exactly 0. */
  @Override
  public boolean isEmpty() {
    normalise();
    return chunks.length == 0;
  }

  /** The sum, correctly rounded. */
  public double value() {
    normalise();
    return FixedPoint.round(chunks, 32 * base + LOWEST_EXPONENT);
  }

  /**
   * The sum as two doubles: the rounded one and the rounded rest, which is 0 where the first is
   * infinite. Differences of large sums are formed from these.
   */
  public DoubleDouble toDoubleDouble() {
    double high = value();
    if (Double.isInfinite(high)) {
      return new DoubleDouble(high, 0);
    }
    ExactSum rest = copy();
    rest.subtract(high);
    return new DoubleDouble(high, rest.value());
  }

  /**
   * Σ(a − ā)² = Σa² − (Σa)²/n, at least 0, with a relative error below 10⁻²⁹·Σa²/result. NaN when n
   * is 0 or Σa² is beyond the range of doubles.
   *
   * @param n the number of values
   * @param sum Σa
   * @param squares Σa²
   */
  public static double squaredDeviations(long n, ExactSum sum, ExactSum squares) {
    DoubleDouble total = sum.toDoubleDouble();
    return Math.max(
        0, squares.toDoubleDouble().minus(total.squared().dividedBy((double) n)).value());
  }

  /** An independent accumulator with the same sum. */
  public ExactSum copy() {
    ExactSum copy = new ExactSum();
    copy.chunks = chunks.length == 0 ? NONE : chunks.clone();
    copy.base = base;
    copy.pending = pending;
    return copy;
  }

  /** Writes about five bytes for each 32 bits of the sum, one for the empty sum. */
  public void writeTo(ByteWriter out) {
    normalise();
    out.writeUnsigned(chunks.length);
    if (chunks.length == 0) {
      return;
    }
    boolean negative = chunks[0] < 0;
    out.writeSigned(negative ? ~base : base);
    for (long chunk : chunks) {
      out.writeUnsigned(Math.abs(chunk));
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ExactSum readFrom(ByteReader in) {
    ExactSum sum = new ExactSum();
    int length = in.readCount();
    if (length == 0) {
      return sum;
    }
    long signedBase = in.readSigned();
    boolean negative = signedBase < 0;
    long base = negative ? ~signedBase : signedBase;
    if (length > MAX_CHUNKS || base > MAX_CHUNKS - length) {
      throw new IllegalArgumentException(
          "an exact sum has chunks 0 to " + MAX_CHUNKS + ", not " + length + " from " + base);
    }
    long[] chunks = new long[length];
    for (int i = 0; i < length; i++) {
      long digit = in.readUnsigned();
      boolean end = i == 0 || i == length - 1;
      if ((digit & ~FixedPoint.DIGIT) != 0 || (end && digit == 0)) {
        throw new IllegalArgumentException("an exact sum has no chunk " + digit + " at " + i);
      }
      chunks[i] = negative ? -digit : digit;
    }
    sum.chunks = chunks;
    sum.base = (int) base;
    return sum;
  }

  @Override
  public boolean equals(Object object) {
    if (!(object instanceof ExactSum other)) {
      return false;
    }
    normalise();
    other.normalise();
    return base == other.base && Arrays.equals(chunks, other.chunks);
  }

  @Override
  public int hashCode() {
    normalise();
    return 31 * base + Arrays.hashCode(chunks);
  }

  private void addChunks(ExactSum other, int sign) {
    if (other.chunks.length == 0) {
      return;
    }
    long[] more = other.chunks;
    int at = reach(other.base, more.length);
    for (int i = 0; i < more.length; i++) {
      chunks[at + i] += sign * more[i];
    }
    added(other.pending + 1);
  }

  private void added(int adds) {
    pending += adds;
    if (pending >= MAX_PENDING) {
      normalise();
    }
  }

  /** Makes room for {@code count} chunks from {@code chunk} on; returns the index of the first. */
  private int reach(int chunk, int count) {
    int at = chunk - base;
    if (at >= 0 && at + count <= chunks.length) {
      return at;
    }
    if (chunks.length == 0) {
      base = chunk;
    }
    int from = Math.min(base, chunk);
    int to = Math.max(base + chunks.length, chunk + count);
    long[] grown = new long[to - from];
    System.arraycopy(chunks, 0, grown, base - from, chunks.length);
    chunks = grown;
    base = from;
    return chunk - base;
  }

  /** Brings the chunks into canonical form. */
  private void normalise() {
    pending = 0;
    long carry = FixedPoint.carry(chunks);
    boolean negative = carry < 0;
    if (negative) {
      FixedPoint.negate(chunks);
      carry = FixedPoint.carry(chunks) - carry;
    }
    if (carry != 0) {
      chunks = Arrays.copyOf(chunks, chunks.length + 1);
      chunks[chunks.length - 1] = carry;
    }
    if (negative) {
      FixedPoint.negate(chunks);
    }
    trim();
  }

  private void trim() {
    int from = 0;
    int to = chunks.length;
    while (from < to && chunks[from] == 0) {
      from++;
    }
    while (to > from && chunks[to - 1] == 0) {
      to--;
    }
    if (from == to) {
      chunks = NONE;
      base = 0;
    } else if (to - from < chunks.length) {
      chunks = Arrays.copyOfRange(chunks, from, to);
      base += from;
    }
  }

  private static void requireFinite(long bits, double value) {
    if (!FixedPoint.isFinite(bits)) {
      throw new IllegalArgumentException("only finite values can be summed, not " + value);
    }
  }
}
