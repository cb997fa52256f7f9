package io.atalaya.statistics;

import java.nio.charset.StandardCharsets;

/**
 * A 64-bit hash that never changes: equal inputs have equal hashes in every release and language.
 *
 * <p>Definition: 64-bit FNV-1a over the bytes (a string's in UTF-8), finished with MurmurHash3's
 * fmix64 so that all bits, the leading ones too, depend on all of the input. It spreads; it does
 * not resist an adversary. Stateless.
 *
 * <p>Source: G. Fowler, L. C. Noll, K.-P. Vo, RFC 9923; A. Appleby, MurmurHash3.
 */
public final class StableHash {

  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private StableHash() {}

  /** The hash of a string, such as a prediction's id. */
  public static long of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash of bytes. */
  public static long of(byte[] bytes) {
    long hash = FNV_OFFSET;
    for (byte next : bytes) {
      hash = (hash ^ (next & 0xFF)) * FNV_PRIME;
    }
    hash = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ hash >>> 33) * 0xC4CEB9FE1A85EC53L;
    return hash ^ hash >>> 33;
  }
}
