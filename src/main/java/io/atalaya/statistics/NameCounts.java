package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How often names were seen, as long as nothing says which names matter: the same however they
 * arrive.
 *
 * <p>Definition: of all names ever added, the {@value CategorySample#MAX_NAMES} with the smallest
 * hashes ({@link StableHash}, as unsigned numbers) with their exact counts, and one count of all
 * others. Names of more than {@value CategorySample#MAX_LENGTH} characters are among the others.
 * Names may be of several <em>parts</em> (of the time, say), in which they are counted apart.
 *
 * <p>A name that was pushed out has as many smaller ones for ever: it does not come back, and one
 * that is kept was never missed. Not an {@link Accumulator}: nothing can be taken back.
 *
 * <p>Cost: a hash look-up for a name that is kept, a hash of its bytes for another. Memory: the
 * names, and some 120 bytes each, and 8 more for each part. One thread at a time.
 *
 * <p>Source: E. Cohen, H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.
 */
public final class NameCounts {

  /** A name that is kept. */
  private static final class Kept {
    final String name;
    final long hash;
    final long[] counts;

    Kept(String name, int parts) {
      this.name = name;
      hash = StableHash.of(name);
      counts = new long[parts];
    }
  }

  private static final Comparator<Kept> BY_HASH =
      Comparator.comparing((Kept kept) -> kept.hash, Long::compareUnsigned)
          .thenComparing(kept -> kept.name);

  private final Map<String, Kept> names = new HashMap<>();
  private final TreeSet<Kept> byHash = new TreeSet<>(BY_HASH);

  /** How many names of each part are not kept. */
  private final long[] rests;

  private long total;

  /** No names. */
  public NameCounts() {
    this(1);
  }

  /** No names, of {@code parts} parts. */
  public NameCounts(int parts) {
    rests = new long[parts];
  }

  /** Counts a name. */
  public void add(String name) {
    add(name, 0);
  }

  /** Counts a name of a part. */
  public void add(String name, int part) {
    add(name, part, 1);
  }

  /** Adds all that {@code other}, of the same parts, counted. */
  public void merge(NameCounts other) {
    if (rests.length != other.rests.length) {
      throw new IllegalArgumentException(
          "names of %d parts and of %d do not merge".formatted(rests.length, other.rests.length));
    }
    for (Kept kept : other.names.values()) {
      for (int part = 0; part < rests.length; part++) {
        add(kept.name, part, kept.counts[part]);
      }
    }
    for (int part = 0; part < rests.length; part++) {
      addRest(part, other.rests[part]);
    }
  }

  /** What was counted of those parts that are wanted. */
  public NameCounts of(IntPredicate wanted) {
    NameCounts some = new NameCounts();
    for (int part = 0; part < rests.length; part++) {
      if (wanted.test(part)) {
        for (Kept kept : names.values()) {
          some.add(kept.name, 0, kept.counts[part]);
        }
        some.addRest(0, rests[part]);
      }
    }
    return some;
  }

  /** How many values were added. */
  public long total() {
    return total;
  }

  /** How many of them had names that are not kept. */
  public long rest() {
    return sum(rests);
  }

  /** The counts of the names that are kept, in the order of the names. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    names.forEach((name, kept) -> counts.put(name, sum(kept.counts)));
    return counts;
  }

  /** Writes the names, and of each and each part a byte or more. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(rests.length);
    write(rests, out);
    out.writeUnsigned(names.size());
    new TreeMap<>(names)
        .forEach(
            (name, kept) -> {
              out.writeString(name);
              write(kept.counts, out);
            });
  }

  /** Reads what {@link #writeTo} wrote. */
  public static NameCounts readFrom(ByteReader in) {
    NameCounts read = new NameCounts(in.readCount());
    for (int part = 0; part < read.rests.length; part++) {
      read.addRest(part, readCount(in));
    }
    int size = in.readCount();
    for (int i = 0; i < size; i++) {
      String name = in.readString();
      long before = read.total;
      for (int part = 0; part < read.rests.length; part++) {
        read.add(name, part, readCount(in));
      }
      if (read.total == before) {
        throw new IllegalArgumentException("no name that was seen is counted 0 times");
      }
    }
    if (read.names.size() != size) {
      throw new IllegalArgumentException(
          "%d names are no counts of at most %d names".formatted(size, CategorySample.MAX_NAMES));
    }
    return read;
  }

  private static void write(long[] counts, ByteWriter out) {
    for (long count : counts) {
      out.writeUnsigned(count);
    }
  }

  private static long readCount(ByteReader in) {
    long count = in.readUnsigned();
    if (count < 0) {
      throw new IllegalArgumentException("no name is counted " + count + " times");
    }
    return count;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof NameCounts other
        && Arrays.equals(rests, other.rests)
        && names.keySet().equals(other.names.keySet())
        && names.values().stream()
            .allMatch(kept -> Arrays.equals(kept.counts, other.countsOf(kept.name)));
  }

  @Override
  public int hashCode() {
    return counts().hashCode();
  }

  private long[] countsOf(String name) {
    Kept kept = names.get(name);
    return kept == null ? new long[0] : kept.counts;
  }

  private void addRest(int part, long times) {
    rests[part] += times;
    total += times;
  }

  private void add(String name, int part, long times) {
    if (times == 0) {
      return;
    }
    total += times;
    Kept kept = names.get(name);
    if (kept == null && name.length() <= CategorySample.MAX_LENGTH) {
      kept = keep(new Kept(name, rests.length));
    }
    if (kept == null) {
      rests[part] += times;
    } else {
      kept.counts[part] += times;
    }
  }

  private @Nullable Kept keep(Kept fresh) {
    if (names.size() == CategorySample.MAX_NAMES) {
      Kept greatest = byHash.getLast();
      if (BY_HASH.compare(fresh, greatest) > 0) {
        return null;
      }
      byHash.remove(greatest);
      names.remove(greatest.name);
      for (int part = 0; part < rests.length; part++) {
        rests[part] += greatest.counts[part];
      }
    }
    byHash.add(fresh);
    names.put(fresh.name, fresh);
    return fresh;
  }
}
