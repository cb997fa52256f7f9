package io.atalaya.adapter.inference;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a message, its values not read yet.
 *
 * @param name its name
 * @param datatype the type of its elements: {@code FP32}, {@code BYTES}, ...
 * @param shape its dimensions, the batch first
 * @param members where its members stand in the message, by name, without those above and {@code
 *     data}
 * @param data where the values stand as JSON; null when they do not
 * @param raw where they stand as bytes after the JSON; null when they do not
 */
@SuppressWarnings("ArrayRecordComponent") // tensors are read, never compared
record Tensor(
    String name,
    String datatype,
    long[] shape,
    SortedMap<String, Span> members,
    @Nullable Span data,
    @Nullable Span raw) {

  private static final long MANY = Integer.MAX_VALUE;

  /** The size of the batch: the first dimension; 1 of a scalar. */
  long rows() {
    return shape.length == 0 ? 1 : shape[0];
  }

  /** How many elements a row has, at most {@link Integer#MAX_VALUE}. */
  int columns() {
    long columns = 1;
    for (int i = 1; i < shape.length; i++) {
      columns = shape[i] > MANY / Math.max(1, columns) ? MANY : columns * shape[i];
    }
    return Math.toIntExact(columns);
  }

  /** The same tensor with its values as bytes after the JSON. */
  Tensor withRaw(Span place) {
    return new Tensor(name, datatype, shape, members, data, place);
  }
}
