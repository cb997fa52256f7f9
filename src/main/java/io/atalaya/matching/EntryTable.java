package io.atalaya.matching;

import java.util.Arrays;

/**
 * Records of a fixed size, found by a 128-bit key: an open-addressing hash table of slot numbers
 * over pages of longs.
 *
 * <p>A record is a cache line: the key, the two labels, three times, one of them with the
 * prediction's traits, and a word of flags, owner and link. Slots keep their number while the
 * record lives, and are used again afterwards. A place of the index holds eight bits of the key
 * beside the slot, so that a record is hardly ever looked at in vain.
 *
 * <p>Cost: one probe sequence and one cache line a lookup. Memory: 64 bytes a record, 6 to 12 of
 * the index; it grows by pages and is kept for the records to come. One writer.
 *
 * <p>Source: linear probing with deletion by shifting back, D. E. Knuth, The Art of Computer
 * Programming 3, section 6.4, algorithm R.
 */
final class EntryTable {

  /** No slot. */
  static final int NONE = -1;

  private static final int FIELDS_SHIFT = 3;
  private static final int PAGE_SHIFT = 10;
  private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int PREDICTED = 2;

  /** Event time (48 bits), traits (16). */
  private static final int PREDICTION_MILLIS = 3;

  private static final int ACTUAL = 4;
  private static final int OUTCOME_MILLIS = 5;
  private static final int APPENDED_MILLIS = 6;

  /** Link (32 bits), flags (12), owner (20). */
  private static final int WORD = 7;

  private static final int TRAITS_BITS = 16;
  private static final int TRAITS_MASK = (1 << TRAITS_BITS) - 1;

  private static final int FLAGS_SHIFT = 32;
  private static final long FLAGS_MASK = 0xFFFL << FLAGS_SHIFT;
  private static final int OWNER_SHIFT = 44;

  /** The most records: what an index of 24 bits can tell apart. */
  static final int MAX_RECORDS = (1 << 24) - 2;

  private static final int SLOT_MASK = (1 << 24) - 1;

  /** The most owners that a record can name. */
  static final int MAX_OWNERS = 1 << 20;

  /** Of a slot that holds a record; the others are the caller's. */
  private static final int IN_USE = 1 << 11;

  private long[][] pages = {};
  private int[] index = new int[64];
  private int size;

  /** The slots that were ever used, and a list of those that are free again. */
  private int reached;

  private int free = NONE;

  /** Where {@link #touch} leaves what it reads, lest the compiler sees that nobody needs it. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  /** The number of records. */
  int size() {
    return size;
  }

  /** All records have slots below this. */
  int slots() {
    return reached;
  }

  boolean isUsed(int slot) {
    return has(slot, IN_USE);
  }

  /** The slot of a key; {@link #NONE} without a record. */
  int find(long high, long low) {
    int mask = index.length - 1;
    int tag = tag(low);
    for (int at = (int) low & mask; index[at] != 0; at = (at + 1) & mask) {
      if ((index[at] & ~SLOT_MASK) == tag) {
        int slot = (index[at] & SLOT_MASK) - 1;
        if (field(slot, LOW) == low && field(slot, HIGH) == high) {
          return slot;
        }
      }
    }
    return NONE;
  }

  /**
   * Has the memory fetched that {@link #find} will read: of several keys in a row the processor
   * waits for all at once, where one find after the other would wait for each.
   */
  void touch(long low) {
    int place = index[(int) low & index.length - 1];
    touched =
        place != 0 && (place & ~SLOT_MASK) == tag(low)
            ? field((place & SLOT_MASK) - 1, LOW)
            : place;
  }

  /** Opens a record for a key that has none, with all fields 0. */
  int insert(long high, long low, int owner) {
    if (3 * (size + 1) > 2 * index.length) {
      grow();
    }
    int slot = free;
    if (slot == NONE) {
      slot = reached++;
      if (slot >> PAGE_SHIFT == pages.length) {
        pages = Arrays.copyOf(pages, pages.length + 1);
        pages[pages.length - 1] = new long[1 << (PAGE_SHIFT + FIELDS_SHIFT)];
      }
    } else {
      free = link(slot);
      int at = offset(slot);
      Arrays.fill(pages[slot >> PAGE_SHIFT], at, at + (1 << FIELDS_SHIFT), 0);
    }
    set(slot, HIGH, high);
    set(slot, LOW, low);
    set(slot, WORD, (long) owner << OWNER_SHIFT | (long) IN_USE << FLAGS_SHIFT);
    place(slot);
    size++;
    return slot;
  }

