package io.atalaya.statistics;

import io.atalaya.codec.ByteWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The distribution of one feature whose values are names.
 *
 * <p>Definition: how often each of the {@value #MAX_NAMES} most frequent names was seen (of equally
 * frequent ones those that come first by name), and how often all others together. Names of more
 * than {@value #MAX_LENGTH} characters are among the others. There is no empty sample.
 *
 * <p>Cost: a hash look-up to find a name's place. Memory: the names, and some 60 bytes each.
 * Immutable.
 */
public final class CategorySample implements Distribution {

  /** The most names that are told apart. */
  public static final int MAX_NAMES = 256;

  /** The most characters of a name that is told from others. */
  public static final int MAX_LENGTH = 256;

  private static final Comparator<Map.Entry<String, Long>> MOST_FREQUENT_FIRST =
      Map.Entry.<String, Long>comparingByValue()
          .reversed()
          .thenComparing(Map.Entry.comparingByKey());

  private final List<String> names;
  private final long[] counts;
  private final long other;
  private final long size;
  private final Map<String, Integer> places = new HashMap<>();
  private final long hash;

  private CategorySample(List<Map.Entry<String, Long>> kept, long other) {
    names = kept.stream().map(Map.Entry::getKey).toList();
    counts = kept.stream().mapToLong(Map.Entry::getValue).toArray();
    this.other = other;
    long sum = other;
    ByteWriter content = new ByteWriter().writeUnsigned(other);
    for (int i = 0; i < counts.length; i++) {
      places.put(names.get(i), i);
      sum += counts[i];
      content.writeString(names.get(i)).writeUnsigned(counts[i]);
    }
    size = sum;
    hash = StableHash.of(content.toByteArray());
  }

  /**
   * The distribution of counted names.
   *
   * @param counts how often each name was seen, above 0; not all of them empty together with {@code
   *     other}, else an {@link IllegalArgumentException}
   * @param other how often names were seen that are not among them, 0 or more
   */
  public static CategorySample of(Map<String, Long> counts, long other) {
    if (other < 0
        || counts.values().stream().anyMatch(count -> count < 1)
        || (counts.isEmpty() && other == 0)) {
      throw new IllegalArgumentException(
          "a reference needs at least one value, and counts above 0, not %s and %d others"
              .formatted(counts, other));
    }
    List<Map.Entry<String, Long>> kept =
        counts.entrySet().stream()
            .filter(name -> name.getKey().length() <= MAX_LENGTH)
            .sorted(MOST_FREQUENT_FIRST)
            .limit(MAX_NAMES)
            .sorted(Map.Entry.comparingByKey())
            .map(name -> Map.entry(name.getKey(), name.getValue()))
            .toList();
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    long named = kept.stream().mapToLong(Map.Entry::getValue).sum();
    return new CategorySample(kept, other + all - named);
  }

  /** The number of values. */
  public long size() {
    return size;
  }

  /** The number k of names that are told apart. */
  public int names() {
    return counts.length;
  }

  /** The name at a place from 0 to k − 1, in the order of the names. */
  public String name(int place) {
    return names.get(place);
  }

  /** How often the name at a place was seen. */
  public long count(int place) {
    return counts[place];
  }

  /** How often all other names were seen. */
  public long other() {
    return other;
  }

  /** Whether at least half of the values have names that are told apart. */
  public boolean tellsHalfApart() {
    return 2 * other <= size;
  }

  /** How many names were seen so many times, those among the others left out. */
  public long namesSeen(long times) {
    return Arrays.stream(counts).filter(count -> count == times).count();
  }

  @Override
  public String id() {
    return HexFormat.of().toHexDigits(hash);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof CategorySample sample
        && hash == sample.hash
        && other == sample.other
        && places.equals(sample.places)
        && Arrays.equals(counts, sample.counts);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return "CategorySample[id=" + id() + ", size=" + size + ", names=" + names() + "]";
  }

  /** The content hash itself. */
  long hash() {
    return hash;
  }

  /** The place of a name; k for those that are not told apart, or were not seen. */
  int cellOf(String name) {
    Integer place = places.get(name);
    return place == null ? counts.length : place;
  }
}
