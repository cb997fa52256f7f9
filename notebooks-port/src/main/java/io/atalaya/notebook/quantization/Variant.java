package io.atalaya.notebook.quantization;

import io.atalaya.quantization.Progress;
import io.atalaya.quantization.QuantizationMethod;
import io.atalaya.quantization.QuantizationSettings;
import io.atalaya.quantization.QuantizedModel;
import io.atalaya.quantization.Quantizer;
import io.atalaya.quantization.calibration.Calibration;
import io.atalaya.quantization.calibration.CalibrationMethod;
import io.atalaya.quantization.comparison.Comparison;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.rewrite.WeightRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A quantized version of a model.
 *
 * @param name of the method
 * @param model the quantized model
 * @param comparison with the original
 * @param nodes that have 8-bit weights; unknown of what others quantized
 */
record Variant(String name, OnnxModel model, Comparison comparison, OptionalInt nodes) {

  static final String DYNAMIC = "dynamic";
  static final String STATIC = "static, minmax";
  static final String READY_MADE = "ready-made";

  private static final int CALIBRATION_SAMPLES = 200;
  private static final double PERCENT = 99.99;
  private static final long SEED = 1;

  /** Every method that suits the model, and what others made of it. */
  static List<Variant> of(Study study, WeightRange range, Progress progress) {
    List<Variant> variants = new ArrayList<>();
    study
        .readyMade()
        .ifPresent(
            model ->
                variants.add(
                    new Variant(READY_MADE, model, study.compare(model), OptionalInt.empty())));
    Map<String, QuantizationMethod> methods = methods(study);
    int done = 0;
    for (Map.Entry<String, QuantizationMethod> method : methods.entrySet()) {
      QuantizedModel quantized = quantizer(study, method.getValue(), range).quantize();
      variants.add(
          new Variant(
              method.getKey(),
              quantized.model(),
              study.compare(quantized.model()),
              OptionalInt.of(quantized.nodes().size())));
      progress.step("quantizing " + study.id(), ++done, methods.size());
    }
    return variants;
  }

  /**
   * What makes a quantized version of the model.
   *
   * @throws ModelException when the model cannot be quantized so
   */
  static Quantizer quantizer(Study study, QuantizationMethod method, WeightRange range) {
    return Quantizer.prepare(
        study.original(), QuantizationSettings.of(method, range), Progress.NONE);
  }

  static QuantizationMethod calibrated(Study study, CalibrationMethod method) {
    return new QuantizationMethod.Static(
        new Calibration(method, study.calibration(), CALIBRATION_SAMPLES, SEED));
  }

  private static Map<String, QuantizationMethod> methods(Study study) {
    Map<String, QuantizationMethod> methods = new LinkedHashMap<>();
    methods.put(DYNAMIC, new QuantizationMethod.DynamicByRow());
    methods.put("dynamic by tensor", new QuantizationMethod.DynamicByTensor());
    methods.put(STATIC, calibrated(study, new CalibrationMethod.MinMax()));
    methods.put("static, percentile", calibrated(study, new CalibrationMethod.Percentile(PERCENT)));
    methods.put("static, entropy", calibrated(study, new CalibrationMethod.Entropy()));
    return methods;
  }
}
