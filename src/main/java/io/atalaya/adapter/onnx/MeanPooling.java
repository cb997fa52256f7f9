package io.atalaya.adapter.onnx;

import io.atalaya.generation.EmbeddingException;
import java.nio.FloatBuffer;

/**
 * The vector of a text from those of its tokens.
 *
 * <p>Definition: the mean over the tokens that the mask marks, divided by its Euclidean length. A
 * mean of zeros or with NaN or infinity has none and is refused. One pass; stateless.
 *
 * <p>Source: N. Reimers, I. Gurevych, "Sentence-BERT", EMNLP 2019, strategy MEAN.
 */
final class MeanPooling {

  private MeanPooling() {}

  /**
   * Pools the vectors of tokens.
   *
   * @param tokens one vector after another
   * @param mask 1 for each token that counts, else 0
   * @param dimension of a vector
   */
  static float[] pool(FloatBuffer tokens, long[] mask, int dimension) {
    double[] sums = new double[dimension];
    for (int token = 0; token < mask.length; token++) {
      if (mask[token] != 0) {
        for (int i = 0; i < dimension; i++) {
          sums[i] += tokens.get(token * dimension + i);
        }
      }
    }
    return unit(sums);
  }

  /** The mean's direction is the sum's. */
  private static float[] unit(double[] sums) {
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    if (!(squares > 0 && squares <= Double.MAX_VALUE)) {
      throw new EmbeddingException(
          "the mean of the tokens has no direction: its square is " + squares);
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[sums.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (sums[i] / length);
    }
    return unit;
  }
}
