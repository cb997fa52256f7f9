package io.atalaya.notebook.quantization;

import io.atalaya.quantization.Progress;
import io.atalaya.quantization.QuantizationMethod;
import io.atalaya.quantization.Quantizer;
import io.atalaya.quantization.SensitivityAnalysis;
import io.atalaya.quantization.calibration.CalibrationMethod;
import io.atalaya.quantization.comparison.AnswerReader;
import io.atalaya.quantization.comparison.ModelKind;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.rewrite.WeightRange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes of a model suffer from quantization.
 *
 * @param method by which they were quantized
 * @param samples on which that was judged
 * @param alone the fidelity when one node alone is quantized, worst first
 * @param all the fidelity when all are
 * @param without the fidelity when all but the worst are
 * @param sizeWithout the share of the size that is then left
 */
record SensitiveNodes(
    String method,
    int samples,
    List<SensitivityAnalysis.Sensitivity> alone,
    double all,
    double without,
    double sizeWithout) {

  SensitiveNodes {
    alone = List.copyOf(alone);
  }

  /**
   * Quantizes one node at a time, and then all but the worst.
   *
   * @param most samples on which each is judged
   */
  static SensitiveNodes scan(Study study, WeightRange range, int most, Progress progress) {
    // Convolutions are quantized with calibration alone.
    boolean calibrated = study.kind() == ModelKind.CLASSIFIER;
    QuantizationMethod method =
        calibrated
            ? Variant.calibrated(study, new CalibrationMethod.MinMax())
            : new QuantizationMethod.DynamicByRow();
    Quantizer quantizer = Variant.quantizer(study, method, range);
    Samples samples = new First(study.judged(), Math.min(most, study.judged().size()));
    AnswerReader answers = new AnswerReader(samples, study.output());
    float[][] original = answers.read(study.original());
    // Of a classifier the scores, since few classes change.
    ModelKind kind = calibrated ? ModelKind.EMBEDDING : study.kind();
    SensitivityAnalysis.Fidelity fidelity =
        model -> kind.compare(original, answers.read(model), Optional.empty()).fidelity();
    List<SensitivityAnalysis.Sensitivity> alone =
        new SensitivityAnalysis(quantizer, fidelity, progress).scan();
    double all = fidelity.of(quantizer.quantize().model());
    Set<String> worst = new TreeSet<>(Set.of(alone.getFirst().node()));
    OnnxModel without = alone.size() > 1 ? quantizer.quantize(worst).model() : study.original();
    return new SensitiveNodes(
        calibrated ? Variant.STATIC : Variant.DYNAMIC,
        samples.size(),
        alone,
        all,
        fidelity.of(without),
        (double) without.size() / study.original().size());
  }

  /** What was found. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "Of %d nodes %s suffers most. All quantized (%s, %d samples), the fidelity is %.5f; all but"
            + " that one, %.5f, at %.1f %% of the size.",
        alone.size(),
        alone.getFirst().node(),
        method,
        samples,
        all,
        without,
        100 * sizeWithout);
  }

  /** The first of some samples. */
  private record First(Samples of, int size) implements Samples {
    @Override
    public Map<String, Tensor> batch(int... samples) {
      return of.batch(samples);
    }
  }
}
