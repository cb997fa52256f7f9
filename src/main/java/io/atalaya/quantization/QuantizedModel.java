package io.atalaya.quantization;

import io.atalaya.quantization.model.OnnxModel;
import java.util.List;

/**
 * A model with 8-bit weights, and what became of its nodes.
 *
 * @param model the model, with how it was made in its metadata
 * @param nodes those that have 8-bit weights
 * @param left those that could have had them
 */
public record QuantizedModel(OnnxModel model, List<Node> nodes, List<Left> left) {

  public QuantizedModel {
    nodes = List.copyOf(nodes);
    left = List.copyOf(left);
  }

  /**
   * A node of the original graph.
   *
   * @param name its name
   * @param operator its operator
   * @param weights the number of its weights
   */
  public record Node(String name, String operator, long weights) {}

  /**
   * A node of the original graph that stayed as it was.
   *
   * @param name its name
   * @param operator its operator
   * @param reason why it stayed
   */
  public record Left(String name, String operator, String reason) {}
}
