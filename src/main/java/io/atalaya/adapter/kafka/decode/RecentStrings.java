package io.atalaya.adapter.kafka.decode;

import io.atalaya.codec.EightBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A direct-mapped cache of short strings by their bytes in UTF-8.
 *
 * <p>Names of models, versions, segments and classes come again with every event. One instance for
 * all saves the allocation and keeps the hash that the maps downstream ask for. Memory: at most
 * {@value #SLOTS} strings of {@value #MAX_LENGTH} bytes; a collision replaces. For one thread.
 */
final class RecentStrings {

  private static final int SLOT_BITS = 10;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int MAX_LENGTH = 64;

  /** The golden ratio, as in D. Knuth's multiplicative hashing. */
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final String[] strings = new String[SLOTS];
  private final byte[][] written = new byte[SLOTS][];

  RecentStrings() {
    Arrays.fill(strings, "");
    Arrays.fill(written, new byte[0]);
  }

  /** The string, an earlier instance if kept. */
  String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String recent = of(Arrays.copyOf(bytes, bytes.length + Long.BYTES), 0, bytes.length);
    // What UTF-8 cannot say is written as a question mark.
    return recent.equals(text) ? recent : text;
  }

  /**
   * The string of the bytes from one index to another, an earlier instance if kept. Seven more have
   * to follow.
   */
  String of(byte[] text, int from, int to) {
    if (to - from > MAX_LENGTH) {
      return string(text, from, to);
    }
    int slot = slot(text, from, to);
    byte[] recent = written[slot];
    if (recent.length != to - from || !EightBytes.has(text, from, recent)) {
      strings[slot] = string(text, from, to);
      written[slot] = Arrays.copyOfRange(text, from, to);
    }
    return strings[slot];
  }

  private static int slot(byte[] text, int from, int to) {
    long hash = 0;
    int i = from;
    for (; i + Long.BYTES < to; i += Long.BYTES) {
      hash = (hash ^ EightBytes.at(text, i)) * FACTOR;
    }
    long last = EightBytes.at(text, i);
    hash = (hash ^ (to - i == Long.BYTES ? last : EightBytes.only(last, to - i))) * FACTOR;
    return (int) (hash >>> (Long.SIZE - SLOT_BITS));
  }

  private static String string(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }
}
