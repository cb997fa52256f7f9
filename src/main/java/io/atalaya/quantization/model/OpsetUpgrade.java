package io.atalaya.quantization.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the operators of a model from version 7 or newer to 13, the first with scales per channel.
 *
 * <p>What changed its form: settings that became inputs (Squeeze, Unsqueeze, ReduceSum, Split,
 * Dropout, Clip, Pad, Slice, TopK), and Softmax and its kin, which before 13 treat a tensor as a
 * matrix. Results stay the same. Resize and Upsample before 11 compute otherwise and are refused.
 *
 * <p>Source: the ONNX specification, <i>Operator Changelog</i>, versions 7 to 13. For one thread.
 */
public final class OpsetUpgrade {

  /** The version that models are brought to. */
  public static final int TARGET = 13;

  private static final int OLDEST = 7;

  /** Settings that became inputs: by operator, the version, and their names in order. */
  private static final Map<String, Change> CHANGES =
      Map.of(
          "Squeeze", new Change(13, List.of("axes")),
          "Unsqueeze", new Change(13, List.of("axes")),
          "ReduceSum", new Change(13, List.of("axes")),
          "Split", new Change(13, List.of("split")),
          "Dropout", new Change(12, List.of("ratio")),
          "Clip", new Change(11, List.of("min", "max")),
          "Pad", new Change(11, List.of("pads", "value")),
          "Slice", new Change(10, List.of("starts", "ends", "axes")),
          "TopK", new Change(10, List.of("k")));

  private static final Set<String> SOFTMAX = Set.of("Softmax", "LogSoftmax", "Hardmax");

  /** Before this version Softmax and its kin treat a tensor as a matrix. */
  private static final int SOFTMAX_OF_AN_AXIS = 13;

  /** Before this version Resize and Upsample compute otherwise. */
  private static final int RESIZE_BY_COORDINATES = 11;

  private final int version;
  private final GraphWriter graph;

  private OpsetUpgrade(OnnxModel model) {
    version = model.opset();
    graph = new GraphWriter(model);
  }

  private record Change(int since, List<String> settings) {}

  /**
   * The model with operators of version 13 or newer; the same model where they are.
   *
   * @throws ModelException when they are older than 7, or one of them cannot be brought up to date
   */
  public static OnnxModel upgrade(OnnxModel model) {
    if (model.opset() >= TARGET) {
      return model;
    }
    if (model.opset() < OLDEST) {
      throw new ModelException(
          "the model's operators are of version %d: %d or newer is needed"
              .formatted(model.opset(), OLDEST));
    }
    // A graph within a node would keep its old operators.
    ModelCheck.check(model);
    return new OpsetUpgrade(model).upgraded().withOpset(TARGET);
  }

  private OnnxModel upgraded() {
    for (NodeProto node : graph.nodes()) {
      Change change = CHANGES.get(node.getOpType());
      if (!OnnxModel.isOnnx(node.getDomain())) {
        graph.node(node);
      } else if (SOFTMAX.contains(node.getOpType()) && version < SOFTMAX_OF_AN_AXIS) {
        softmax(node);
      } else if (Set.of("Resize", "Upsample").contains(node.getOpType())
          && version < RESIZE_BY_COORDINATES) {
        throw new ModelException(
            "%s of version %d cannot be brought to %d; export the model with %d or newer"
                .formatted(ModelCheck.describe(node), version, TARGET, RESIZE_BY_COORDINATES));
      } else if (change != null && version < change.since()) {
        graph.node(withInputs(node, change.settings()));
      } else {
        graph.node(node);
      }
    }
    return graph.finish();
  }

  private NodeProto withInputs(NodeProto node, List<String> settings) {
    Nodes old = new Nodes(node);
    List<String> inputs = new ArrayList<>();
    for (String setting : settings) {
      Optional<AttributeProto> value = old.attribute(setting);
      inputs.add(value.map(given -> constant(node, given)).orElse(""));
    }
    while (!inputs.isEmpty() && inputs.getLast().isEmpty()) {
      inputs.removeLast();
    }
    return old.without(settings).addAllInput(inputs).build();
  }

  private String constant(NodeProto node, AttributeProto value) {
    String name = graph.name(node.getOutput(0) + "_" + value.getName());
    return graph.constant(
        switch (value.getType()) {
          case FLOAT -> Tensors.floats(name, new float[] {value.getF()});
          case INT -> Tensors.longs(name, List.of(value.getI()));
          default -> Tensors.longs(name, value.getIntsList());
        });
  }

  /**
   * Before 13: the softmax of the rows of the matrix that begins at {@code axis}. That is written
   * out, but for the last axis, where nothing changed.
   */
  private void softmax(NodeProto node) {
    long axis = new Nodes(node).whole("axis", 1);
    NodeProto.Builder last =
        new Nodes(node).without(List.of("axis")).addAttribute(GraphWriter.attribute("axis", -1));
    if (axis == -1 || rank(node.getInput(0)) == axis + 1) {
      graph.node(last.build());
      return;
    }
    String input = node.getInput(0);
    String output = node.getOutput(0);
    String shape = graph.node("Shape", output + "_shape", List.of(input));
    String matrix =
        graph.node(
            "Flatten", output + "_matrix", List.of(input), GraphWriter.attribute("axis", axis));
    String result = graph.name(output + "_rows");
    graph.node(last.setInput(0, matrix).setOutput(0, result).build());
    graph.node("Reshape", List.of(result, shape), List.of(output));
  }

  /** The number of axes of a value, as far as the graph tells; else -1. */
  private int rank(String value) {
    return graph.rank(value).orElse(-1);
  }
}
