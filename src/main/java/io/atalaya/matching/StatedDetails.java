package io.atalaya.matching;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Interval;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.Probabilities;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What predictions stated beside their answer and a record has no room for: an interval, and the
 * probabilities of classes.
 *
 * <p>Memory: nothing for those that stated neither; for others the bytes, 40 for an interval, 34
 * and 16 more a class for probabilities, and a reference a slot. One writer.
 */
final class StatedDetails {

  private static final int INTERVAL = 1;
  private static final int PROBABILITIES = 2;
  private static final byte[] NOTHING = {};

  private byte[] @Nullable [] slots = new byte[0][];

  /** Keeps what a prediction stated. */
  void put(int slot, Prediction prediction, ClassNames classes) {
    Interval interval = prediction.interval();
    Probabilities probabilities = prediction.probabilities();
    if (interval == null && probabilities == null) {
      return;
    }
    ByteWriter out = new ByteWriter(32);
    out.writeByte((interval == null ? 0 : INTERVAL) | (probabilities == null ? 0 : PROBABILITIES));
    if (interval != null) {
      out.writeDouble(interval.lower()).writeDouble(interval.upper()).writeDouble(interval.level());
    }
    if (probabilities != null) {
      out.writeUnsigned(probabilities.size());
      for (int i = 0; i < probabilities.size(); i++) {
        out.writeLong(classes.bits(new Label.Category(probabilities.name(i))));
        out.writeDouble(probabilities.value(i));
      }
    }
    put(slot, out.toByteArray());
  }

  /** What {@link #bytes} gave. */
  void put(int slot, byte[] stated) {
    if (stated.length > 0) {
      if (slot >= slots.length) {
        slots = Arrays.copyOf(slots, Math.max(slot + 1, 2 * slots.length));
      }
      slots[slot] = stated;
    }
  }

  /** The interval that was stated; null without one. */
  @Nullable Interval interval(int slot) {
    byte[] stated = bytes(slot);
    if (stated.length == 0 || (stated[0] & INTERVAL) == 0) {
      return null;
    }
    ByteReader in = new ByteReader(stated);
    in.readByte();
    return interval(in);
  }

  /** The probabilities that were stated; null without any. */
  @Nullable Probabilities probabilities(int slot, ClassNames classes) {
    byte[] stated = bytes(slot);
    if (stated.length == 0 || (stated[0] & PROBABILITIES) == 0) {
      return null;
    }
    ByteReader in = new ByteReader(stated);
    if ((in.readByte() & INTERVAL) != 0) {
      var unused = interval(in);
    }
    int count = in.readCount();
    String[] names = new String[count];
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      names[i] = classes.category(in.readLong()).name();
      values[i] = in.readDouble();
    }
    return new Probabilities(names, values);
  }

  /** What is kept for a slot; empty for nothing. */
  byte[] bytes(int slot) {
    if (slot >= slots.length) {
      return NOTHING;
    }
    byte[] stated = slots[slot];
    return stated == null ? NOTHING : stated;
  }

  /** Forgets what is kept for a slot. */
  void forget(int slot) {
    if (slot < slots.length) {
      slots[slot] = null;
    }
  }

  private static Interval interval(ByteReader in) {
    return new Interval(in.readDouble(), in.readDouble(), in.readDouble());
  }
}
