package io.atalaya.quantization;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.model.Tensors;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Makes small models, one node after another, with random weights of a fixed seed. */
public final class TestGraph {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
  private final Random random = new Random(20_261_127);

  /** Begins a graph with the input {@code x}; -1 leaves an extent open. */
  public TestGraph(int opset, long... shapeOfX) {
    model.addOpsetImportBuilder().setVersion(opset);
    graph.addInput(value("x", TensorProto.DataType.FLOAT, shapeOfX));
  }

  /** Adds an input of 64-bit integers. */
  public TestGraph indexes(String name, long... shape) {
    graph.addInput(value(name, TensorProto.DataType.INT64, shape));
    return this;
  }

  /** Adds random weights. */
  public TestGraph weights(String name, long... shape) {
    float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return constant(Tensors.floats(name, values, shape));
  }

  /** Adds a constant. */
  public TestGraph constant(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  /** Adds a node of ONNX's own operators, named like its output. */
  public TestGraph node(String operator, String output, List<String> inputs, AttributeProto... as) {
    graph
        .addNodeBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(inputs)
        .addOutput(output)
        .addAllAttribute(List.of(as));
    return this;
  }

  /** Adds a node of another domain. */
  public TestGraph foreign(String domain, String operator, String output, List<String> inputs) {
    model.addOpsetImportBuilder().setDomain(domain).setVersion(1);
    graph
        .addNodeBuilder()
        .setDomain(domain)
        .setOpType(operator)
        .setName(output)
        .addAllInput(inputs)
        .addOutput(output);
    return this;
  }

  /** The model, with one output of floats. */
  public OnnxModel returning(String output) {
    graph
        .addOutputBuilder()
        .setName(output)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(Tensors.FLOAT);
    return new OnnxModel(model.setGraph(graph).build());
  }

  /** A whole number. */
  public static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /** Whole numbers. */
  public static AttributeProto wholes(String name, Long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(List.of(values))
        .build();
  }

  /** A number. */
  public static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  /** Normal random numbers in a shape. */
  public static Tensor.Floats normal(long seed, long... shape) {
    Random random = new Random(seed);
    float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor.Floats(values, shape);
  }

  private static ValueInfoProto value(String name, TensorProto.DataType type, long... shape) {
    ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
    var tensor = value.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
    for (long extent : shape) {
      var dimension = tensor.getShapeBuilder().addDimBuilder();
      if (extent < 0) {
        dimension.setDimParam("n");
      } else {
        dimension.setDimValue(extent);
      }
    }
    return value.build();
  }
}
