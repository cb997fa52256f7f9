package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How often names were seen, as long as nothing says which names matter: the same however they
 * arrive.
 *
 * <p>Definition: of all names ever added, the {@value CategorySample#MAX_NAMES} with the smallest
 * hashes ({@link StableHash}, as unsigned numbers) with their exact counts, and one count of all
 * others. Names of more than {@value CategorySample#MAX_LENGTH} characters are among the others.
 *
 * <p>A name that was pushed out has as many smaller ones for ever: it does not come back, and one
 * that is kept was never missed. Not an {@link Accumulator}: nothing can be taken back.
 *
 * <p>Cost: a hash look-up for a name that is kept, a hash of its bytes for another. Memory: the
 * names, and some 120 bytes each. One thread at a time.
 *
 * <p>Source: E. Cohen, H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.
 */
public final class NameCounts {

  /** A name that is kept. */
  private static final class Kept {
    final String name;
    final long hash;
    long count;

    Kept(String name) {
      this.name = name;
      hash = StableHash.of(name);
    }
  }

  private static final Comparator<Kept> BY_HASH =
      Comparator.comparing((Kept kept) -> kept.hash, Long::compareUnsigned)
          .thenComparing(kept -> kept.name);

  private final Map<String, Kept> names = new HashMap<>();
  private final TreeSet<Kept> byHash = new TreeSet<>(BY_HASH);
  private long total;

  /** Counts a name. */
  public void add(String name) {
    add(name, 1);
  }

  /** Adds all that {@code other} counted. */
  public void merge(NameCounts other) {
    other.names.values().forEach(kept -> add(kept.name, kept.count));
    total += other.rest();
  }

  /** How many values were added. */
  public long total() {
    return total;
  }

  /** How many of them had names that are not kept. */
  public long rest() {
    long kept = 0;
    for (Kept name : names.values()) {
      kept += name.count;
    }
    return total - kept;
  }

  /** The counts of the names that are kept, in the order of the names. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    names.forEach((name, kept) -> counts.put(name, kept.count));
    return counts;
  }

  /** Writes the names and two bytes each. */
  public void writeTo(ByteWriter out) {
    Map<String, Long> counts = counts();
    out.writeUnsigned(rest()).writeUnsigned(counts.size());
    counts.forEach((name, count) -> out.writeString(name).writeUnsigned(count));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static NameCounts readFrom(ByteReader in) {
    NameCounts read = new NameCounts();
    long rest = in.readUnsigned();
    int size = in.readCount();
    for (int i = 0; i < size; i++) {
      String name = in.readString();
      long count = in.readUnsigned();
      if (count < 1) {
        throw new IllegalArgumentException("no name that was seen is counted " + count + " times");
      }
      read.add(name, count);
    }
    if (rest < 0 || read.names.size() != size) {
      throw new IllegalArgumentException(
          "%d names and %d others are no counts of at most %d names"
              .formatted(size, rest, CategorySample.MAX_NAMES));
    }
    read.total += rest;
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof NameCounts other
        && total == other.total
        && counts().equals(other.counts());
  }

  @Override
  public int hashCode() {
    return counts().hashCode();
  }

  private void add(String name, long times) {
    total += times;
    Kept kept = names.get(name);
    if (kept == null && name.length() <= CategorySample.MAX_LENGTH) {
      kept = keep(new Kept(name));
    }
    if (kept != null) {
      kept.count += times;
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
    }
    byHash.add(fresh);
    names.put(fresh.name, fresh);
    return fresh;
  }
}
