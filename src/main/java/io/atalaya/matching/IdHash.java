package io.atalaya.matching;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * 128 bits that stand for an identifier. Two of 10⁹ identifiers share them with a probability of
 * 10⁻²¹, which is less than that of a memory error: they are taken for the identifier itself.
 *
 * <p>Definition: MurmurHash3_x64_128 of the UTF-8 bytes, with a seed of 64 bits that both halves
 * start from. The result is held until the next call. For one thread.
 *
 * <p>Source: A. Appleby, MurmurHash3, public domain.
 */
final class IdHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long C1 = 0x87C37B91114253D5L;
  private static final long C2 = 0x4CF5AD432745937FL;

  private long high;
  private long low;

  /** The first 64 bits. */
  long high() {
    return high;
  }

  /** The other 64 bits. */
  long low() {
    return low;
  }

  void hash(String id, long seed) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    long h1 = seed;
    long h2 = seed;
    int blocks = bytes.length & ~15;
    for (int i = 0; i < blocks; i += 16) {
      h1 ^= mix1((long) LONGS.get(bytes, i));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52DCE729;
      h2 ^= mix2((long) LONGS.get(bytes, i + 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495AB5;
    }
    h1 ^= mix1(tail(bytes, blocks, Math.min(bytes.length, blocks + 8)));
    h2 ^= mix2(tail(bytes, blocks + 8, bytes.length));
    h1 ^= bytes.length;
    h2 ^= bytes.length;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    high = h1 + h2;
    low = h2 + high;
  }

  /** The bytes from {@code start} to {@code end} as a number, the first one lowest. */
  private static long tail(byte[] bytes, int start, int end) {
    long value = 0;
    for (int i = end - 1; i >= start; i--) {
      value = value << 8 | (bytes[i] & 0xFF);
    }
    return value;
  }

  private static long mix1(long block) {
    return Long.rotateLeft(block * C1, 31) * C2;
  }

  private static long mix2(long block) {
    return Long.rotateLeft(block * C2, 33) * C1;
  }

  private static long finish(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ mixed >>> 33;
  }
}
