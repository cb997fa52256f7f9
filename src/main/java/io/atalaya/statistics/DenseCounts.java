package io.atalaya.statistics;

import io.atalaya.codec.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts by a key from 0 up to a bound, a place for each key.
 *
 * <p>Cost: constant for a key, linear in the other's size to merge or retract. Memory: four bytes a
 * key until a count exceeds an {@code int}, then eight. One thread at a time.
 */
final class DenseCounts {

  private int[] narrow;

  /** In the place of {@code narrow}, once that is too narrow. */
  private long @Nullable [] wide;

  /** Nothing counted of the keys below {@code bound}. */
  DenseCounts(int bound) {
    narrow = new int[bound];
  }

  /** The number of keys. */
  int length() {
    return wide == null ? narrow.length : wide.length;
  }

  long get(int key) {
    return wide == null ? narrow[key] : wide[key];
  }

  /** Counts {@code key} as many times more. */
  void add(int key, long times) {
    long count = get(key) + times;
    if (wide == null && count > Integer.MAX_VALUE) {
      wide = Arrays.stream(narrow).asLongStream().toArray();
      narrow = new int[0];
    }
    set(key, count);
  }

  void merge(SparseCounts other) {
    for (int i = 0; i < other.size(); i++) {
      add(other.key(i), other.count(i));
    }
  }

  void merge(DenseCounts other) {
    for (int key = 0; key < length(); key++) {
      add(key, other.get(key));
    }
  }

  /** Takes counts back; when one of them is not there, nothing changes. */
  void retract(SparseCounts other) {
    for (int i = 0; i < other.size(); i++) {
      if (get(other.key(i)) < other.count(i)) {
        throw SparseCounts.notCounted();
      }
    }
    for (int i = 0; i < other.size(); i++) {
      set(other.key(i), get(other.key(i)) - other.count(i));
    }
  }

  /** Writes what {@link SparseCounts#writeTo} writes of the same counts. */
  void writeTo(ByteWriter out) {
    int occupied = 0;
    for (int key = 0; key < length(); key++) {
      occupied += get(key) == 0 ? 0 : 1;
    }
    out.writeUnsigned(occupied);
    int previous = -1;
    for (int key = 0; key < length(); key++) {
      long count = get(key);
      if (count != 0) {
        out.writeUnsigned(key - previous - 1).writeUnsigned(count);
        previous = key;
      }
    }
  }

  DenseCounts copy() {
    DenseCounts copy = new DenseCounts(0);
    copy.narrow = narrow.clone();
    copy.wide = wide == null ? null : wide.clone();
    return copy;
  }

  @Override
  public boolean equals(Object object) {
    if (!(object instanceof DenseCounts other) || length() != other.length()) {
      return false;
    }
    for (int key = 0; key < length(); key++) {
      if (get(key) != other.get(key)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int key = 0; key < length(); key++) {
      hash = 31 * hash + Long.hashCode(get(key));
    }
    return hash;
  }

  private void set(int key, long count) {
    if (wide == null) {
      narrow[key] = (int) count;
    } else {
      wide[key] = count;
    }
  }
}
