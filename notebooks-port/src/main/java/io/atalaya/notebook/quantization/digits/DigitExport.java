package io.atalaya.notebook.quantization.digits;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.atalaya.demo.train.Dense;
import io.atalaya.quantization.model.GraphWriter;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.model.Tensors;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Writes a {@link DigitNetwork} as an ONNX model (operators 13, 32-bit floats): {@code image}, any
 * number of 1 × 8 × 8, in; {@code scores}, a number for each digit, out. Stateless.
 */
final class DigitExport {

  private DigitExport() {}

  /** The model; its metadata hold the notes. */
  static OnnxModel model(DigitNetwork network, Map<String, String> notes) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("optical-digits");
    graph.addInput(value("image", 1, DigitImages.EXTENT, DigitImages.EXTENT));
    graph.addOutput(value("scores", DigitImages.DIGITS));
    convolution(graph, "image", "one", network.first());
    node(graph, "Relu", "one_relu", List.of("one"));
    convolution(graph, "one_relu", "two", network.second());
    node(graph, "Relu", "two_relu", List.of("two"));
    node(
        graph,
        "MaxPool",
        "pooled",
        List.of("two_relu"),
        wholes("kernel_shape", 2, 2),
        wholes("strides", 2, 2));
    node(graph, "Flatten", "features", List.of("pooled"), GraphWriter.attribute("axis", 1));
    head(graph, network.head());
    ModelProto.Builder model =
        ModelProto.newBuilder().setIrVersion(8).setProducerName("atalaya").setGraph(graph);
    model.addOpsetImportBuilder().setVersion(13);
    return new OnnxModel(model.build()).withMetadata(notes);
  }

  private static void convolution(
      GraphProto.Builder graph, String input, String output, Convolution layer) {
    float[] kernels = floats(layer.parameters(), 0, layer.weights());
    float[] biases = floats(layer.parameters(), layer.weights(), layer.parameters().length);
    int extent = Convolution.KERNEL;
    graph.addInitializer(
        Tensors.floats(
            output + "_kernels", kernels, layer.outputs(), layer.inputs(), extent, extent));
    graph.addInitializer(Tensors.floats(output + "_biases", biases, layer.outputs()));
    node(
        graph,
        "Conv",
        output,
        List.of(input, output + "_kernels", output + "_biases"),
        wholes("kernel_shape", extent, extent),
        wholes("pads", 1, 1, 1, 1));
  }

  private static void head(GraphProto.Builder graph, Dense layer) {
    float[] weights = new float[layer.inputs() * layer.outputs()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) layer.weight(i / layer.outputs(), i % layer.outputs());
    }
    float[] biases = new float[layer.outputs()];
    for (int i = 0; i < biases.length; i++) {
      biases[i] = (float) layer.bias(i);
    }
    graph.addInitializer(
        Tensors.floats("scores_weights", weights, layer.inputs(), layer.outputs()));
    graph.addInitializer(Tensors.floats("scores_biases", biases, layer.outputs()));
    node(graph, "Gemm", "scores", List.of("features", "scores_weights", "scores_biases"));
  }

  private static void node(
      GraphProto.Builder graph,
      String operator,
      String output,
      List<String> inputs,
      AttributeProto... attributes) {
    graph
        .addNodeBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(inputs)
        .addOutput(output)
        .addAllAttribute(List.of(attributes));
  }

  private static AttributeProto wholes(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(LongStream.of(values).boxed().toList())
        .build();
  }

  private static float[] floats(double[] values, int from, int to) {
    float[] floats = new float[to - from];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[from + i];
    }
    return floats;
  }

  private static ValueInfoProto value(String name, long... shape) {
    ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
    var tensor =
        value
            .getTypeBuilder()
            .getTensorTypeBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber());
    tensor.getShapeBuilder().addDimBuilder().setDimParam("n");
    for (long extent : shape) {
      tensor.getShapeBuilder().addDimBuilder().setDimValue(extent);
    }
    return value.build();
  }
}
