package io.atalaya.quantization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.train.TrainDemandModel;
import io.atalaya.quantization.calibration.Calibration;
import io.atalaya.quantization.calibration.CalibrationMethod;
import io.atalaya.quantization.comparison.AnswerReader;
import io.atalaya.quantization.comparison.Comparison;
import io.atalaya.quantization.comparison.ModelKind;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.inference.TensorSamples;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.rewrite.WeightRange;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The wide model of the demand for bikes, on the month after its training. Prints all figures. */
class DemandModelTest {

  private static final String WIDE = "/bike-demand-wide.onnx";

  /** Of the RMSE. */
  private static final double TOLERANCE = 0.02;

  private static final List<DemandHour> MONTH =
      DemandHistory.load().between(TrainDemandModel.DEPLOYED, LocalDate.of(2011, 10, 1)).hours();

  private final OnnxModel wide = load();

  @Test
  void dynamicallyQuantizedItIsAsGood() {
    assertAsGood("dynamic by row", new QuantizationMethod.DynamicByRow());
    assertAsGood("dynamic by tensor", new QuantizationMethod.DynamicByTensor());
  }

  @Test
  void calibratedItIsAsGood() {
    for (CalibrationMethod method :
        List.of(new CalibrationMethod.MinMax(), new CalibrationMethod.Percentile(99.99))) {
      Calibration calibration = new Calibration(method, samples(), 200, 1);
      assertAsGood(method.toString(), new QuantizationMethod.Static(calibration));
    }
  }

  /** It cuts off large activations, of which sums are made: fit for classes, not for numbers. */
  @Test
  void entropyIsNotForNumbers() {
    Calibration calibration = new Calibration(new CalibrationMethod.Entropy(), samples(), 200, 1);
    Comparison comparison = comparison("entropy", new QuantizationMethod.Static(calibration));
    assertEquals(0.91, comparison.agreement().fidelity(), 0.05);
  }

  @Test
  void leavingOutTheWorstNodesMeetsATarget() {
    Quantizer quantizer =
        Quantizer.prepare(
            wide,
            QuantizationSettings.of(new QuantizationMethod.DynamicByTensor(), WeightRange.REDUCED),
            Progress.NONE);
    AnswerReader answers = new AnswerReader(samples(), Optional.of("demand"));
    float[][] original = answers.read(wide);
    SensitivityAnalysis analysis =
        new SensitivityAnalysis(
            quantizer,
            model ->
                ModelKind.REGRESSOR
                    .compare(original, answers.read(model), Optional.empty())
                    .fidelity(),
            Progress.NONE);
    double all = analysis.meet(0, 0).fidelity();
    double better = all + (1 - all) / 10;
    SensitivityAnalysis.Outcome outcome = analysis.meet(better, 2);
    assertTrue(outcome.met(), outcome.toString());
    assertTrue(outcome.fidelity() > all, outcome + " after " + all);
    assertEquals(analysis.scan().getFirst().node(), outcome.excluded().getFirst());
    SensitivityAnalysis.Outcome impossible = analysis.meet(2, 2);
    assertTrue(!impossible.met() && !impossible.model().nodes().isEmpty(), impossible.toString());
  }

  private void assertAsGood(String name, QuantizationMethod method) {
    Comparison comparison = comparison(name, method);
    assertTrue(comparison.passed(), comparison.toString());
    assertTrue(comparison.sizeRatio() <= 0.30, comparison.toString());
  }

  @SuppressWarnings("SystemOut") // Figures for who reads the build's output.
  private Comparison comparison(String name, QuantizationMethod method) {
    OnnxModel quantized =
        Quantizer.prepare(wide, QuantizationSettings.of(method, WeightRange.REDUCED), Progress.NONE)
            .quantize()
            .model();
    Comparison comparison =
        Comparison.of(
            wide,
            quantized,
            ModelKind.REGRESSOR,
            new AnswerReader(samples(), Optional.of("demand")),
            Optional.of(MONTH.stream().mapToDouble(DemandHour::demand).toArray()),
            OptionalDouble.of(1 / (1 + TOLERANCE)));
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f %% of %,d bytes, RMSE before over after %.5f%n",
        name,
        100 * comparison.sizeRatio(),
        comparison.bytesBefore(),
        comparison.agreement().fidelity());
    return comparison;
  }

  private static Samples samples() {
    int width = DemandHour.INPUTS.size();
    float[] values = new float[MONTH.size() * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) MONTH.get(i / width).inputs()[i % width];
    }
    return new TensorSamples(
        Map.of("inputs", new Tensor.Floats(values, new long[] {MONTH.size(), width})));
  }

  private static OnnxModel load() {
    try (InputStream in = DemandModelTest.class.getResourceAsStream(WIDE)) {
      if (in == null) {
        throw new IllegalStateException(WIDE + " is not on the class path");
      }
      return OnnxModel.parse(in.readAllBytes(), WIDE);
    } catch (IOException e) {
      throw new IllegalStateException(WIDE + " cannot be read", e);
    }
  }
}
