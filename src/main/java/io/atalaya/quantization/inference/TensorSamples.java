package io.atalaya.quantization.inference;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Samples of one shape.
 *
 * @param inputs all samples of each input, by its name
 */
public record TensorSamples(Map<String, Tensor> inputs) implements Samples {

  /** Refuses tensors of different numbers of samples, or none at all. */
  public TensorSamples {
    inputs = Map.copyOf(inputs);
    if (inputs.values().stream().mapToInt(Tensor::samples).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "the inputs %s do not have the same number of samples: %s"
              .formatted(inputs.keySet(), inputs.values().stream().map(Tensor::samples).toList()));
    }
  }

  @Override
  public int size() {
    return inputs.values().iterator().next().samples();
  }

  @Override
  public Map<String, Tensor> batch(int... samples) {
    return inputs.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, input -> input.getValue().select(samples)));
  }
}
