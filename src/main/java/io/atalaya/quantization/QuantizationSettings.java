package io.atalaya.quantization;

import io.atalaya.quantization.calibration.Calibration;
import io.atalaya.quantization.rewrite.WeightRange;
import java.util.Optional;
import java.util.Set;

/**
 * How a model is quantized.
 *
 * @param calibration finds the grids of activations beforehand (static quantization); empty when
 *     each call finds its own (dynamic quantization)
 * @param range of the weights
 * @param excluded names of nodes that stay as they are
 * @param leastWeights nodes with fewer stay as they are, at least 1
 * @param optimize whether ONNX Runtime optimizes the graph first
 */
public record QuantizationSettings(
    Optional<Calibration> calibration,
    WeightRange range,
    Set<String> excluded,
    long leastWeights,
    boolean optimize) {

  /** With fewer weights a node's file share is below 4 kB, and its answers are often delicate. */
  public static final long DEFAULT_LEAST_WEIGHTS = 1_024;

  public QuantizationSettings {
    excluded = Set.copyOf(excluded);
    if (leastWeights < 1) {
      throw new IllegalArgumentException(
          "least weights is %d: at least 1 is needed".formatted(leastWeights));
    }
  }

  /** Dynamic quantization of all that is worth it. */
  public static QuantizationSettings dynamic(WeightRange range) {
    return new QuantizationSettings(Optional.empty(), range, Set.of(), DEFAULT_LEAST_WEIGHTS, true);
  }

  /** Static quantization of all that is worth it. */
  public static QuantizationSettings calibrated(WeightRange range, Calibration calibration) {
    return new QuantizationSettings(
        Optional.of(calibration), range, Set.of(), DEFAULT_LEAST_WEIGHTS, true);
  }

  /** The same, with other nodes that stay as they are. */
  public QuantizationSettings excluding(Set<String> nodes) {
    return new QuantizationSettings(calibration, range, nodes, leastWeights, optimize);
  }

  /** The same, with another number of weights below which a node stays as it is. */
  public QuantizationSettings withLeastWeights(long number) {
    return new QuantizationSettings(calibration, range, excluded, number, optimize);
  }
}
