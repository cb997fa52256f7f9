package io.atalaya.quantization.inference;

import java.util.Arrays;

/**
 * Numbers in a shape, the last axis running fastest. Arrays are neither copied nor written.
 *
 * <p>Its first axis is that of the samples.
 */
@SuppressWarnings("ArrayRecordComponent") // tensors are read, never compared
public sealed interface Tensor {

  /** The extent of each axis. */
  long[] shape();

  /** 32-bit floats. */
  record Floats(float[] values, long[] shape) implements Tensor {
    public Floats {
      check(values.length, shape);
    }
  }

  /** 64-bit integers. */
  record Longs(long[] values, long[] shape) implements Tensor {
    public Longs {
      check(values.length, shape);
    }
  }

  /** 32-bit integers. */
  record Ints(int[] values, long[] shape) implements Tensor {
    public Ints {
      check(values.length, shape);
    }
  }

  /** The number of samples: the extent of the first axis, 1 without an axis. */
  default int samples() {
    return shape().length == 0 ? 1 : Math.toIntExact(shape()[0]);
  }

  /** The samples of those indexes, in that order. */
  default Tensor select(int... samples) {
    long[] shape = shape().clone();
    shape[0] = samples.length;
    return switch (this) {
      case Floats floats -> {
        int size = floats.values().length / samples();
        float[] values = new float[samples.length * size];
        for (int i = 0; i < samples.length; i++) {
          System.arraycopy(floats.values(), samples[i] * size, values, i * size, size);
        }
        yield new Floats(values, shape);
      }
      case Longs longs -> {
        int size = longs.values().length / samples();
        long[] values = new long[samples.length * size];
        for (int i = 0; i < samples.length; i++) {
          System.arraycopy(longs.values(), samples[i] * size, values, i * size, size);
        }
        yield new Longs(values, shape);
      }
      case Ints ints -> {
        int size = ints.values().length / samples();
        int[] values = new int[samples.length * size];
        for (int i = 0; i < samples.length; i++) {
          System.arraycopy(ints.values(), samples[i] * size, values, i * size, size);
        }
        yield new Ints(values, shape);
      }
    };
  }

  private static void check(int values, long[] shape) {
    long elements = 1;
    for (long extent : shape) {
      elements *= extent;
    }
    if (elements != values) {
      throw new IllegalArgumentException(
          "%,d values do not fill the shape %s".formatted(values, Arrays.toString(shape)));
    }
  }
}
