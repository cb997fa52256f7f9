package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The boundaries at which a model was not healthy, as stretches. Those that are less than a gap
 * apart are one: no time that long lies between them.
 *
 * <p>Memory: two numbers for each gap of the time that is remembered, at most. One writer.
 */
final class UnhealthyTimes {

  private final long gapMillis;
  private final long rememberedMillis;

  /** The last boundary of each stretch by its first. */
  private final NavigableMap<Long, Long> stretches = new TreeMap<>();

  /**
   * @param gapMillis the length of the times that will be asked for, at most
   * @param rememberedMillis how long before the last one a boundary is remembered
   */
  UnhealthyTimes(long gapMillis, long rememberedMillis) {
    this.gapMillis = gapMillis;
    this.rememberedMillis = rememberedMillis;
  }

  /** Takes note that the model was not healthy at boundary {@code t}, the last so far. */
  void add(long t) {
    Map.Entry<Long, Long> last = stretches.lastEntry();
    boolean continues = last != null && t - last.getValue() <= gapMillis;
    stretches.put(continues && last != null ? last.getKey() : t, t);
    stretches.values().removeIf(end -> end < t - rememberedMillis);
  }

  /** Whether the model was healthy at all boundaries from {@code from} to {@code to}, inclusive. */
  boolean noneWithin(long from, long to) {
    Map.Entry<Long, Long> last = stretches.floorEntry(to);
    return last == null || last.getValue() < from;
  }

  /** Writes some bytes a stretch. */
  void writeTo(ByteWriter out) {
    out.writeUnsigned(stretches.size());
    stretches.forEach((first, last) -> out.writeSigned(first).writeSigned(last));
  }

  /** Restores what {@link #writeTo} wrote. */
  void restoreFrom(ByteReader in) {
    stretches.clear();
    for (int i = in.readCount(); i > 0; i--) {
      stretches.put(in.readSigned(), in.readSigned());
    }
  }
}
