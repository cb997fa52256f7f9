package io.atalaya.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link ByteWriter} wrote. Every method throws {@link IllegalArgumentException} when
 * the bytes end early or make no sense.
 */
public final class ByteReader {

  private final byte[] bytes;
  private int position;

  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public int readByte() {
    require(1);
    return bytes[position++] & 0xFF;
  }

  public long readLong() {
    require(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[position++] & 0xFF);
    }
    return value;
  }

  public double readDouble() {
    return Double.longBitsToDouble(readLong());
  }

  public long readUnsigned() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a variable-length integer has more than ten bytes");
  }

  /** Reads a count of things that take at least one byte each. */
  public int readCount() {
    long count = readUnsigned();
    if (count < 0 || count > bytes.length - position) {
      throw new IllegalArgumentException("a count of " + count + " is beyond the end");
    }
    return (int) count;
  }

  public long readSigned() {
    long raw = readUnsigned();
    return (raw >>> 1) ^ -(raw & 1);
  }

  public byte[] readBytes() {
    int length = readCount();
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  public String readString() {
    int length = readCount();
    String value = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return value;
  }

  /** Whether all was read. */
  public boolean atEnd() {
    return position == bytes.length;
  }

  private void require(int count) {
    if (count > bytes.length - position) {
      throw new IllegalArgumentException("the bytes end at " + bytes.length);
    }
  }
}
