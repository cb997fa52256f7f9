package io.atalaya.quantization.rewrite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.atalaya.quantization.model.GraphWriter;
import io.atalaya.quantization.model.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A product whose input is put on an 8-bit grid anew for every call: the grid spans the whole
 * tensor, so that an answer depends a little on what else is in its batch.
 *
 * <p>y = cast(x_q · W_q) · (s_x · s_W) + bias, with s_W for each column. ONNX Runtime makes one
 * operator of it. For one thread.
 */
final class TensorwiseRewrite {

  private final GraphWriter graph;
  private final WeightRange range;

  /** The quantized value, its scale and its zero point, by the value's name. */
  private final Map<String, List<String>> activations = new HashMap<>();

  TensorwiseRewrite(GraphWriter graph, WeightRange range) {
    this.graph = graph;
    this.range = range;
  }

  void write(Layer.Product product) {
    String output = product.node().getOutput(0);
    QuantizedWeights weights = QuantizedWeights.of(product.matrix(), product.shape(), 1, range);
    String matrix =
        graph.constant(
            Tensors.bytes(graph.name(output + "_int8"), weights.values(), product.shape()));
    String scales =
        graph.constant(
            Tensors.floats(
                graph.name(output + "_scales"), weights.scales(), weights.scales().length));
    List<String> x = activation(product.node().getInput(0));
    String sums =
        graph.node("MatMulInteger", output + "_sums", List.of(x.get(0), matrix, x.get(2)));
    String floats = graph.node("Cast", output + "_floats", List.of(sums), toFloat());
    String scale = graph.node("Mul", output + "_scale", List.of(x.get(1), scales));
    Optional<String> addend = product.addend(graph);
    if (addend.isEmpty()) {
      graph.node("Mul", List.of(floats, scale), List.of(output));
    } else {
      String scaled = graph.node("Mul", output + "_product", List.of(floats, scale));
      graph.node("Add", List.of(scaled, addend.get()), List.of(output));
    }
  }

  private List<String> activation(String value) {
    return activations.computeIfAbsent(
        value,
        name -> {
          List<String> results =
              List.of(
                  graph.name(name + "_uint8"),
                  graph.name(name + "_scale"),
                  graph.name(name + "_zero"));
          graph.node("DynamicQuantizeLinear", List.of(name), results);
          return results;
        });
  }

  static AttributeProto toFloat() {
    return GraphWriter.attribute("to", TensorProto.DataType.FLOAT.getNumber());
  }
}
