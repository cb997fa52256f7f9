package io.atalaya.cache;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a model was asked, as 128 bits of a cryptographic digest: equal inputs have the same one on
 * every machine, and nobody can make up two inputs that share one. {@link InputDigest} makes it.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record InputHash(long high, long low) {

  private static final int BYTES = 2 * Long.BYTES;
  private static final HexFormat HEX = HexFormat.of();

  /** The first 128 bits of a longer digest. */
  static InputHash of(byte[] digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new InputHash(bytes.getLong(), bytes.getLong());
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is not of 32 hexadecimal digits
   */
  public static InputHash parse(String text) {
    if (text.length() != 2 * BYTES) {
      throw new IllegalArgumentException(
          "key: %s has %d characters: give the %d hexadecimal digits of a cache key"
              .formatted(text, text.length(), 2 * BYTES));
    }
    try {
      return of(HEX.parseHex(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "key: " + text + " is not hexadecimal: give the key as the cache returned it", e);
    }
  }

  /** As 32 hexadecimal digits. */
  public String text() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}
