package io.atalaya.quantization.inference;

import java.util.Map;

/** What a model can be given: a number of samples, any of which can be given together. */
public interface Samples {

  /** The number of samples. */
  int size();

  /**
   * The model's inputs for some samples at once.
   *
   * @param samples indexes from 0
   * @return a tensor for each input, by its name; its first axis is that of the samples
   */
  Map<String, Tensor> batch(int... samples);
}
