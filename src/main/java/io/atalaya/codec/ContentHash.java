package io.atalaya.codec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** An identifier made from content: equal content has the same one, on every machine, for ever. */
public final class ContentHash {

  private static final int BYTES = 16;

  private ContentHash() {}

  /**
   * The first 128 bits of the SHA-256 digest, as 32 hexadecimal digits. The content must be written
   * so that different things give different bytes; strings are, having their length in front.
   */
  public static String of(ByteWriter content) {
    byte[] digest = sha256().digest(content.toByteArray());
    return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
