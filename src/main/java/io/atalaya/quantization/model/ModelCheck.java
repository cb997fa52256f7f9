package io.atalaya.quantization.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Set;

/**
 * What a model must be so that it can be quantized. Stateless.
 *
 * <p>Refused, with the node and the reason: tree ensembles, which have no weights to quantize;
 * graphs within nodes, and functions, whose nodes are not looked at; what is quantized already;
 * weights that are NaN.
 */
public final class ModelCheck {

  private static final String CLASSIC = "ai.onnx.ml";

  private static final Set<String> QUANTIZED =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "MatMulInteger",
          "ConvInteger",
          "QLinearMatMul",
          "QLinearConv",
          "QGemm",
          "QAttention",
          "DynamicQuantizeMatMul",
          "DynamicQuantizeLSTM",
          "MatMulIntegerToFloat",
          "MatMulNBits",
          "QEmbedLayerNormalization");

  private ModelCheck() {}

  /**
   * Returns if the model is one that can be quantized.
   *
   * @throws ModelException when it is not; the message names the node, or the weights
   */
  public static void check(OnnxModel model) {
    if (model.proto().getFunctionsCount() > 0) {
      throw new ModelException(
          "function %s: models with functions of their own cannot be quantized; inline them"
              .formatted(model.proto().getFunctions(0).getName()));
    }
    GraphProto graph = model.proto().getGraph();
    for (NodeProto node : graph.getNodeList()) {
      check(node);
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      if (new Tensors(tensor).isFloat()) {
        check(tensor);
      }
    }
  }

  private static void check(NodeProto node) {
    if (node.getDomain().equals(CLASSIC) && node.getOpType().startsWith("TreeEnsemble")) {
      throw refused(node, "a tree ensemble compares and has no weights to multiply with");
    }
    if (QUANTIZED.contains(node.getOpType())) {
      throw refused(node, "the model is quantized already; start from the one with floats");
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG() || attribute.getGraphsCount() > 0) {
        throw refused(
            node,
            "it has a graph within, %s, which is not looked at".formatted(attribute.getName()));
      }
      if (attribute.hasT() && new Tensors(attribute.getT()).isFloat()) {
        check(attribute.getT().toBuilder().setName(describe(node)).build());
      }
    }
  }

  private static void check(TensorProto tensor) {
    float[] values = new Tensors(tensor).floats();
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new ModelException(
            "%s is NaN at %,d of %,d elements: the training failed"
                .formatted(tensor.getName(), i, values.length));
      }
    }
  }

  private static ModelException refused(NodeProto node, String reason) {
    return new ModelException(describe(node) + " cannot be quantized: " + reason);
  }

  /** A node as messages call it. */
  public static String describe(NodeProto node) {
    String name = node.getName();
    if (name.isEmpty() && node.getOutputCount() > 0) {
      name = "of output " + node.getOutput(0);
    }
    return "node %s (%s)".formatted(name, node.getOpType());
  }
}
