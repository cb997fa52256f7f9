package io.atalaya.quantization.comparison;

import io.atalaya.quantization.model.OnnxModel;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A quantized model beside the original.
 *
 * @param bytesBefore the size of the original's file
 * @param bytesAfter the size of the quantized model's file
 * @param agreement of their answers
 * @param bound the least fidelity that passes
 */
public record Comparison(long bytesBefore, long bytesAfter, Agreement agreement, double bound) {

  /**
   * Compares two models.
   *
   * @param kind what their answers mean
   * @param answers how answers are had
   * @param truth what was right for each sample, where that is known
   * @param bound the least fidelity that passes; the usual one when empty
   */
  public static Comparison of(
      OnnxModel original,
      OnnxModel quantized,
      ModelKind kind,
      AnswerReader answers,
      Optional<double[]> truth,
      OptionalDouble bound) {
    Agreement agreement = kind.compare(answers.read(original), answers.read(quantized), truth);
    return new Comparison(
        original.size(), quantized.size(), agreement, bound.orElse(agreement.usualBound()));
  }

  /** The share of the size that is left. */
  public double sizeRatio() {
    return (double) bytesAfter / bytesBefore;
  }

  /** Whether the answers are near enough. */
  public boolean passed() {
    return agreement.fidelity() >= bound;
  }
}
