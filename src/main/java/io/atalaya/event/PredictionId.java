package io.atalaya.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The identifier of a prediction: its text, and 128 bits that stand for it. Two of 10⁹ identifiers
 * share them with a probability of 10⁻²¹, which is less than that of a memory error: they are taken
 * for the identifier itself.
 *
 * <p>Definition of the bits: MurmurHash3_x64_128 of the UTF-8 bytes, with seed 0. Immutable.
 *
 * <p>Source: A. Appleby, MurmurHash3, public domain.
 */
public final class PredictionId {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long C1 = 0x87C37B91114253D5L;
  private static final long C2 = 0x4CF5AD432745937FL;

  private final byte[] utf8;
  private final long high;
  private final long low;

  private PredictionId(byte[] utf8) {
    this.utf8 = utf8;
    long h1 = 0;
    long h2 = 0;
    int blocks = utf8.length & ~15;
    for (int i = 0; i < blocks; i += 16) {
      h1 ^= mix1((long) LONGS.get(utf8, i));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52DCE729;
      h2 ^= mix2((long) LONGS.get(utf8, i + 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495AB5;
    }
    h1 ^= mix1(tail(utf8, blocks, Math.min(utf8.length, blocks + 8)));
    h2 ^= mix2(tail(utf8, blocks + 8, utf8.length));
    h1 ^= utf8.length;
    h2 ^= utf8.length;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    high = h1 + h2;
    low = h2 + high;
  }

  /** The identifier of a text. */
  public static PredictionId of(String text) {
    return new PredictionId(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The identifier of a text's bytes in UTF-8, from one index to another; they are copied. */
  public static PredictionId of(byte[] utf8, int from, int to) {
    return new PredictionId(Arrays.copyOfRange(utf8, from, to));
  }

  /** The text's bytes in UTF-8, to be read only. */
  public byte[] utf8() {
    return utf8;
  }

  /** The first 64 bits: they depend on all of the text, and spread evenly. */
  public long high() {
    return high;
  }

  /** The other 64 bits. */
  public long low() {
    return low;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof PredictionId other && Arrays.equals(utf8, other.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  /** The text. */
  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
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
