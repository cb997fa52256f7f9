package io.atalaya.quantization.comparison;

import io.atalaya.accuracy.ErrorSums;
import io.atalaya.accuracy.RegressionQuality;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the answers of a model mean, and so how two models are compared. */
public enum ModelKind {
  /** A number. */
  REGRESSOR {
    @Override
    Agreement compareAnswers(float[][] original, float[][] quantized, Optional<double[]> truth) {
      return new Agreement.OfNumbers(
          truth.map(values -> quality(original, values)),
          quality(quantized, truth.orElseGet(() -> first(original))));
    }
  },

  /** A number for each class, the greatest that of the most likely one; or the class's number. */
  CLASSIFIER {
    @Override
    Agreement compareAnswers(float[][] original, float[][] quantized, Optional<double[]> truth) {
      int same = 0;
      int right = 0;
      int stillRight = 0;
      for (int i = 0; i < original.length; i++) {
        double before = classOf(original[i]);
        double after = classOf(quantized[i]);
        same += before == after ? 1 : 0;
        if (truth.isPresent()) {
          right += before == truth.get()[i] ? 1 : 0;
          stillRight += after == truth.get()[i] ? 1 : 0;
        }
      }
      double samples = original.length;
      boolean known = truth.isPresent();
      return new Agreement.OfClasses(
          original.length,
          same / samples,
          known ? OptionalDouble.of(right / samples) : OptionalDouble.empty(),
          known ? OptionalDouble.of(stillRight / samples) : OptionalDouble.empty());
    }
  },

  /** A vector, whose direction has a meaning. */
  EMBEDDING {
    @Override
    Agreement compareAnswers(float[][] original, float[][] quantized, Optional<double[]> truth) {
      return EmbeddingComparison.compare(original, quantized);
    }
  };

  /**
   * Compares the answers of two models.
   *
   * @param original an answer for each sample
   * @param quantized as many, in the same order
   * @param truth what was right for each sample, where that is known; not for embeddings
   * @throws IllegalArgumentException when there is none, or their numbers differ
   */
  public Agreement compare(float[][] original, float[][] quantized, Optional<double[]> truth) {
    int samples = original.length;
    if (samples == 0
        || quantized.length != samples
        || truth.filter(values -> values.length != samples).isPresent()) {
      throw new IllegalArgumentException(
          "%d answers, %d answers and %d true values cannot be compared: as many of each, and one at least, are needed"
              .formatted(samples, quantized.length, truth.map(it -> it.length).orElse(samples)));
    }
    return compareAnswers(original, quantized, truth);
  }

  abstract Agreement compareAnswers(
      float[][] original, float[][] quantized, Optional<double[]> truth);

  private static RegressionQuality quality(float[][] answers, double[] truth) {
    ErrorSums sums = new ErrorSums();
    for (int i = 0; i < answers.length; i++) {
      sums.add(answers[i][0], truth[i]);
    }
    return sums.snapshot();
  }

  private static double[] first(float[][] answers) {
    double[] values = new double[answers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = answers[i][0];
    }
    return values;
  }

  private static double classOf(float[] answer) {
    if (answer.length == 1) {
      return Math.rint(answer[0]);
    }
    int best = 0;
    for (int i = 1; i < answer.length; i++) {
      best = answer[i] > answer[best] ? i : best;
    }
    return best;
  }
}
