package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;

/**
 * A random sample that is the same however the values arrive: the k of them whose keys have the
 * smallest hashes.
 *
 * <p>Definition: of all (hash, value) pairs ever added, those with the k smallest hashes (as
 * unsigned numbers), one for each hash; of several values with one hash the smallest. With hashes
 * of unique ids ({@link StableHash}) this is a uniform sample without replacement.
 *
 * <p>Not an {@link Accumulator}: a pair that was pushed out is forgotten, so that nothing can be
 * taken back.
 *
 * <p>Cost: for the share k/N of N values that enter, a binary search and a shift; one comparison
 * for all others. Memory: sixteen bytes a pair kept. One thread at a time.
 *
 * <p>Source: E. Cohen, H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.
 */
public final class BottomSample {

  private final int capacity;
  private long count;
  private int size;

  /** Hashes with the first bit turned, which sorts them as unsigned numbers; ascending. */
  private long[] keys;

  private double[] values;

  /** An empty sample of at most {@code capacity} values. */
  public BottomSample(int capacity) {
    this(capacity, Math.min(capacity, 16));
  }

  private BottomSample(int capacity, int room) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a sample's capacity is at least 1, not " + capacity);
    }
    this.capacity = capacity;
    keys = new long[room];
    values = new double[room];
  }

  /** Offers a value; one that is not finite is an {@link IllegalArgumentException}. */
  public void add(long hash, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a sample has only finite values, not " + value);
    }
    count++;
    offer(hash ^ Long.MIN_VALUE, value);
  }

  /** Adds all that {@code other}, of the same capacity, was offered. */
  public void merge(BottomSample other) {
    if (capacity != other.capacity) {
      throw new IllegalArgumentException(
          "samples of " + capacity + " and of " + other.capacity + " values do not merge");
    }
    count += other.count;
    for (int i = 0; i < other.size; i++) {
      offer(other.keys[i], other.values[i]);
    }
  }

  /** How many values were offered, those not kept and those of a repeated hash included. */
  public long count() {
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
    return count == 0;
  }

  /** An independent sample of the same values. */
  public BottomSample copy() {
    BottomSample copy = new BottomSample(capacity, 0);
    copy.count = count;
    copy.size = size;
    copy.keys = keys.clone();
    copy.values = values.clone();
    return copy;
  }

  /** Writes sixteen bytes a value kept. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(capacity).writeUnsigned(count).writeUnsigned(size);
    for (int i = 0; i < size; i++) {
      out.writeLong(keys[i]).writeDouble(values[i]);
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BottomSample readFrom(ByteReader in) {
    long capacity = in.readUnsigned();
    long count = in.readUnsigned();
    int size = in.readCount();
    if (capacity < size || capacity > Integer.MAX_VALUE || count < size) {
      throw new IllegalArgumentException(
          "no sample of " + capacity + " keeps " + size + " of " + count + " values");
    }
    BottomSample sample = new BottomSample((int) capacity, size);
    sample.count = count;
    for (int i = 0; i < size; i++) {
      sample.keys[i] = in.readLong();
      sample.values[i] = in.readDouble();
      boolean follows = i == 0 || sample.keys[i - 1] < sample.keys[i];
      if (!follows || !Double.isFinite(sample.values[i])) {
        throw new IllegalArgumentException("the pairs of a sample are out of order at " + i);
      }
    }
    sample.size = size;
    return sample;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof BottomSample other
        && capacity == other.capacity
        && count == other.count
        && Arrays.equals(keys, 0, size, other.keys, 0, other.size)
        && Arrays.equals(values, 0, size, other.values, 0, other.size);
  }

  @Override
  public int hashCode() {
    int hash = Long.hashCode(count);
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Long.hashCode(keys[i]);
    }
    return hash;
  }

  private void offer(long key, double value) {
    if (size == capacity && key > keys[size - 1]) {
      return;
    }
    int at = Arrays.binarySearch(keys, 0, size, key);
    if (at >= 0) {
      values[at] = Double.compare(value, values[at]) < 0 ? value : values[at];
      return;
    }
    insert(~at, key, value);
  }

  private void insert(int at, long key, double value) {
    if (size == capacity) {
      size--; // the greatest one goes
    } else if (size == keys.length) {
      int room = (int) Math.min(capacity, 2L * size + 16);
      keys = Arrays.copyOf(keys, room);
      values = Arrays.copyOf(values, room);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(values, at, values, at + 1, size - at);
    keys[at] = key;
    values[at] = value;
    size++;
  }
}
