package io.atalaya.quantization.rewrite;

import io.atalaya.quantization.calibration.ActivationRange;
import java.util.Map;

/** On which grid the activations are put that weights are multiplied with. */
public sealed interface Activations {

  /** For each row its own, found at each call: an answer does not depend on its batch. */
  record ByRow() implements Activations {}

  /** One for the whole tensor, found at each call by DynamicQuantizeLinear. */
  record ByTensor() implements Activations {}

  /**
   * One for the whole tensor, found beforehand.
   *
   * @param ranges by the name of the value
   */
  record Fixed(Map<String, ActivationRange> ranges) implements Activations {
    public Fixed {
      ranges = Map.copyOf(ranges);
    }
  }
}
