package io.atalaya.quantization.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.atalaya.quantization.calibration.ActivationRange;
import io.atalaya.quantization.model.GraphWriter;
import io.atalaya.quantization.model.OnnxModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a graph with 8-bit integers of one with floats.
 *
 * @param range of the weights
 * @param excluded names of nodes that stay as they are
 * @param leastWeights nodes with fewer stay as they are
 * @param activations on which grid they are put
 */
public record Rewrite(
    WeightRange range, Set<String> excluded, long leastWeights, Activations activations) {

  /**
   * What became of a model.
   *
   * @param model the new one
   * @param quantized the layers that have 8-bit weights now
   * @param left nodes that could have been quantized and were not: the reasons, by node
   */
  public record Rewritten(OnnxModel model, List<Layer> quantized, List<Left> left) {}

  /**
   * A node that stayed as it was.
   *
   * @param reason why
   */
  public record Left(NodeProto node, String reason) {}

  /** The names of the values whose ranges calibration has to find. */
  public Set<String> calibrated(OnnxModel model) {
    GraphWriter graph = new GraphWriter(model);
    LayerFinder finder = new LayerFinder(graph, excluded, leastWeights, true);
    Set<String> names = new LinkedHashSet<>();
    for (NodeProto node : graph.nodes()) {
      if (finder.decide(node) instanceof LayerFinder.Decision.Quantize(Layer layer)) {
        names.addAll(StaticRewrite.activations(graph, layer));
      }
    }
    return names;
  }

  /** Rewrites a graph, whose operators are of version 13 or newer. */
  public Rewritten apply(OnnxModel model) {
    GraphWriter graph = new GraphWriter(model);
    boolean fixed = activations instanceof Activations.Fixed;
    LayerFinder finder = new LayerFinder(graph, excluded, leastWeights, fixed);
    Map<String, ActivationRange> ranges =
        activations instanceof Activations.Fixed(var found) ? found : Map.of();
    StaticRewrite calibrated = new StaticRewrite(graph, range, ranges);
    RowwiseRewrite rowwise = new RowwiseRewrite(graph, range);
    TensorwiseRewrite tensorwise = new TensorwiseRewrite(graph, range);
    EmbeddingRewrite embeddings = new EmbeddingRewrite(graph);
    List<Layer> quantized = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    for (NodeProto node : graph.nodes()) {
      switch (finder.decide(node)) {
        case LayerFinder.Decision.Quantize(Layer layer) -> {
          quantized.add(layer);
          switch (layer) {
            case Layer.Product product -> {
              switch (activations) {
                case Activations.ByRow ignored -> rowwise.write(product);
                case Activations.ByTensor ignored -> tensorwise.write(product);
                case Activations.Fixed ignored -> calibrated.write(product);
              }
            }
            case Layer.Convolution convolution -> calibrated.write(convolution);
            case Layer.Embedding embedding -> embeddings.write(embedding);
          }
        }
        case LayerFinder.Decision.Leave(String reason) -> {
          left.add(new Left(node, reason));
          calibrated.other(node);
        }
        case LayerFinder.Decision.Other() -> calibrated.other(node);
      }
    }
    return new Rewritten(graph.finish(), quantized, left);
  }
}
