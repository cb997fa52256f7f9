package io.atalaya.adapter.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads tensors from bytes, as the binary extension lays them out: little-endian, row by row; a
 * text after its length in four bytes. Stateless.
 */
final class RawValues {

  private RawValues() {}

  /**
   * Tells the first values of a tensor; none where the type is not known.
   *
   * @param most how many at most
   */
  static void read(byte[] body, Span place, String datatype, long most, Values values) {
    ByteBuffer in =
        ByteBuffer.wrap(body, place.from(), place.size()).order(ByteOrder.LITTLE_ENDIAN);
    int least = leastBytes(datatype);
    for (long i = 0; i < most && in.remaining() >= least; i++) {
      switch (datatype) {
        case "BOOL" -> values.flag(in.get() != 0);
        case "INT8" -> values.number(in.get());
        case "UINT8" -> values.number(in.get() & 0xFF);
        case "INT16" -> values.number(in.getShort());
        case "UINT16" -> values.number(in.getShort() & 0xFFFF);
        case "INT32" -> values.number(in.getInt());
        case "UINT32" -> values.number((double) (in.getInt() & 0xFFFFFFFFL));
        case "INT64" -> values.number((double) in.getLong());
        case "UINT64" -> values.number(unsigned(in.getLong()));
        case "FP16" -> values.number(Float.float16ToFloat(in.getShort()));
        case "FP32" -> values.number(in.getFloat());
        case "FP64" -> values.number(in.getDouble());
        case "BYTES" -> {
          int length = in.getInt();
          if (length < 0 || length > in.remaining()) {
            return;
          }
          values.text(new String(in.array(), in.position(), length, StandardCharsets.UTF_8));
          in.position(in.position() + length);
        }
        default -> {
          return;
        }
      }
    }
  }

  private static int leastBytes(String datatype) {
    return switch (datatype) {
      case "INT16", "UINT16", "FP16" -> Short.BYTES;
      case "INT32", "UINT32", "FP32", "BYTES" -> Integer.BYTES;
      case "INT64", "UINT64", "FP64" -> Long.BYTES;
      default -> 1;
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? (double) value : ((value >>> 1) | (value & 1)) * 2.0;
  }
}
