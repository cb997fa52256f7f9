package io.atalaya.quantization.rewrite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.atalaya.quantization.model.GraphWriter;
import io.atalaya.quantization.model.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A product whose input is scaled, at each call, so that the greatest amount of each row is 127: a
 * row of large values (the first token of a text, say) does not coarsen the grid of the others, and
 * an answer does not depend on what else is in its batch.
 *
 * <p>s = max|x| / 127 for each row; y = s · (q(x / s) · W) + bias, where q rounds to whole numbers.
 * The scaled product has a grid that is always the same, so ONNX Runtime makes one 8-bit operator
 * of it, as of one that was calibrated. A row of zeros stays one. For one thread.
 *
 * <p>Source: Yao and others, "ZeroQuant", NeurIPS 2022, section 4.1, token-wise quantization.
 */
final class RowwiseRewrite {

  /** What stands for 0 on a grid from −128 to 127. */
  private static final int ZERO_POINT = 128;

  private static final float GREATEST = 127;

  /** Rows of smaller values than this count as zeros. */
  private static final float LEAST_SCALE = 1e-30f;

  /** From this version of the operators, axes are an input. */
  private static final int AXES_ARE_AN_INPUT = 18;

  private final GraphWriter graph;
  private final WeightRange range;
  private final Map<String, Rows> rows = new HashMap<>();

  RowwiseRewrite(GraphWriter graph, WeightRange range) {
    this.graph = graph;
    this.range = range;
  }

  /**
   * A value by rows.
   *
   * @param scales one for each row
   * @param values the rows over their scales, on the grid
   */
  private record Rows(String scales, String values) {}

  void write(Layer.Product product) {
    String output = product.node().getOutput(0);
    QuantizedWeights weights = QuantizedWeights.of(product.matrix(), product.shape(), 1, range);
    Rows x = rows.computeIfAbsent(product.node().getInput(0), this::rows);
    String matrix = weights.write(graph, output, product.shape(), 1);
    String sums = graph.node("MatMul", output + "_rows", List.of(x.values(), matrix));
    Optional<String> addend = product.addend(graph);
    if (addend.isEmpty()) {
      graph.node("Mul", List.of(sums, x.scales()), List.of(output));
    } else {
      String scaled = graph.node("Mul", output + "_product", List.of(sums, x.scales()));
      graph.node("Add", List.of(scaled, addend.get()), List.of(output));
    }
  }

  private Rows rows(String value) {
    String amounts = graph.node("Abs", value + "_amounts", List.of(value));
    String greatest = greatest(value + "_greatest", amounts);
    String least = constant(value + "_least", LEAST_SCALE);
    String share = constant(value + "_share", 1 / GREATEST);
    String scaled = graph.node("Mul", value + "_scale", List.of(greatest, share));
    String scales = graph.node("Max", value + "_scales", List.of(scaled, least));
    String unit = graph.node("Div", value + "_scaled", List.of(value, scales));
    List<String> grid =
        List.of(
            constant(value + "_one", 1),
            graph.constant(Tensors.unsignedByte(graph.name(value + "_zero"), ZERO_POINT)));
    String bytes =
        graph.node("QuantizeLinear", value + "_uint8", List.of(unit, grid.get(0), grid.get(1)));
    return new Rows(
        scales,
        graph.node("DequantizeLinear", value + "_whole", List.of(bytes, grid.get(0), grid.get(1))));
  }

  private String greatest(String name, String amounts) {
    if (graph.opset() >= AXES_ARE_AN_INPUT) {
      String axes = graph.constant(Tensors.longs(graph.name(name + "_axes"), List.of(-1L)));
      return graph.node("ReduceMax", name, List.of(amounts, axes));
    }
    AttributeProto last =
        AttributeProto.newBuilder()
            .setName("axes")
            .setType(AttributeProto.AttributeType.INTS)
            .addInts(-1)
            .build();
    return graph.node("ReduceMax", name, List.of(amounts), last);
  }

  private String constant(String name, float value) {
    return graph.constant(Tensors.floats(graph.name(name), new float[] {value}));
  }
}
