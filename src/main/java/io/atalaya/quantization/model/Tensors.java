package io.atalaya.quantization.model;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Constants of a graph, as arrays.
 *
 * @param tensor the constant as the format has it
 */
public record Tensors(TensorProto tensor) {

  /** The type number of 32-bit floats. */
  public static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();

  /** The number of elements. */
  public long elements() {
    long elements = 1;
    for (long dimension : tensor.getDimsList()) {
      if (dimension < 0) {
        throw new ModelException(
            "%s has a dimension of %d: 0 or more is needed".formatted(tensor.getName(), dimension));
      }
      elements = Math.multiplyExact(elements, dimension);
    }
    return elements;
  }

  /** The shape. */
  public long[] shape() {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** Whether the elements are 32-bit floats. */
  public boolean isFloat() {
    return tensor.getDataType() == FLOAT;
  }

  /**
   * The elements, the last axis running fastest.
   *
   * @throws ModelException when they are no 32-bit floats, or not as many as the shape says
   */
  public float[] floats() {
    if (!isFloat()) {
      throw new ModelException(tensor.getName() + " has no 32-bit floats");
    }
    float[] values;
    if (tensor.hasRawData()) {
      ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      values = new float[raw.remaining() / Float.BYTES];
      raw.asFloatBuffer().get(values);
    } else {
      values = new float[tensor.getFloatDataCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
    }
    if (values.length != elements()) {
      throw new ModelException(
          "%s has %,d elements: its shape %s needs %,d"
              .formatted(tensor.getName(), values.length, tensor.getDimsList(), elements()));
    }
    return values;
  }

  /** A constant of 32-bit floats. */
  public static TensorProto floats(String name, float[] values, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return raw(name, TensorProto.DataType.FLOAT, raw, shape);
  }

  /** A constant of 32-bit integers. */
  public static TensorProto ints(String name, int[] values, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Integer.BYTES);
    raw.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return raw(name, TensorProto.DataType.INT32, raw, shape);
  }

  /** A constant of 64-bit integers. */
  public static TensorProto longs(String name, List<Long> values) {
    ByteBuffer raw = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(raw::putLong);
    return raw(name, TensorProto.DataType.INT64, raw.flip(), values.size());
  }

  /** A constant of signed bytes. */
  public static TensorProto bytes(String name, byte[] values, long... shape) {
    return raw(name, TensorProto.DataType.INT8, ByteBuffer.wrap(values), shape);
  }

  /** A constant of one unsigned byte, without a shape. */
  public static TensorProto unsignedByte(String name, int value) {
    return raw(name, TensorProto.DataType.UINT8, ByteBuffer.wrap(new byte[] {(byte) value}));
  }

  private static TensorProto raw(
      String name, TensorProto.DataType type, ByteBuffer raw, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(raw.rewind()));
    for (long dimension : shape) {
      tensor.addDims(dimension);
    }
    return tensor.build();
  }

  /** The bytes of an element of a type; types narrower than a byte count as one. */
  static int bytesOf(int type) {
    return switch (TensorProto.DataType.forNumber(type)) {
      case DOUBLE, INT64, UINT64, COMPLEX64 -> Long.BYTES;
      case COMPLEX128 -> 2 * Long.BYTES;
      case FLOAT, INT32, UINT32 -> Integer.BYTES;
      case FLOAT16, BFLOAT16, INT16, UINT16 -> Short.BYTES;
      case null, default -> 1;
    };
  }
}
