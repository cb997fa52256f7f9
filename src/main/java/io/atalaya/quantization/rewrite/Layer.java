package io.atalaya.quantization.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.atalaya.quantization.model.GraphWriter;
import io.atalaya.quantization.model.Tensors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node with weights that can be quantized. */
@SuppressWarnings("ArrayRecordComponent") // layers are read, never compared
public sealed interface Layer {

  /** The node. */
  NodeProto node();

  /** The number of weights. */
  long weights();

  /**
   * A MatMul or Gemm: input · matrix + bias.
   *
   * @param matrix row by row, with the factor of a Gemm in it
   * @param bias one for each column, with its factor in it; null when there is none
   * @param addend the name of what is added and is no such constant; empty when there is none
   */
  record Product(
      NodeProto node,
      float[] matrix,
      long rows,
      long columns,
      float @Nullable [] bias,
      Optional<String> addend)
      implements Layer {
    @Override
    public long weights() {
      return rows * columns;
    }

    long[] shape() {
      return new long[] {rows, columns};
    }

    /** The name of what is added, a constant of the graph by now; empty when nothing is. */
    Optional<String> addend(GraphWriter graph) {
      return bias == null
          ? addend
          : Optional.of(
              graph.constant(
                  Tensors.floats(graph.name(node.getOutput(0) + "_bias"), bias, bias.length)));
    }
  }

  /**
   * A convolution.
   *
   * @param kernel the first axis is that of the outputs' channels
   * @param bias one for each channel; null when there is none
   */
  record Convolution(NodeProto node, Tensors kernel, float @Nullable [] bias) implements Layer {
    @Override
    public long weights() {
      return kernel.elements();
    }
  }

  /**
   * A table of vectors, of which a Gather takes some.
   *
   * @param table one row a vector
   */
  record Embedding(NodeProto node, Tensors table) implements Layer {
    @Override
    public long weights() {
      return table.elements();
    }
  }
}
