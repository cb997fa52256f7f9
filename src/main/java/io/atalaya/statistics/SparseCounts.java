package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;

/**
 * Counts by a non-negative integer key, sorted by key; keys counted 0 times are not kept.
 *
 * <p>Cost: a binary search for a key that is there, a shift of the later ones for a new key. To
 * merge or retract few keys costs as much for each of them; many, a step a key of both. Memory:
 * twelve to eighteen bytes a key. One thread at a time.
 */
final class SparseCounts {

  /** How many steps of walking through all keys a search and a shift are worth. */
  private static final int SEARCH_STEPS = 16;

  private int[] keys = new int[2];
  private long[] counts = new long[2];
  private int size;
  private long total;

  /** The same counts. */
  static SparseCounts of(DenseCounts dense) {
    SparseCounts sparse = new SparseCounts();
    for (int key = 0; key < dense.length(); key++) {
      long count = dense.get(key);
      if (count != 0) {
        sparse.append(key, count);
      }
    }
    return sparse;
  }

  /** Counts a key that is greater than all so far. */
  void append(int key, long count) {
    insert(size, key, count);
    total += count;
  }

  /** The number of keys. */
  int size() {
    return size;
  }

  /** The sum of all counts. */
  long total() {
    return total;
  }

  int key(int index) {
    return keys[index];
  }

  long count(int index) {
    return counts[index];
  }

  /** Counts {@code key} once more. */
  void increment(int key) {
    add(key, 1);
  }

  void merge(SparseCounts other) {
    if (isFew(other)) {
      for (int i = 0; i < other.size; i++) {
        add(other.keys[i], other.counts[i]);
      }
      return;
    }
    int merged = size + other.size - common(other);
    ensure(merged);
    // From the last key down, so that no key of ours is overwritten before it is read.
    int mine = size - 1;
    int theirs = other.size - 1;
    for (int to = merged - 1; theirs >= 0; to--) {
      if (mine < 0 || keys[mine] < other.keys[theirs]) {
        keys[to] = other.keys[theirs];
        counts[to] = other.counts[theirs--];
      } else {
        boolean same = keys[mine] == other.keys[theirs];
        keys[to] = keys[mine];
        counts[to] = counts[mine--] + (same ? other.counts[theirs--] : 0);
      }
    }
    size = merged;
    total += other.total;
  }

  /** Takes counts back; when one of them is not there, nothing changes. */
  void retract(SparseCounts other) {
    if (isFew(other)) {
      retractFew(other);
      return;
    }
    requireCounted(other);
    int theirs = 0;
    int kept = 0;
    int end = other.size;
    long taken = other.total;
    for (int mine = 0; mine < size; mine++) {
      int key = keys[mine];
      long count = counts[mine];
      if (theirs < end && other.keys[theirs] == key) {
        count -= other.counts[theirs++];
      }
      if (count != 0) {
        keys[kept] = key;
        counts[kept++] = count;
      }
    }
    size = kept;
    total -= taken;
  }

  SparseCounts copy() {
    SparseCounts copy = new SparseCounts();
    copy.keys = Arrays.copyOf(keys, Math.max(size, 1));
    copy.counts = Arrays.copyOf(counts, Math.max(size, 1));
    copy.size = size;
    copy.total = total;
    return copy;
  }

  /** Writes two or three bytes a key: the steps between the keys and the counts. */
  void writeTo(ByteWriter out) {
    out.writeUnsigned(size);
    int previous = -1;
    for (int i = 0; i < size; i++) {
      out.writeUnsigned(keys[i] - previous - 1).writeUnsigned(counts[i]);
      previous = keys[i];
    }
  }

  /** Reads what {@link #writeTo} wrote, with keys below {@code bound}. */
  static SparseCounts readFrom(ByteReader in, int bound) {
    SparseCounts read = new SparseCounts();
    int size = in.readCount();
    read.ensure(size);
    long key = -1;
    for (int i = 0; i < size; i++) {
      long step = in.readUnsigned();
      long count = in.readUnsigned();
      if (step < 0 || step >= bound - key - 1 || count <= 0) {
        throw new IllegalArgumentException(
            "no key " + step + " after " + key + " below " + bound + " is counted " + count);
      }
      key += step + 1;
      read.insert(i, (int) key, count);
      read.total += count;
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof SparseCounts other
        && total == other.total
        && Arrays.equals(keys, 0, size, other.keys, 0, other.size)
        && Arrays.equals(counts, 0, size, other.counts, 0, other.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * (31 * hash + keys[i]) + Long.hashCode(counts[i]);
    }
    return hash;
  }

  /**
   * The index of the first key that is not below {@code key}: a binary search without branches to
   * mispredict (keys are not negative: their difference has the sign of the comparison).
   */
  private int indexOf(int key) {
    int at = 0;
    for (int length = size; length > 0; length >>= 1) {
      int half = (length + 1) >> 1;
      at += half & (keys[at + half - 1] - key) >> 31;
    }
    return at;
  }

  /** Whether to go to each of the other's keys is less work than to walk through our own. */
  private boolean isFew(SparseCounts other) {
    return SEARCH_STEPS * other.size < size;
  }

  private void retractFew(SparseCounts other) {
    for (int i = 0; i < other.size; i++) {
      int at = indexOf(other.keys[i]);
      if (at == size || keys[at] != other.keys[i] || counts[at] < other.counts[i]) {
        throw notCounted();
      }
    }
    for (int i = 0; i < other.size; i++) {
      subtract(other.keys[i], other.counts[i]);
    }
  }

  private void add(int key, long times) {
    int at = indexOf(key);
    if (at < size && keys[at] == key) {
      counts[at] += times;
    } else {
      insert(at, key, times);
    }
    total += times;
  }

  private void subtract(int key, long times) {
    int at = indexOf(key);
    if (at == size || keys[at] != key || counts[at] < times) {
      throw notCounted();
    }
    counts[at] -= times;
    if (counts[at] == 0) {
      System.arraycopy(keys, at + 1, keys, at, size - at - 1);
      System.arraycopy(counts, at + 1, counts, at, size - at - 1);
      size--;
    }
    total -= times;
  }

  private void insert(int at, int key, long count) {
    if (size == keys.length) {
      ensure(size + size / 2 + 2);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    keys[at] = key;
    counts[at] = count;
    size++;
  }

  private void ensure(int capacity) {
    if (capacity > keys.length) {
      keys = Arrays.copyOf(keys, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
  }

  /** The number of keys that both have. */
  private int common(SparseCounts other) {
    int common = 0;
    int mine = 0;
    for (int theirs = 0; theirs < other.size; theirs++) {
      while (mine < size && keys[mine] < other.keys[theirs]) {
        mine++;
      }
      if (mine < size && keys[mine] == other.keys[theirs]) {
        common++;
      }
    }
    return common;
  }

  private void requireCounted(SparseCounts other) {
    int mine = 0;
    for (int theirs = 0; theirs < other.size; theirs++) {
      while (mine < size && keys[mine] < other.keys[theirs]) {
        mine++;
      }
      if (mine == size || keys[mine] != other.keys[theirs] || counts[mine] < other.counts[theirs]) {
        throw notCounted();
      }
    }
  }

  static IllegalArgumentException notCounted() {
    return new IllegalArgumentException("only what was added before can be taken back");
  }
}
