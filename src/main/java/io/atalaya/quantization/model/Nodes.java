package io.atalaya.quantization.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * What a node says.
 *
 * @param node one of a graph
 */
public record Nodes(NodeProto node) {

  /** Whether the node is of ONNX's own operator of that name. */
  public boolean is(String operator) {
    return node.getOpType().equals(operator) && OnnxModel.isOnnx(node.getDomain());
  }

  /** The name of the input at {@code index}; empty where none is given. */
  public String input(int index) {
    return index < node.getInputCount() ? node.getInput(index) : "";
  }

  /** The attribute of that name. */
  public Optional<AttributeProto> attribute(String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst();
  }

  /** The whole number of that name, else {@code absent}. */
  public long whole(String name, long absent) {
    return attribute(name).map(AttributeProto::getI).orElse(absent);
  }

  /** The number of that name, else {@code absent}. */
  public float number(String name, float absent) {
    return attribute(name).map(AttributeProto::getF).orElse(absent);
  }

  /** The node without its attributes of those names. */
  NodeProto.Builder without(List<String> names) {
    return node.toBuilder()
        .clearAttribute()
        .addAllAttribute(
            node.getAttributeList().stream()
                .filter(attribute -> !names.contains(attribute.getName()))
                .toList());
  }
}
