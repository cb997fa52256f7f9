package io.atalaya.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.atalaya.quantization.calibration.Calibration;
import io.atalaya.quantization.calibration.CalibrationMethod;
import io.atalaya.quantization.inference.BasicOptimization;
import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.inference.TensorSamples;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.rewrite.WeightRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator in every form: quantized by every method, the answers in ONNX Runtime agree. */
class OperatorsTest {

  /** Of the standard deviation of the answers: 8 bits for activations, 7 for weights. */
  private static final double TOLERANCE = 0.03;

  static Stream<Corpus> corpus() {
    return Corpus.models().stream();
  }

  static Stream<Corpus> withoutCalibration() {
    return corpus().filter(each -> !each.calibratedOnly());
  }

  @ParameterizedTest
  @MethodSource("withoutCalibration")
  void answersAgreeWhenEachRowIsScaled(Corpus each) {
    agrees(each, new QuantizationMethod.DynamicByRow(), "MatMulInteger", "QuantizeLinear");
  }

  @ParameterizedTest
  @MethodSource("withoutCalibration")
  void answersAgreeWhenTensorsAreScaledAtEachCall(Corpus each) {
    agrees(
        each, new QuantizationMethod.DynamicByTensor(), "QuantizeLinear", "DynamicQuantizeLinear");
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void answersAgreeAfterCalibration(Corpus each) {
    agrees(each, calibrated(each, new CalibrationMethod.MinMax()), "DynamicQuantizeLinear", "");
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void modelsAreTheSameAfterSavingAndLoading(Corpus each, @TempDir Path directory) {
    Path file = directory.resolve("model.onnx");
    each.model().save(file);
    OnnxModel loaded = OnnxModel.load(file);
    assertArrayEquals(answers(each.model(), each.inputs()), answers(loaded, each.inputs()));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void optimizationLeavesAnswersAsTheyAre(Corpus each) {
    assertArrayEquals(
        answers(each.model(), each.inputs()),
        answers(BasicOptimization.optimize(each.model()), each.inputs()),
        1e-4f);
  }

  @Test
  void convolutionsStayWithoutCalibration() {
    Corpus conv = corpus().filter(Corpus::calibratedOnly).findFirst().orElseThrow();
    ModelException refused =
        assertThrows(
            ModelException.class, () -> quantized(conv, new QuantizationMethod.DynamicByRow()));
    assertTrue(String.valueOf(refused.getMessage()).contains("calibration"), refused.getMessage());
  }

  @Test
  void anAnswerDoesNotDependOnItsBatchWhenEachRowIsScaled() {
    Corpus first = Corpus.models().getFirst();
    OnnxModel model = quantized(first, new QuantizationMethod.DynamicByRow()).model();
    float[] together = answers(model, first.inputs());
    float[] alone = answers(model, new TensorSamples(first.inputs()).batch(3));
    for (int i = 0; i < alone.length; i++) {
      assertEquals(together[3 * alone.length + i], alone[i], 0);
    }
  }

  @Test
  void aRowOfZerosStaysOne() {
    Corpus first = Corpus.models().getFirst();
    OnnxModel model = quantized(first, new QuantizationMethod.DynamicByRow()).model();
    float[] zeros =
        answers(model, Map.of("x", new Tensor.Floats(new float[24], new long[] {1, 24})));
    assertArrayEquals(new float[10], zeros);
  }

  @Test
  void excludedNodesStayAsTheyAre() {
    Corpus layers = corpus().filter(it -> it.name().contains("ReLU between")).findFirst().get();
    Quantizer quantizer = prepared(layers, new QuantizationMethod.DynamicByRow());
    List<String> nodes = quantizer.quantize().nodes().stream().map(it -> it.name()).toList();
    QuantizedModel one = quantizer.quantize(Set.of(nodes.getFirst()));
    assertEquals(List.of(nodes.getLast()), one.nodes().stream().map(it -> it.name()).toList());
    assertEquals("excluded", one.left().getFirst().reason());
    assertEquals(nodes.getFirst(), one.model().metadata().get(Quantizer.METADATA + "excluded"));
  }

  @Test
  void nodesWithFewWeightsStayAsTheyAre() {
    Corpus first = Corpus.models().getFirst();
    ModelException refused =
        assertThrows(
            ModelException.class,
            () ->
                Quantizer.prepare(
                        first.model(),
                        QuantizationSettings.of(
                                new QuantizationMethod.DynamicByRow(), WeightRange.FULL)
                            .withLeastWeights(241),
                        Progress.NONE)
                    .quantize());
    assertTrue(
        String.valueOf(refused.getMessage()).contains("240 weights, fewer than 241"),
        refused.getMessage());
  }

  @Test
  void metadataTellHowAModelWasMade() {
    Corpus first = Corpus.models().getFirst();
    Map<String, String> metadata =
        quantized(first, calibrated(first, new CalibrationMethod.Percentile(99.9)))
            .model()
            .metadata();
    assertEquals("static", metadata.get("atalaya.quantization.method"));
    assertEquals(
        "percentile 99.9 of 16 samples, seed 7", metadata.get("atalaya.quantization.calibration"));
    assertEquals("int8 by channel, reduced", metadata.get("atalaya.quantization.weights"));
    assertEquals(first.model().sha256(), metadata.get("atalaya.quantization.source-sha256"));
  }

  @Test
  void aModelIsNotQuantizedTwice() {
    Corpus first = Corpus.models().getFirst();
    OnnxModel once = quantized(first, new QuantizationMethod.DynamicByRow()).model();
    ModelException refused =
        assertThrows(
            ModelException.class,
            () ->
                Quantizer.prepare(
                    once,
                    QuantizationSettings.of(
                        new QuantizationMethod.DynamicByRow(), WeightRange.FULL),
                    Progress.NONE));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("quantized already"), refused.getMessage());
  }

  private static void agrees(Corpus each, QuantizationMethod method, String without, String with) {
    OnnxModel model = quantized(each, method).model();
    List<String> operators =
        model.proto().getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
    assertFalse(operators.contains(without), operators.toString());
    boolean gathers = operators.contains("Gather");
    assertTrue(with.isEmpty() || gathers || operators.contains(with), operators.toString());
    float[] expected = answers(each.model(), each.inputs());
    float[] actual = answers(model, each.inputs());
    double squares = 0;
    double errors = 0;
    for (int i = 0; i < expected.length; i++) {
      squares += (double) expected[i] * expected[i];
      errors += Math.pow(expected[i] - actual[i], 2);
    }
    assertTrue(errors > 0, "not quantized");
    assertEquals(0, Math.sqrt(errors / squares), TOLERANCE);
  }

  private static QuantizationMethod calibrated(Corpus each, CalibrationMethod method) {
    return new QuantizationMethod.Static(
        new Calibration(method, new TensorSamples(each.inputs()), 100, 7));
  }

  private static QuantizedModel quantized(Corpus each, QuantizationMethod method) {
    return prepared(each, method).quantize();
  }

  private static Quantizer prepared(Corpus each, QuantizationMethod method) {
    QuantizationSettings settings =
        QuantizationSettings.of(method, WeightRange.REDUCED).withLeastWeights(1);
    return Quantizer.prepare(each.model(), settings, Progress.NONE);
  }

  private static float[] answers(OnnxModel model, Map<String, Tensor> inputs) {
    try (ModelSession session = ModelSession.open(model, 1)) {
      return ((Tensor.Floats) session.run(inputs).values().iterator().next()).values();
    }
  }
}