  /** Ends a record. */
  void remove(int slot) {
    int mask = index.length - 1;
    int hole = (int) field(slot, LOW) & mask;
    while ((index[hole] & SLOT_MASK) != slot + 1) {
      hole = (hole + 1) & mask;
    }
    for (int at = (hole + 1) & mask; index[at] != 0; at = (at + 1) & mask) {
      int home = (int) field((index[at] & SLOT_MASK) - 1, LOW) & mask;
      // It may move into the hole unless its home lies behind it.
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        index[hole] = index[at];
        hole = at;
      }
    }
    index[hole] = 0;
    set(slot, WORD, 0);
    setLink(slot, free);
    free = slot;
    size--;
  }

  long high(int slot) {
    return field(slot, HIGH);
  }

  long low(int slot) {
    return field(slot, LOW);
  }

  long predicted(int slot) {
    return field(slot, PREDICTED);
  }

  long predictionMillis(int slot) {
    return field(slot, PREDICTION_MILLIS) >> TRAITS_BITS;
  }

  /** What else was said of the prediction, as the caller means it. */
  int traits(int slot) {
    return (int) field(slot, PREDICTION_MILLIS) & TRAITS_MASK;
  }

  long actual(int slot) {
    return field(slot, ACTUAL);
  }

  long outcomeMillis(int slot) {
    return field(slot, OUTCOME_MILLIS);
  }

  long appendedMillis(int slot) {
    return field(slot, APPENDED_MILLIS);
  }

  /**
   * @param millis of at most 48 bits: within some 4,400 years of the epoch
   * @param traits 16 bits
   */
  void setPrediction(int slot, long label, long millis, int traits) {
    set(slot, PREDICTED, label);
    set(slot, PREDICTION_MILLIS, millis << TRAITS_BITS | traits);
  }

  void setOutcome(int slot, long label, long millis) {
    set(slot, ACTUAL, label);
    set(slot, OUTCOME_MILLIS, millis);
  }

  void setAppendedMillis(int slot, long millis) {
    set(slot, APPENDED_MILLIS, millis);
  }

  int owner(int slot) {
    return (int) (field(slot, WORD) >>> OWNER_SHIFT);
  }

  void setOwner(int slot, int owner) {
    long others = (1L << OWNER_SHIFT) - 1;
    set(slot, WORD, (field(slot, WORD) & others) | (long) owner << OWNER_SHIFT);
  }

  /** Whether any of the flags is set. */
  boolean has(int slot, int flags) {
    return (field(slot, WORD) & (long) flags << FLAGS_SHIFT) != 0;
  }

  /** The flags that are the caller's. */
  int flags(int slot) {
    return (int) ((field(slot, WORD) & FLAGS_MASK) >>> FLAGS_SHIFT) & ~IN_USE;
  }

  void set(int slot, int flags, boolean on) {
    long bits = (long) flags << FLAGS_SHIFT;
    long word = field(slot, WORD);
    set(slot, WORD, on ? word | bits : word & ~bits);
  }

  /** The next slot of the list that the record is in. */
  int link(int slot) {
    return (int) field(slot, WORD);
  }

  void setLink(int slot, int next) {
    set(slot, WORD, (field(slot, WORD) & ~0xFFFF_FFFFL) | (next & 0xFFFF_FFFFL));
  }

  private void grow() {
    index = new int[2 * index.length];
    for (int slot = 0; slot < reached; slot++) {
      if (isUsed(slot)) {
        place(slot);
      }
    }
  }

  private void place(int slot) {
    int mask = index.length - 1;
    long low = field(slot, LOW);
    int at = (int) low & mask;
    while (index[at] != 0) {
      at = (at + 1) & mask;
    }
    index[at] = tag(low) | (slot + 1);
  }

  /** Bits of the key that its place does not depend on. */
  private static int tag(long low) {
    return (int) (low >>> 32) & ~SLOT_MASK;
  }

  private long field(int slot, int field) {
    return pages[slot >> PAGE_SHIFT][offset(slot) + field];
  }

  private void set(int slot, int field, long value) {
    pages[slot >> PAGE_SHIFT][offset(slot) + field] = value;
  }

  private static int offset(int slot) {
    return (slot & PAGE_MASK) << FIELDS_SHIFT;
  }
}
