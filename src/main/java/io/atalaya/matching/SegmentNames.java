package io.atalaya.matching;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Segments as small numbers, 0 for none. The first {@value #MOST} are told apart; those beyond are
 * {@value #OTHER}. One writer.
 */
final class SegmentNames {

  /** The segment of all that are too many. */
  static final String OTHER = "other";

  private static final int MOST = 500;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<@Nullable String> names = new ArrayList<>();

  SegmentNames() {
    names.add(null);
    add(OTHER);
  }

  /** The number of a segment. */
  int number(@Nullable String segment) {
    if (segment == null) {
      return 0;
    }
    Integer known = numbers.get(segment);
    return known != null ? known : names.size() <= MOST ? add(segment) : 1;
  }

  /** The numbers that are in use are below this. */
  int count() {
    return names.size();
  }

  /** The segment of a number; null for none. */
  @Nullable String name(int number) {
    return names.get(number);
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(numbers.size());
    for (String name : names) {
      if (name != null) {
        out.writeString(name);
      }
    }
  }

  /**
   * Restores what {@link #writeTo} wrote into a new one; the numbers are the same.
   *
   * @throws IllegalArgumentException when the bytes make no sense
   */
  void restoreFrom(ByteReader in) {
    for (int i = in.readCount(); i > 0; i--) {
      var unused = number(in.readString());
    }
  }

  private int add(String segment) {
    int number = names.size();
    numbers.put(segment, number);
    names.add(segment);
    return number;
  }
}
