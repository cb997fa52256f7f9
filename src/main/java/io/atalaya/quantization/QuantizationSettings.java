package io.atalaya.quantization;

import io.atalaya.quantization.rewrite.WeightRange;
import java.util.Set;

/**
 * How a model is quantized.
 *
 * @param method how activations are quantized
 * @param range of the weights
 * @param excluded names of nodes that stay as they are
 * @param leastWeights nodes with fewer stay as they are, at least 1
 * @param optimize whether ONNX Runtime optimizes the graph first
 */
public record QuantizationSettings(
    QuantizationMethod method,
    WeightRange range,
    Set<String> excluded,
    long leastWeights,
    boolean optimize) {

  /**
   * With fewer weights a node's share of the file is below 4 kB, and its answers often delicate.
   */
  public static final long DEFAULT_LEAST_WEIGHTS = 1_024;

  /** Refuses a bound below 1. */
  public QuantizationSettings {
    excluded = Set.copyOf(excluded);
    if (leastWeights < 1) {
      throw new IllegalArgumentException(
          "least weights is %d: at least 1 is needed".formatted(leastWeights));
    }
  }

  /** Quantizes all that is worth it. */
  public static QuantizationSettings of(QuantizationMethod method, WeightRange range) {
    return new QuantizationSettings(method, range, Set.of(), DEFAULT_LEAST_WEIGHTS, true);
  }

  /** The same, with other nodes that stay as they are. */
  public QuantizationSettings excluding(Set<String> nodes) {
    return new QuantizationSettings(method, range, nodes, leastWeights, optimize);
  }

  /** The same, with another number of weights below which a node stays as it is. */
  public QuantizationSettings withLeastWeights(long number) {
    return new QuantizationSettings(method, range, excluded, number, optimize);
  }
}
