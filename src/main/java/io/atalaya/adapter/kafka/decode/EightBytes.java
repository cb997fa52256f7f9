package io.atalaya.adapter.kafka.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Eight bytes of text at once, the first in the lowest bits of a long.
 *
 * <p>A mask has the highest bit of a byte set where something holds; only its lowest set bit is
 * exact, since a carry may reach the bytes above.
 */
final class EightBytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;

  private static final long[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private EightBytes() {}

  /** The bytes from {@code at}, of which there have to be eight. */
  static long at(byte[] text, int at) {
    return (long) LONGS.get(text, at);
  }

  /** Whether the text has {@code prefix} at an index, before its end. */
  static boolean startsWith(byte[] text, int at, int end, byte[] prefix) {
    int last = prefix.length - Long.BYTES;
    if (last < 0 || at + prefix.length > end) {
      return at + prefix.length <= end
          && Arrays.equals(text, at, at + prefix.length, prefix, 0, prefix.length);
    }
    for (int i = 0; i < last; i += Long.BYTES) {
      if (at(text, at + i) != at(prefix, i)) {
        return false;
      }
    }
    return at(text, at + last) == at(prefix, last);
  }

  /** How many of the first bytes are printable ASCII, neither a quotation mark nor a backslash. */
  static int plain(long bytes) {
    long other =
        (bytes - ' ' * ONES)
            | zeros(bytes ^ '"' * ONES)
            | zeros(bytes ^ '\\' * ONES)
            | zeros(bytes ^ 0x7f * ONES)
            | bytes;
    return count(other);
  }

  private static long zeros(long bytes) {
    return (bytes - ONES) & ~bytes;
  }

  /** How many of the first bytes are digits. */
  static int digits(long bytes) {
    long values = bytes ^ '0' * ONES;
    return count((values + 0x76 * ONES) | values);
  }

  private static int count(long mask) {
    return Long.numberOfTrailingZeros(mask & HIGHEST) >>> 3;
  }

  /** {@code number} with the first {@code count} digits, 1 to 8, written after its own. */
  static long append(long number, long bytes, int count) {
    long digits = (bytes ^ '0' * ONES) << (64 - 8 * count);
    long pairs = ((digits * (1 + (10L << 8))) >>> 8) & 0x00ff00ff00ff00ffL;
    long fours = ((pairs * (1 + (100L << 16))) >>> 16) & 0x0000ffff0000ffffL;
    long eight = (fours * (1 + (10_000L << 32))) >>> 32;
    return number * POWERS_OF_TEN[count] + eight;
  }
}
