package io.atalaya.quantization.comparison;

import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.inference.TokenSamples;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import java.util.Map;
import java.util.Optional;

/**
 * The answers of a model, a vector for each sample: what one output gives, flattened, and where it
 * gives a vector for each token, the mean over these.
 *
 * @param samples what the model is given, one at a time
 * @param output the name of the output; the first when empty
 */
public record AnswerReader(Samples samples, Optional<String> output) {

  private static final int RANK_OF_TOKEN_VECTORS = 3;

  /**
   * The answers, in the order of the samples.
   *
   * @throws ModelException when the model fails, or has no such output of floats or whole numbers
   */
  public float[][] read(OnnxModel model) {
    try (ModelSession session = ModelSession.open(model, 1)) {
      float[][] answers = new float[samples.size()][];
      for (int i = 0; i < answers.length; i++) {
        Map<String, Tensor> inputs = samples.batch(i);
        answers[i] = answer(inputs, session.run(inputs));
      }
      return answers;
    }
  }

  private float[] answer(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
    String name = output.orElseGet(() -> outputs.keySet().stream().findFirst().orElse(""));
    return switch (outputs.get(name)) {
      case Tensor.Floats floats when inputs.containsKey(TokenSamples.IDS) -> pooled(floats);
      case Tensor.Floats floats -> floats.values();
      case Tensor.Longs longs -> {
        float[] values = new float[longs.values().length];
        for (int i = 0; i < values.length; i++) {
          values[i] = longs.values()[i];
        }
        yield values;
      }
      case Tensor.Ints ints -> throw new IllegalStateException("not read: " + ints);
      case null ->
          throw new ModelException(
              "the model has no output '%s' of numbers, but %s".formatted(name, outputs.keySet()));
    };
  }

  private static float[] pooled(Tensor.Floats vectors) {
    if (vectors.shape().length != RANK_OF_TOKEN_VECTORS) {
      return vectors.values();
    }
    int tokens = Math.toIntExact(vectors.shape()[1]);
    int dimension = Math.toIntExact(vectors.shape()[2]);
    float[] mean = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      double sum = 0;
      for (int token = 0; token < tokens; token++) {
        sum += vectors.values()[token * dimension + i];
      }
      mean[i] = (float) (sum / tokens);
    }
    return mean;
  }
}
