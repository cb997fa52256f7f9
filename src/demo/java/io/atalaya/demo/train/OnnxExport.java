package io.atalaya.demo.train;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * Writes a {@link DemandNetwork} as an ONNX model (IR 8, opset 13, 32-bit floats) that takes raw
 * inputs and answers demand and confidence: encoding, units and calibration are in the graph.
 *
 * <p>Confined to one thread; used once. Bytes are the same for the same network.
 */
final class OnnxExport {

  private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("bike-demand");

  private OnnxExport() {}

  /**
   * @param network what is exported
   * @param notes what a reader of the file should know, kept as its metadata
   */
  static byte[] export(DemandNetwork network, Map<String, String> notes) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .setProducerName("atalaya")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(new OnnxExport().graph(network));
    new TreeMap<>(notes)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }

  private GraphProto graph(DemandNetwork network) {
    Encoding encoding = network.encoding();
    graph.addInput(matrix("inputs", encoding.frequencies().length));
    graph.addOutput(matrix("demand", 1)).addOutput(matrix("confidence", 1));

    gemm("inputs", "angles", encoding.frequencies(), encoding.phases());
    node("Sin", "waves", "angles");
    gemm("inputs", "standardised", encoding.scales(), encoding.shifts());
    node("Concat", "encoded", "waves", "standardised")
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("axis")
                .setType(AttributeProto.AttributeType.INT)
                .setI(1));
    String layerInput = "encoded";
    for (Dense layer : network.hidden()) {
      String sums = layerInput + "_sums";
      gemm(layerInput, sums, layer);
      layerInput += "_relu";
      node("Relu", layerInput, sums);
    }

    Dense head = network.head();
    head(layerInput, "mean", head, DemandNetwork.MEAN, network.unit(), 0);
    node("Relu", "demand", "mean");
    // factor · demand / deviation = demand · exp(−½·logVariance + ln(factor / unit))
    double shift = StrictMath.log(network.confidenceFactor() / network.unit());
    head(layerInput, "log_precision", head, DemandNetwork.LOG_VARIANCE, -0.5, shift);
    node("Exp", "precision", "log_precision");
    node("Mul", "ratio", "demand", "precision");
    node("Erf", "confidence", "ratio");
    return graph.build();
  }

  /** One output of the head, scaled and shifted, as a layer of width 1. */
  private void head(
      String input, String output, Dense head, int column, double scale, double shift) {
    double[][] weights = new double[head.inputs()][1];
    for (int i = 0; i < weights.length; i++) {
      weights[i][0] = scale * head.weight(i, column);
    }
    gemm(input, output, weights, new double[] {scale * head.bias(column) + shift});
  }

  private void gemm(String input, String output, Dense layer) {
    double[][] weights = new double[layer.inputs()][layer.outputs()];
    double[] biases = new double[layer.outputs()];
    for (int j = 0; j < biases.length; j++) {
      for (int i = 0; i < weights.length; i++) {
        weights[i][j] = layer.weight(i, j);
      }
      biases[j] = layer.bias(j);
    }
    gemm(input, output, weights, biases);
  }

  /** output = input · weights + biases. */
  private void gemm(String input, String output, double[][] weights, double[] biases) {
    int columns = biases.length;
    constant(output + "_weights", k -> weights[k / columns][k % columns], weights.length, columns);
    constant(output + "_biases", k -> biases[k], columns);
    node("Gemm", output, input, output + "_weights", output + "_biases");
  }

  private NodeProto.Builder node(String operator, String output, String... inputs) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private void constant(String name, IntToDoubleFunction values, int... dimensions) {
    TensorProto.Builder tensor = graph.addInitializerBuilder().setName(name).setDataType(FLOAT);
    int size = 1;
    for (int dimension : dimensions) {
      tensor.addDims(dimension);
      size *= dimension;
    }
    for (int k = 0; k < size; k++) {
      tensor.addFloatData((float) values.applyAsDouble(k));
    }
  }

  /** A matrix of floats with any number of rows. */
  private static ValueInfoProto matrix(String name, int columns) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("n");
    shape.addDimBuilder().setDimValue(columns);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
        .build();
  }
}
