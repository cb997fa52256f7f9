package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A random sample that is the same however the values arrive: the k of them whose keys have the
 * smallest hashes.
 *
 * <p>Definition: of all (hash, value) pairs ever added, those with the k smallest hashes (as
 * unsigned numbers), one for each hash; of several values with one hash the smallest (of equal ones
 * that of the first part). With hashes of unique ids ({@link StableHash}) this is a uniform sample
 * without replacement.
 *
 * <p>Values may be of several <em>parts</em> (of the time, say), and are told apart by them: those
 * of some parts alone are as well a random sample.
 *
 * <p>Not an {@link Accumulator}: a pair that was pushed out is forgotten, so that nothing can be
 * taken back.
 *
 * <p>Cost: for the share k/N of N values that enter, a binary search and a shift; one comparison
 * for all others. Memory: sixteen bytes a pair kept, one more where there are several parts. One
 * thread at a time.
 *
 * <p>Source: E. Cohen, H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.
 */
public final class BottomSample {

  private static final int MOST_PARTS = Byte.MAX_VALUE;

  private final int capacity;

  /** How many values of each part were offered. */
  private final long[] counts;

  private int size;

  /** Hashes with the first bit turned, which sorts them as unsigned numbers; ascending. */
  private long[] keys;

  private double[] values;

  /** The part of each value; empty where there is one only. */
  private byte[] partOf;

  /** An empty sample of at most {@code capacity} values. */
  public BottomSample(int capacity) {
    this(capacity, 1);
  }

  /** An empty sample of at most {@code capacity} values of {@code parts} parts. */
  public BottomSample(int capacity, int parts) {
    this(capacity, parts, Math.min(capacity, 16));
  }

