package io.atalaya.quantization.rewrite;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.atalaya.quantization.calibration.ActivationRange;
import io.atalaya.quantization.model.GraphWriter;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.Nodes;
import io.atalaya.quantization.model.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Layers between QuantizeLinear and DequantizeLinear, with grids that calibration found; ONNX
 * Runtime makes one 8-bit operator of each. Biases are 32-bit integers at the scale of input times
 * weights.
 *
 * <p>What a convolution gives is quantized too, behind its ReLU or Clip where it has one. For one
 * thread.
 */
final class StaticRewrite {

  private final GraphWriter graph;
  private final WeightRange range;
  private final Map<String, ActivationRange> ranges;

  /** The name of what a value is after the grid, by the value's. */
  private final Map<String, String> dequantized = new HashMap<>();

  /** Values that are to be put on the grid by the node that computes them. */
  private final Set<String> results = new HashSet<>();

  StaticRewrite(GraphWriter graph, WeightRange range, Map<String, ActivationRange> ranges) {
    this.graph = graph;
    this.range = range;
    this.ranges = ranges;
  }

  /** The values whose ranges are needed for a layer. */
  static List<String> activations(GraphWriter graph, Layer layer) {
    return switch (layer) {
      case Layer.Product product -> List.of(product.node().getInput(0));
      case Layer.Convolution convolution ->
          List.of(convolution.node().getInput(0), result(graph, convolution));
      case Layer.Embedding ignored -> List.of();
    };
  }

  private static String result(GraphWriter graph, Layer.Convolution convolution) {
    String output = convolution.node().getOutput(0);
    return graph
        .onlyConsumer(output)
        .filter(node -> new Nodes(node).is("Relu") || new Nodes(node).is("Clip"))
        .map(node -> node.getOutput(0))
        .orElse(output);
  }

  void write(Layer.Product product) {
    NodeProto node = product.node();
    ActivationRange input = range(node.getInput(0));
    String output = node.getOutput(0);
    float[] bias = product.bias();
    QuantizedWeights weights =
        bias == null
            ? QuantizedWeights.of(product.matrix(), product.shape(), 1, range)
            : QuantizedWeights.of(product.matrix(), product.shape(), 1, range, bias, input);
    List<String> inputs = new ArrayList<>();
    inputs.add(onGrid(node.getInput(0)));
    inputs.add(weights.write(graph, output, product.shape(), 1));
    if (bias != null) {
      inputs.add(bias(output, weights, bias, input));
      graph.node("Gemm", inputs, List.of(output));
    } else if (product.addend().isPresent()) {
      String sums = graph.node("MatMul", output + "_product", inputs);
      graph.node("Add", List.of(sums, product.addend().get()), List.of(output));
    } else {
      graph.node("MatMul", inputs, List.of(output));
    }
  }

  void write(Layer.Convolution convolution) {
    NodeProto node = convolution.node();
    ActivationRange input = range(node.getInput(0));
    String output = node.getOutput(0);
    long[] shape = convolution.kernel().shape();
    float[] kernel = convolution.kernel().floats();
    float[] bias = convolution.bias();
    QuantizedWeights weights =
        bias == null
            ? QuantizedWeights.of(kernel, shape, 0, range)
            : QuantizedWeights.of(kernel, shape, 0, range, bias, input);
    results.add(result(graph, convolution));
    NodeProto.Builder quantized =
        node.toBuilder()
            .clearInput()
            .addInput(onGrid(node.getInput(0)))
            .addInput(weights.write(graph, output, shape, 0));
    if (bias != null) {
      quantized.addInput(bias(output, weights, bias, input));
    }
    other(quantized.build());
  }

  /** A node that is kept; what it gives is put on the grid where a convolution asked for it. */
  void other(NodeProto node) {
    if (node.getOutputCount() != 1 || !results.remove(node.getOutput(0))) {
      graph.node(node);
      return;
    }
    String value = node.getOutput(0);
    String exact = graph.name(value + "_exact");
    graph.node(node.toBuilder().setOutput(0, exact).build());
    quantize(exact, value, range(value));
    dequantized.put(value, value);
  }

  private String onGrid(String value) {
    @Nullable String known = dequantized.get(value);
    if (known == null) {
      known = graph.name(value + "_dequantized");
      quantize(value, known, range(value));
      dequantized.put(value, known);
    }
    return known;
  }

  private void quantize(String value, String result, ActivationRange grid) {
    String scale =
        graph.constant(Tensors.floats(graph.name(value + "_scale"), new float[] {grid.scale()}));
    String zero =
        graph.constant(Tensors.unsignedByte(graph.name(value + "_zero"), grid.zeroPoint()));
    String bytes = graph.node("QuantizeLinear", value + "_uint8", List.of(value, scale, zero));
    graph.node("DequantizeLinear", List.of(bytes, scale, zero), List.of(result));
  }

  private String bias(
      String output, QuantizedWeights weights, float[] bias, ActivationRange input) {
    String values =
        graph.constant(
            Tensors.ints(
                graph.name(output + "_bias_int32"),
                weights.quantizedBias(bias, input),
                bias.length));
    String scales =
        graph.constant(
            Tensors.floats(
                graph.name(output + "_bias_scales"), weights.biasScales(input), bias.length));
    return graph.node(
        "DequantizeLinear",
        output + "_bias",
        List.of(values, scales),
        GraphWriter.attribute("axis", 0));
  }

  private ActivationRange range(String value) {
    ActivationRange found = ranges.get(value);
    if (found == null) {
      throw new ModelException(value + " was not calibrated");
    }
    return found;
  }
}
