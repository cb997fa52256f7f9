package io.atalaya.adapter.terminal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arrays as NumPy saves them: little-endian floats of 32 or 64 bits or integers of 32 or 64 bits,
 * the last axis running fastest. Stateless.
 *
 * <p>Source: NumPy Enhancement Proposal 1, <i>A Simple File Format for NumPy Arrays</i>.
 */
final class NpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LENGTH_OF_VERSION_1 = 10;
  private static final int LENGTH_OF_VERSION_2 = 12;

  private static final Pattern HEADER =
      Pattern.compile("'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([^)]*)\\)");

  private NpyFile() {}

  static Tensor parse(Path file, byte[] bytes) {
    if (bytes.length < LENGTH_OF_VERSION_2
        || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new ModelException(file + " is no .npy file");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean first = bytes[MAGIC.length] == 1;
    int start = first ? LENGTH_OF_VERSION_1 : LENGTH_OF_VERSION_2;
    long length = first ? Short.toUnsignedInt(buffer.getShort(8)) : buffer.getInt(8);
    if (length < 0 || start + length > bytes.length) {
      throw new ModelException(file + " is cut off");
    }
    String header = new String(bytes, start, (int) length, ISO_8859_1);
    Matcher fields = HEADER.matcher(header);
    if (!fields.find() || fields.group(2).equals("True")) {
      throw new ModelException(
          "%s has the header %s: an array in C order is needed".formatted(file, header.strip()));
    }
    long[] shape =
        Arrays.stream(fields.group(3).split(",", -1))
            .map(String::strip)
            .filter(extent -> !extent.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    return values(file, buffer.position(start + (int) length).slice(), fields.group(1), shape);
  }

  private static Tensor values(Path file, ByteBuffer data, String type, long[] shape) {
    ByteBuffer raw = data.order(ByteOrder.LITTLE_ENDIAN);
    int elements = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    int width = type.length() == 3 ? type.charAt(2) - '0' : 0;
    if (width == 0 || raw.remaining() != (long) elements * width) {
      throw new ModelException(
          "%s has %,d bytes of the type %s for the shape %s"
              .formatted(file, raw.remaining(), type, Arrays.toString(shape)));
    }
    switch (type) {
      case "<f4" -> {
        float[] values = new float[elements];
        raw.asFloatBuffer().get(values);
        return new Tensor.Floats(values, shape);
      }
      case "<f8" -> {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = (float) raw.getDouble();
        }
        return new Tensor.Floats(values, shape);
      }
      case "<i8" -> {
        long[] values = new long[elements];
        raw.asLongBuffer().get(values);
        return new Tensor.Longs(values, shape);
      }
      case "<i4" -> {
        int[] values = new int[elements];
        raw.asIntBuffer().get(values);
        return new Tensor.Ints(values, shape);
      }
      default ->
          throw new ModelException(
              "%s has the type %s: <f4, <f8, <i4 or <i8 is needed".formatted(file, type));
    }
  }
}