  private BottomSample(int capacity, int parts, int room) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a sample's capacity is at least 1, not " + capacity);
    }
    if (parts < 1 || parts > MOST_PARTS) {
      throw new IllegalArgumentException(
          "a sample has 1 to " + MOST_PARTS + " parts, not " + parts);
    }
    this.capacity = capacity;
    counts = new long[parts];
    keys = new long[room];
    values = new double[room];
    partOf = new byte[parts == 1 ? 0 : room];
  }

  /** Offers a value; one that is not finite is an {@link IllegalArgumentException}. */
  public void add(long hash, double value) {
    add(hash, value, 0);
  }

  /** Offers a value of a part; one that is not finite is an {@link IllegalArgumentException}. */
  public void add(long hash, double value, int part) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a sample has only finite values, not " + value);
    }
    counts[part]++;
    offer(hash ^ Long.MIN_VALUE, value, part);
  }

  /** Adds all that {@code other}, of the same capacity and parts, was offered. */
  public void merge(BottomSample other) {
    if (capacity != other.capacity || counts.length != other.counts.length) {
      throw new IllegalArgumentException(
          "samples of %d values in %d parts and of %d in %d do not merge"
              .formatted(capacity, counts.length, other.capacity, other.counts.length));
    }
    for (int part = 0; part < counts.length; part++) {
      counts[part] += other.counts[part];
    }
    for (int i = 0; i < other.size; i++) {
      offer(other.keys[i], other.values[i], other.part(i));
    }
  }

  /** What is kept of those parts that are wanted, and how many values they were offered. */
  public BottomSample of(IntPredicate wanted) {
    BottomSample some = new BottomSample(capacity, 1, size);
    for (int part = 0; part < counts.length; part++) {
      some.counts[0] += wanted.test(part) ? counts[part] : 0;
    }
    for (int i = 0; i < size; i++) {
      if (wanted.test(part(i))) {
        some.keys[some.size] = keys[i];
        some.values[some.size++] = values[i];
      }
    }
    return some;
  }

  /** How many values were offered, those not kept and those of a repeated hash included. */
  public long count() {
    long count = 0;
    for (long ofPart : counts) {
      count += ofPart;
    }
    return count;
  }

  /** How many values are kept. */
  public int size() {
    return size;
  }

  /** The most values that are kept. */
  public int capacity() {
    return capacity;
  }

  /** The values kept, in the order of their hashes. */
  public double[] values() {
    return Arrays.copyOf(values, size);
  }

  /** Whether nothing was offered. */
  public boolean isEmpty() {
    return count() == 0;
  }

  /** An independent sample of the same values. */
  public BottomSample copy() {
    BottomSample copy = new BottomSample(capacity, counts.length, 0);
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    copy.size = size;
    copy.keys = keys.clone();
    copy.values = values.clone();
    copy.partOf = partOf.clone();
    return copy;
  }

  /** Writes sixteen bytes a value kept, and one more where there are several parts. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(capacity).writeUnsigned(counts.length);
    for (long count : counts) {
      out.writeUnsigned(count);
    }
    out.writeUnsigned(size);
    for (int i = 0; i < size; i++) {
      out.writeLong(keys[i]).writeDouble(values[i]);
      if (counts.length > 1) {
        out.writeByte(partOf[i]);
      }
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BottomSample readFrom(ByteReader in) {
    long capacity = in.readUnsigned();
    int parts = in.readCount();
    long[] counts = new long[parts];
    long count = 0;
    for (int part = 0; part < parts; part++) {
      counts[part] = in.readUnsigned();
      count += counts[part];
    }
    int size = in.readCount();
    if (capacity < size || capacity > Integer.MAX_VALUE || count < size) {
      throw new IllegalArgumentException(
          "no sample of " + capacity + " keeps " + size + " of " + count + " values");
    }
    BottomSample sample = new BottomSample((int) capacity, parts, size);
    System.arraycopy(counts, 0, sample.counts, 0, parts);
    for (int i = 0; i < size; i++) {
      sample.keys[i] = in.readLong();
      sample.values[i] = in.readDouble();
      int part = parts > 1 ? in.readByte() : 0;
      boolean follows = i == 0 || sample.keys[i - 1] < sample.keys[i];
      if (!follows || !Double.isFinite(sample.values[i]) || part < 0 || part >= parts) {
        throw new IllegalArgumentException("the pairs of a sample are out of order at " + i);
      }
      sample.setPart(i, part);
    }
    sample.size = size;
    return sample;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof BottomSample other
        && capacity == other.capacity
        && Arrays.equals(counts, other.counts)
        && Arrays.equals(keys, 0, size, other.keys, 0, other.size)
        && Arrays.equals(values, 0, size, other.values, 0, other.size)
        && Arrays.equals(partOf, 0, parted(), other.partOf, 0, other.parted());
  }

  @Override
  public int hashCode() {
    int hash = Arrays.hashCode(counts);
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Long.hashCode(keys[i]);
    }
    return hash;
  }

  private int part(int i) {
    return counts.length == 1 ? 0 : partOf[i];
  }

  private void setPart(int i, int part) {
    if (counts.length > 1) {
      partOf[i] = (byte) part;
    }
  }

  /** How many of the values have a part of their own. */
  private int parted() {
    return counts.length == 1 ? 0 : size;
  }

  private void offer(long key, double value, int part) {
    if (size == capacity && key > keys[size - 1]) {
      return;
    }
    int at = Arrays.binarySearch(keys, 0, size, key);
    if (at < 0) {
      insert(~at, key, value, part);
      return;
    }
    int order = Double.compare(value, values[at]);
    if (order < 0 || (order == 0 && part < part(at))) {
      values[at] = value;
      setPart(at, part);
    }
  }

  private void insert(int at, long key, double value, int part) {
    if (size == capacity) {
      size--; // the greatest one goes
    } else if (size == keys.length) {
      int room = (int) Math.min(capacity, 2L * size + 16);
      keys = Arrays.copyOf(keys, room);
      values = Arrays.copyOf(values, room);
      partOf = counts.length == 1 ? partOf : Arrays.copyOf(partOf, room);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(values, at, values, at + 1, size - at);
    if (counts.length > 1) {
      System.arraycopy(partOf, at, partOf, at + 1, size - at);
    }
    keys[at] = key;
    values[at] = value;
    setPart(at, part);
    size++;
  }
}
