package io.atalaya.cache;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * DEFLATE (RFC 1951), without a header. Stateless.
 *
 * @param level how hard it tries, from 1, the fastest, to 9
 */
public record DeflateCompression(int level) implements Compression {

  /** At the fastest level. */
  public DeflateCompression() {
    this(Deflater.BEST_SPEED);
  }

  @Override
  public byte[] compress(byte[] bytes) {
    Deflater deflater = new Deflater(level, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] out = new byte[bytes.length / 2 + 64];
      int length = deflater.deflate(out);
      while (!deflater.finished()) {
        out = Arrays.copyOf(out, 2 * out.length);
        length += deflater.deflate(out, length, out.length - length);
      }
      return Arrays.copyOf(out, length);
    } finally {
      deflater.end();
    }
  }

  @Override
  public byte[] decompress(byte[] compressed, int size) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(compressed);
      // One byte more than wanted: whatever is longer is seen, and not unpacked.
      byte[] out = new byte[size + 1];
      int length = inflater.inflate(out);
      if (length != size || !inflater.finished() || inflater.getRemaining() > 0) {
        throw new IllegalArgumentException(
            "the bytes are not %d compressed with DEFLATE".formatted(size));
      }
      return Arrays.copyOf(out, size);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("the bytes are not compressed with DEFLATE", e);
    } finally {
      inflater.end();
    }
  }
}
