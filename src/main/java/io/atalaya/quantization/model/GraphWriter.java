package io.atalaya.quantization.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the nodes of a graph anew, one after another: who gives each node, or what stands for it,
 * in the old order keeps every node behind what it reads.
 *
 * <p>Constants that nobody reads any more are left out. For one thread; used once.
 */
public final class GraphWriter {

  /** From this version of the format, constants are no inputs of the graph. */
  private static final int CONSTANTS_ARE_NO_INPUTS = 4;

  /** The version of the format that came with operators 13. */
  private static final int IR_VERSION = 7;

  private final OnnxModel model;
  private final Map<String, TensorProto> constants = new LinkedHashMap<>();
  private final Map<String, List<NodeProto>> consumers;
  private final Set<String> outputs;
  private final Set<String> names = new HashSet<>();
  private final List<NodeProto> written = new ArrayList<>();

  /** Begins an empty graph with the inputs, outputs and constants of {@code model}'s. */
  public GraphWriter(OnnxModel model) {
    this.model = model;
    GraphProto graph = model.proto().getGraph();
    Set<String> inputs =
        graph.getInputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
    boolean fixed = model.proto().getIrVersion() < CONSTANTS_ARE_NO_INPUTS;
    for (TensorProto tensor : graph.getInitializerList()) {
      // A constant that is an input as well is only a default.
      if (fixed || !inputs.contains(tensor.getName())) {
        constants.put(tensor.getName(), tensor);
      }
      names.add(tensor.getName());
    }
    consumers =
        graph.getNodeList().stream()
            .flatMap(
                node -> node.getInputList().stream().distinct().map(name -> Map.entry(name, node)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    outputs =
        graph.getOutputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
    names.addAll(inputs);
    graph
        .getNodeList()
        .forEach(
            node -> {
              names.add(node.getName());
              names.addAll(node.getOutputList());
            });
  }

  /** The version of ONNX's own operators. */
  public int opset() {
    return model.opset();
  }

  /** The nodes of the old graph. */
  public List<NodeProto> nodes() {
    return model.proto().getGraph().getNodeList();
  }

  /** The constant of that name; empty for what is computed or given. */
  public Optional<Tensors> constant(String name) {
    return Optional.ofNullable(constants.get(name)).map(Tensors::new);
  }

  /** The only node of the old graph that sees {@code value}; empty when others see it too. */
  public Optional<NodeProto> onlyConsumer(String value) {
    List<NodeProto> nodes = consumers.getOrDefault(value, List.of());
    return nodes.size() == 1 && !outputs.contains(value)
        ? Optional.of(nodes.getFirst())
        : Optional.empty();
  }

  /** The number of axes of a value of the old graph; empty where the graph does not tell. */
  public OptionalInt rank(String value) {
    GraphProto graph = model.proto().getGraph();
    return Stream.of(graph.getInputList(), graph.getValueInfoList(), graph.getOutputList())
        .flatMap(List::stream)
        .filter(info -> info.getName().equals(value) && info.getType().getTensorType().hasShape())
        .mapToInt(info -> info.getType().getTensorType().getShape().getDimCount())
        .findFirst();
  }

  /** A name near {@code wanted} that nothing else has. */
  public String name(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /** Adds a constant, whose name is from {@link #name}. */
  public String constant(TensorProto tensor) {
    constants.put(tensor.getName(), tensor);
    return tensor.getName();
  }

  /** Adds a node. */
  public void node(NodeProto node) {
    written.add(node);
  }

  /** Adds a node of ONNX's own operators with one output, of a name near {@code wanted}. */
  public String node(String operator, String wanted, List<String> inputs, AttributeProto... with) {
    String output = name(wanted);
    node(operator, inputs, List.of(output), with);
    return output;
  }

  /** Adds a node of ONNX's own operators. */
  public void node(
      String operator, List<String> inputs, List<String> results, AttributeProto... with) {
    written.add(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name(results.getFirst() + "_" + operator))
            .addAllInput(inputs)
            .addAllOutput(results)
            .addAllAttribute(List.of(with))
            .build());
  }

  /** A whole number as an attribute of a node. */
  public static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /** The model with what was written. */
  public OnnxModel finish() {
    ModelProto.Builder builder = model.proto().toBuilder();
    builder.setIrVersion(Math.max(IR_VERSION, builder.getIrVersion()));
    Set<String> read =
        written.stream().flatMap(node -> node.getInputList().stream()).collect(Collectors.toSet());
    read.addAll(outputs);
    GraphProto.Builder graph = builder.getGraphBuilder();
    List<TensorProto> defaults =
        graph.getInitializerList().stream()
            .filter(tensor -> !constants.containsKey(tensor.getName()))
            .toList();
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(input -> !constants.containsKey(input.getName()))
            .toList();
    graph.clearNode().addAllNode(written).clearInput().addAllInput(inputs);
    graph.clearInitializer().addAllInitializer(defaults);
    constants.values().stream()
        .filter(tensor -> read.contains(tensor.getName()))
        .forEach(graph::addInitializer);
    return new OnnxModel(builder.build());
  }
}
