package io.atalaya.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of bytes: big-endian numbers, variable-length integers, strings in UTF-8. */
public final class ByteWriter {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int size;

  public ByteWriter() {
    this(256);
  }

  /**
   * @param expected about how many bytes will be written; more are no fault
   */
  public ByteWriter(int expected) {
    bytes = new byte[expected];
  }

  /** Makes room at once for about so many more bytes. */
  public ByteWriter expect(int more) {
    ensure(more);
    return this;
  }

  public ByteWriter writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
    return this;
  }

  public ByteWriter writeLong(long value) {
    ensure(8);
    LONGS.set(bytes, size, value);
    size += 8;
    return this;
  }

  public ByteWriter writeDouble(double value) {
    return writeLong(Double.doubleToRawLongBits(value));
  }

  /** Writes seven bits a byte, the lowest first: small numbers take one byte. */
  public ByteWriter writeUnsigned(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** Writes a signed number so that small magnitudes take one byte (zigzag). */
  public ByteWriter writeSigned(long value) {
    return writeUnsigned((value << 1) ^ (value >> 63));
  }

  /** Writes the length and the bytes. */
  public ByteWriter writeBytes(byte[] value) {
    writeUnsigned(value.length);
    ensure(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** Writes the length and the bytes that remain of a buffer. */
  public ByteWriter writeBytes(ByteBuffer value) {
    int length = value.remaining();
    writeUnsigned(length);
    ensure(length);
    value.get(value.position(), bytes, size, length);
    size += length;
    return this;
  }

  public ByteWriter writeString(String value) {
    return writeBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** The number of bytes written. */
  public int size() {
    return size;
  }

  /** What was written, without a copy: to be read only, and before more is written. */
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
