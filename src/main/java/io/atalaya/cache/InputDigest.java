package io.atalaya.cache;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Makes the hash of an input from its parts, written one after the other: each with its kind and,
 * where it has one, its length in front, so that different inputs are different bytes.
 *
 * <p>Numbers count by their value, not by how they were written: 1, 1.0 and 1e0 are the same, and
 * so are 0 and −0. A decimal that no double is read from and printed as again, such as 2⁵³ + 1, is
 * kept exactly. NaN is a number like any other.
 *
 * <p>The first 128 bits of SHA-256: an input comes from outside, and a hash that can be made to
 * collide would give one caller's answer to another. Cost: some 5 ns a byte. Memory: 4 kB. For one
 * thread and one hash.
 */
public final class InputDigest {

  private static final int BUFFER = 4096;

  private static final byte NUMBER = 0;
  private static final byte DECIMAL = 1;
  private static final byte MULTIPLE = 2;
  private static final byte TEXT = 3;
  private static final byte TRUE = 4;
  private static final byte FALSE = 5;
  private static final byte NULL = 6;
  private static final byte LIST = 7;
  private static final byte OBJECT = 8;
  private static final byte BYTES = 9;

  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  public InputDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A number. */
  public InputDigest number(double value) {
    return kind(NUMBER).word(bits(value));
  }

  /** A number in decimal digits; the same as the double that it is the shortest name of. */
  public InputDigest number(BigDecimal value) {
    double nearest = value.doubleValue();
    if (Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(value) == 0) {
      return number(nearest);
    }
    BigDecimal exact = value.stripTrailingZeros();
    byte[] digits = exact.unscaledValue().toByteArray();
    return kind(DECIMAL).word(exact.scale()).word(digits.length).raw(digits);
  }

  /**
   * A number that counts only up to a multiple of {@code step}, to even where it lies between two.
   *
   * @param step above 0
   */
  public InputDigest rounded(double value, double step) {
    return kind(MULTIPLE).word(bits(step)).word(bits(Math.rint(value / step)));
  }

  /** A string; null is null. */
  public InputDigest text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return kind(TEXT).word(utf8.length).raw(utf8);
  }

  /** True or false. */
  public InputDigest flag(boolean value) {
    return kind(value ? TRUE : FALSE);
  }

  /** No value. */
  public InputDigest nothing() {
    return kind(NULL);
  }

  /** A list of so many parts, which follow. */
  public InputDigest list(int size) {
    return kind(LIST).word(size);
  }

  /** An object of so many members, each of which follows as its name and its value, by name. */
  public InputDigest object(int size) {
    return kind(OBJECT).word(size);
  }

  /** Bytes whose meaning is not known here. */
  public InputDigest bytes(byte[] value) {
    return kind(BYTES).word(value.length).raw(value);
  }

  /** The hash of all parts. */
  public InputHash hash() {
    drain();
    return InputHash.of(digest.digest());
  }

  private static long bits(double value) {
    return Double.doubleToLongBits(value + 0.0);
  }

  private InputDigest kind(byte kind) {
    room(1).put(kind);
    return this;
  }

  private InputDigest word(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  private InputDigest raw(byte[] value) {
    if (value.length > BUFFER) {
      drain();
      digest.update(value);
    } else {
      room(value.length).put(value);
    }
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      drain();
    }
    return buffer;
  }

  private void drain() {
    digest.update(buffer.flip());
    buffer.clear();
  }
}
