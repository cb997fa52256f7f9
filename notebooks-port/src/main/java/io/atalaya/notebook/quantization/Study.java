package io.atalaya.notebook.quantization;

import io.atalaya.quantization.comparison.AnswerReader;
import io.atalaya.quantization.comparison.Comparison;
import io.atalaya.quantization.comparison.ModelKind;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.model.OnnxModel;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model and what it is judged by.
 *
 * @param id its name in figures: lower case, digits and hyphens
 * @param title its name in headings
 * @param about what it is, and what it is judged on, in a sentence or two
 * @param original the model with floats
 * @param kind what its answers mean
 * @param output the output that is compared; the first when empty
 * @param judged what it is judged on
 * @param truth what was right for each of these, where that is known
 * @param calibration what the ranges of activations are found on; none of {@code judged}
 * @param readyMade another's quantized version of it, if there is one
 * @param slow whether it takes long enough that fewer calls have to do
 */
record Study(
    String id,
    String title,
    String about,
    OnnxModel original,
    ModelKind kind,
    Optional<String> output,
    Samples judged,
    @SuppressWarnings("ArrayRecordComponent") Optional<double[]> truth,
    Samples calibration,
    Optional<OnnxModel> readyMade,
    boolean slow) {

  /** The quantized model beside the original, on all that it is judged on. */
  Comparison compare(OnnxModel quantized) {
    return Comparison.of(
        original, quantized, kind, new AnswerReader(judged, output), truth, OptionalDouble.empty());
  }
}
