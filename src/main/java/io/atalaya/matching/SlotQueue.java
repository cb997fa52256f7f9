package io.atalaya.matching;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Records of an {@link EntryTable} by the time at which something becomes due for them.
 *
 * <p>Times are gathered in buckets; only the records of the first bucket are put in order, once
 * they are asked for. The time of a record may move later while it waits: it is looked at again
 * when its bucket comes up. A record waits in one queue at a time, linked through its own word.
 *
 * <p>Cost: O(1) to add where times come nearly in order; a share of one sort to take out. Memory:
 * 12 bytes a bucket that has records, 8 a record of the first one. One writer.
 *
 * <p>Source: R. Brown, "Calendar queues", CACM 31(10), 1988, with the sorting put off as in W. T.
 * Tang, R. S. M. Goh, I. L. Thng, "Ladder queue", ACM TOMACS 15(3), 2005.
 */
final class SlotQueue {

  /** The time of the first record of an empty queue. */
  static final long NEVER = Long.MAX_VALUE;

  /** A bucket is this power of two of milliseconds. */
  private static final int WIDTH_SHIFT = 12;

  private static final long MAX_OFFSET = Integer.MAX_VALUE;

  private final EntryTable table;
  private final IntToLongFunction due;

  /** The buckets with records, ascending between {@code from} and {@code to}, and their lists. */
  private long[] buckets = new long[4];

  private int[] heads = new int[4];
  private int from;
  private int to;

  /** The records of the buckets that came up: time since {@code base} and slot, ascending. */
  private long[] sorted = new long[4];

  private int next;
  private int end;
  private long base = Long.MIN_VALUE;

  /**
   * @param due the time of the record in a slot, in milliseconds since the epoch
   */
  SlotQueue(EntryTable table, IntToLongFunction due) {
    this.table = table;
    this.due = due;
  }

  void add(int slot) {
    int at = bucket(due.applyAsLong(slot) >> WIDTH_SHIFT);
    table.setLink(slot, heads[at]);
    heads[at] = slot;
  }

  /** The first record; {@link EntryTable#NONE} when there is none. */
  int first() {
    sort();
    return next == end ? EntryTable.NONE : (int) sorted[next];
  }

  /** The time for which {@link #first} waits; {@link #NEVER} when there is none. */
  long firstMillis() {
    sort();
    return next == end ? NEVER : base + (sorted[next] >> Integer.SIZE);
  }

  /** Takes the first record out. */
  void removeFirst() {
    next++;
  }

  /** Brings what belongs to the first bucket into order. */
  private void sort() {
    while (from < to && (next == end || buckets[from] << WIDTH_SHIFT <= base)) {
      if (next == end) {
        base = buckets[from] << WIDTH_SHIFT;
        next = 0;
        end = 0;
      }
      int slot = heads[from++];
      boolean more = false;
      while (slot != EntryTable.NONE) {
        int following = table.link(slot);
        long millis = due.applyAsLong(slot);
        if (millis >> WIDTH_SHIFT > base >> WIDTH_SHIFT) {
          add(slot);
        } else {
          append(millis, slot);
          more = true;
        }
        slot = following;
      }
      if (more) {
        Arrays.sort(sorted, next, end);
      }
    }
  }

  private void append(long millis, int slot) {
    if (end == sorted.length) {
      System.arraycopy(sorted, next, sorted, 0, end - next);
      end -= next;
      next = 0;
      if (2 * end > sorted.length) {
        sorted = Arrays.copyOf(sorted, 2 * sorted.length);
      }
    }
    sorted[end++] = Math.max(-MAX_OFFSET, millis - base) << Integer.SIZE | slot;
  }

  /** The position of a bucket, which is opened when there is none. */
  private int bucket(long bucket) {
    int at = to;
    if (from < to && buckets[to - 1] >= bucket) {
      at = Arrays.binarySearch(buckets, from, to, bucket);
      if (at >= 0) {
        return at;
      }
      at = -at - 1;
    }
    if (to == buckets.length) {
      int moved = from;
      int count = to - from;
      int capacity = 2 * count > buckets.length ? 2 * buckets.length : buckets.length;
      buckets = Arrays.copyOf(Arrays.copyOfRange(buckets, from, to), capacity);
      heads = Arrays.copyOf(Arrays.copyOfRange(heads, from, to), capacity);
      from = 0;
      to = count;
      at -= moved;
    }
    System.arraycopy(buckets, at, buckets, at + 1, to - at);
    System.arraycopy(heads, at, heads, at + 1, to - at);
    to++;
    buckets[at] = bucket;
    heads[at] = EntryTable.NONE;
    return at;
  }
}
