package io.atalaya.matching;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import io.atalaya.statistics.StableHash;
import java.util.HashMap;
import java.util.Map;

/**
 * Labels as 64 bits: a number's own, or the hash of a class name, which finds the name again.
 *
 * <p>Memory: a name each for at most {@value #MOST} classes; the classes beyond are told apart, but
 * share the name {@code other}. One writer.
 */
final class ClassNames {

  private static final int MOST = 1_000;
  private static final Label.Category OTHER = new Label.Category("other");

  private final Map<Long, Label.Category> names = new HashMap<>();

  /** The bits of a label. */
  long bits(Label label) {
    return switch (label) {
      case Label.Numeric(double value) -> Double.doubleToRawLongBits(value);
      case Label.Category category -> {
        long hash = StableHash.of(category.name());
        if (names.size() < MOST) {
          names.putIfAbsent(hash, category);
        }
        yield hash;
      }
    };
  }

  /** The label with these bits. */
  Label label(long bits, boolean category) {
    return category ? category(bits) : new Label.Numeric(Double.longBitsToDouble(bits));
  }

  /** The class with these bits. */
  Label.Category category(long bits) {
    return names.getOrDefault(bits, OTHER);
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(names.size());
    names.values().forEach(category -> out.writeString(category.name()));
  }

  void restoreFrom(ByteReader in) {
    for (int i = in.readCount(); i > 0; i--) {
      bits(new Label.Category(in.readString()));
    }
  }
}
