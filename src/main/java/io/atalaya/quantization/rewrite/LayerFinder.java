package io.atalaya.quantization.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.atalaya.quantization.model.GraphWriter;
import io.atalaya.quantization.model.Nodes;
import io.atalaya.quantization.model.Tensors;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides of each node whether it is quantized.
 *
 * @param graph the graph
 * @param excluded names of nodes that stay as they are
 * @param leastWeights fewer are not worth it: the file gets hardly smaller, and the answers worse
 * @param convolutions whether they are quantized too
 */
record LayerFinder(
    GraphWriter graph, Set<String> excluded, long leastWeights, boolean convolutions) {

  /** What becomes of a node. */
  sealed interface Decision {

    /** It is quantized. */
    record Quantize(Layer layer) implements Decision {}

    /** It has an operator that could be quantized, and is not. */
    record Leave(String reason) implements Decision {}

    /** Its operator has no weights. */
    record Other() implements Decision {}
  }

  Decision decide(NodeProto node) {
    Nodes view = new Nodes(node);
    if (view.is("MatMul") || view.is("Gemm")) {
      return unlessLeft(node, 1, () -> product(node));
    }
    if (view.is("Conv")) {
      return convolutions
          ? unlessLeft(node, 1, () -> convolution(node))
          : new Decision.Leave("convolutions are quantized with calibration alone");
    }
    return view.is("Gather") ? unlessLeft(node, 0, () -> embedding(node)) : new Decision.Other();
  }

  /** Reads a layer whose weights are fit for it. */
  private interface Reader {
    Decision read();
  }

  private Decision unlessLeft(NodeProto node, int weights, Reader reader) {
    Optional<Tensors> constant = graph.constant(new Nodes(node).input(weights));
    if (constant.isEmpty()) {
      return weights == 0
          ? new Decision.Other()
          : new Decision.Leave("what it multiplies with is computed, not constant");
    }
    if (!constant.get().isFloat()) {
      return weights == 0
          ? new Decision.Other()
          : new Decision.Leave("its weights are no 32-bit floats");
    }
    if (excluded.contains(node.getName())) {
      return new Decision.Leave("excluded");
    }
    if (constant.get().elements() < leastWeights) {
      return new Decision.Leave(
          "it has %,d weights, fewer than %,d".formatted(constant.get().elements(), leastWeights));
    }
    for (float value : constant.get().floats()) {
      if (!Float.isFinite(value)) {
        return new Decision.Leave("a weight is " + value);
      }
    }
    return reader.read();
  }

  private Decision product(NodeProto node) {
    Nodes view = new Nodes(node);
    Tensors weights = graph.constant(view.input(1)).orElseThrow();
    long[] shape = weights.shape();
    if (shape.length != 2) {
      return new Decision.Leave("its weights have %d axes, not 2".formatted(shape.length));
    }
    if (view.whole("transA", 0) != 0) {
      return new Decision.Leave("its input is transposed");
    }
    boolean transposed = view.whole("transB", 0) != 0;
    long rows = shape[transposed ? 1 : 0];
    long columns = shape[transposed ? 0 : 1];
    float[] matrix = weights.floats();
    if (transposed) {
      matrix = transposed(matrix, (int) rows, (int) columns);
    }
    scale(matrix, view.number("alpha", 1));
    String addend = view.input(2);
    float beta = view.number("beta", 1);
    if (addend.isEmpty() || beta == 0) {
      return quantize(node, matrix, rows, columns, null, Optional.empty());
    }
    float[] bias = bias(addend, (int) columns);
    if (bias == null) {
      return beta == 1
          ? quantize(node, matrix, rows, columns, null, Optional.of(addend))
          : new Decision.Leave("what it adds is computed and has a factor");
    }
    scale(bias, beta);
    return quantize(node, matrix, rows, columns, bias, Optional.empty());
  }

  private static Decision quantize(
      NodeProto node,
      float[] matrix,
      long rows,
      long columns,
      float @Nullable [] bias,
      Optional<String> addend) {
    return new Decision.Quantize(new Layer.Product(node, matrix, rows, columns, bias, addend));
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        result[row * columns + column] = matrix[column * rows + row];
      }
    }
    return result;
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /** A constant with a value for each column, or one for all; null for anything else. */
  private float @Nullable [] bias(String name, int columns) {
    Optional<Tensors> constant = graph.constant(name).filter(Tensors::isFloat);
    if (constant.isEmpty()) {
      return null;
    }
    float[] values = constant.get().floats();
    long[] shape = constant.get().shape();
    boolean rows = shape.length == 2 && shape[0] != 1;
    if (rows || shape.length > 2 || (values.length != columns && values.length != 1)) {
      return null;
    }
    if (values.length == columns) {
      return values;
    }
    float[] repeated = new float[columns];
    Arrays.fill(repeated, values[0]);
    return repeated;
  }

  private Decision convolution(NodeProto node) {
    Nodes view = new Nodes(node);
    Tensors kernel = graph.constant(view.input(1)).orElseThrow();
    String bias = view.input(2);
    if (bias.isEmpty()) {
      return new Decision.Quantize(new Layer.Convolution(node, kernel, null));
    }
    float[] values = bias(bias, Math.toIntExact(kernel.shape()[0]));
    return values == null
        ? new Decision.Leave("its bias is computed, not constant")
        : new Decision.Quantize(new Layer.Convolution(node, kernel, values));
  }

  private Decision embedding(NodeProto node) {
    Tensors table = graph.constant(node.getInput(0)).orElseThrow();
    if (table.shape().length != 2 || new Nodes(node).whole("axis", 0) != 0) {
      return new Decision.Leave("it does not take rows of a table");
    }
    return new Decision.Quantize(new Layer.Embedding(node, table));
  }
}
