package io.atalaya.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of text at once, the first in the lowest bits of a long.
 *
 * <p>A mask has the highest bit of a byte set where something holds.
 */
public final class EightBytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;

  private static final long[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private EightBytes() {}

  /** The bytes from {@code at}, of which there have to be eight. */
  public static long at(byte[] text, int at) {
    return (long) LONGS.get(text, at);
  }

  /** Makes the eight bytes from {@code at} zero. */
  public static void clear(byte[] text, int at) {
    LONGS.set(text, at, 0L);
  }

  /** Writes eight bytes from {@code at} on. */
  public static void put(byte[] text, int at, long bytes) {
    LONGS.set(text, at, bytes);
  }

  /** Whether the text, which is long enough, has {@code part} at an index. */
  public static boolean has(byte[] text, int at, byte[] part) {
    int last = part.length - Long.BYTES;
    if (last < 0) {
      return hasShort(text, at, part);
    }
    for (int i = 0; i < last; i += Long.BYTES) {
      if (at(text, at + i) != at(part, i)) {
        return false;
      }
    }
    return at(text, at + last) == at(part, last);
  }

  private static boolean hasShort(byte[] text, int at, byte[] part) {
    int last = part.length - Integer.BYTES;
    if (last >= 0) {
      return (int) INTS.get(text, at) == (int) INTS.get(part, 0)
          && (int) INTS.get(text, at + last) == (int) INTS.get(part, last);
    }
    for (int i = 0; i < part.length; i++) {
      if (text[at + i] != part[i]) {
        return false;
      }
    }
    return true;
  }

  /** How many of the first bytes are printable ASCII, neither a quotation mark nor a backslash. */
  public static int plain(long bytes) {
    // A carry may reach the bytes above, so only the first is exact.
    // With their second bit turned, the controls and the quotation mark come before all others.
    long other =
        ((bytes ^ 2 * ONES) - ('!' * ONES))
            | ((bytes ^ '\\' * ONES) - ONES)
            | (bytes + ONES)
            | bytes;
    return first(other & HIGHEST);
  }

  /** How many of the first bytes are digits. */
  public static int digits(long bytes) {
    return first(noDigits(bytes));
  }

  /** Exactly those bytes that are no digits. */
  public static long noDigits(long bytes) {
    long values = bytes ^ '0' * ONES;
    return (((values & ~HIGHEST) + 0x76 * ONES) | values) & HIGHEST;
  }

  /** How many bytes come before the first in a mask; 8 when it is empty. */
  public static int first(long mask) {
    return Long.numberOfTrailingZeros(mask) >>> 3;
  }

  /** The first {@code count} bytes, 0 to 7, and zeros. */
  public static long only(long bytes, int count) {
    return bytes & ((1L << (8 * count)) - 1);
  }

  /** The bytes without the one after the first {@code count}, 0 to 7. */
  public static long without(long bytes, int count) {
    long before = only(bytes, count);
    return before | ((bytes >>> 8) ^ only(bytes >>> 8, count));
  }

  /** {@code number} with the first {@code count} digits, 0 to 8, written after its own. */
  public static long append(long number, long bytes, int count) {
    int half = 4 * (8 - count); // a shift by all 64 bits is none in Java
    long digits = (bytes ^ '0' * ONES) << half << half;
    long pairs = ((digits * (1 + (10L << 8))) >>> 8) & 0x00ff00ff00ff00ffL;
    long fours = ((pairs * (1 + (100L << 16))) >>> 16) & 0x0000ffff0000ffffL;
    long eight = (fours * (1 + (10_000L << 32))) >>> 32;
    return number * POWERS_OF_TEN[count] + eight;
  }
}
