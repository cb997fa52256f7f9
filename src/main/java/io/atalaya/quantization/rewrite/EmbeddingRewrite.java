package io.atalaya.quantization.rewrite;

import io.atalaya.quantization.model.GraphWriter;
import io.atalaya.quantization.model.Tensors;
import java.util.List;

/**
 * A table of vectors as signed bytes with a scale for each row: only the rows that are taken are
 * made floats again. The bytes use the full range whatever the processor, as they are not
 * multiplied with. For one thread.
 */
final class EmbeddingRewrite {

  private final GraphWriter graph;

  EmbeddingRewrite(GraphWriter graph) {
    this.graph = graph;
  }

  void write(Layer.Embedding embedding) {
    String output = embedding.node().getOutput(0);
    String indexes = embedding.node().getInput(1);
    long[] shape = embedding.table().shape();
    QuantizedWeights weights =
        QuantizedWeights.of(embedding.table().floats(), shape, 0, WeightRange.FULL);
    String table =
        graph.constant(Tensors.bytes(graph.name(output + "_int8"), weights.values(), shape));
    String scales =
        graph.constant(
            Tensors.floats(graph.name(output + "_scales"), weights.scales(), shape[0], 1));
    String bytes = graph.node("Gather", output + "_bytes", List.of(table, indexes));
    String floats =
        graph.node("Cast", output + "_floats", List.of(bytes), TensorwiseRewrite.toFloat());
    String scale = graph.node("Gather", output + "_scale", List.of(scales, indexes));
    graph.node("Mul", List.of(floats, scale), List.of(output));
  }
}
