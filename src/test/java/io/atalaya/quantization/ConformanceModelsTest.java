package io.atalaya.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.model.OpsetUpgrade;
import io.atalaya.quantization.model.Tensors;
import io.atalaya.quantization.rewrite.WeightRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The models with which ONNX tests those who implement it: Debian's package libonnx-testdata, more
 * than 1,000 models of all operators, in {@code target/tools/onnx-testdata}, where {@code
 * .ci/tools} puts it, or at the path in ONNX_TESTDATA, else where it is installed.
 */
class ConformanceModelsTest {

  private static final Path DATA =
      Stream.of(
              Optional.ofNullable(System.getenv("ONNX_TESTDATA")).orElse(""),
              "target/tools/onnx-testdata",
              "/usr/share/libonnx-testdata/data")
          .filter(path -> !path.isEmpty())
          .map(Path::of)
          .filter(Files::isDirectory)
          .findFirst()
          .orElse(Path.of("target/tools/onnx-testdata"));

  @BeforeAll
  static void isThere() {
    assumeTrue(
        Files.isDirectory(DATA),
        "skipped: no models in %s; run .ci/tools, or install the Debian package libonnx-testdata"
            .formatted(DATA));
  }

  @Test
  void allAreTheSameAfterLoadingAndSaving(@TempDir Path directory) throws IOException {
    Path copy = directory.resolve("copy.onnx");
    int models = 0;
    for (Path file : models()) {
      OnnxModel model = OnnxModel.load(file);
      model.save(copy);
      assertEquals(-1, Files.mismatch(file, copy), file.toString());
      models++;
    }
    assertTrue(models >= 1_000, "models: " + models);
  }

  @Test
  void allThatCanBeBroughtUpToDateAnswerAsBefore() throws IOException {
    int compared = 0;
    for (Path file : models()) {
      OnnxModel model = OnnxModel.load(file);
      Optional<Map<String, Tensor>> inputs = inputs(model, file);
      if (model.opset() < OpsetUpgrade.TARGET && inputs.isPresent()) {
        compared += sameAnswers(file, model, inputs.get()) ? 1 : 0;
      }
    }
    // Of Debian 12's package some 70, of a newer one 28: the newer, the fewer models are old.
    assertTrue(compared >= 20, "compared: " + compared);
  }

  /** None has constant weights and operators that are new enough. */
  @Test
  void eachIsRefusedWithAReason() throws IOException {
    for (Path file : models()) {
      ModelException refused =
          assertThrows(
              ModelException.class,
              () ->
                  Quantizer.prepare(
                          OnnxModel.load(file),
                          QuantizationSettings.of(
                                  new QuantizationMethod.DynamicByRow(), WeightRange.REDUCED)
                              .withLeastWeights(1),
                          Progress.NONE)
                      .quantize(),
              file.toString());
      assertNotEquals("", String.valueOf(refused.getMessage()), file.toString());
    }
  }

  private static boolean sameAnswers(Path file, OnnxModel model, Map<String, Tensor> inputs) {
    OnnxModel upgraded;
    Map<String, Tensor> expected;
    try {
      upgraded = OpsetUpgrade.upgrade(model);
      expected = answers(model, inputs);
    } catch (ModelException refused) {
      return false;
    }
    Map<String, Tensor> actual = answers(upgraded, inputs);
    assertEquals(expected.keySet(), actual.keySet(), file.toString());
    expected.forEach(
        (name, tensor) -> {
          if (tensor instanceof Tensor.Floats(float[] values, long[] shape)
              && actual.get(name) instanceof Tensor.Floats(float[] others, long[] otherShape)) {
            assertArrayEquals(shape, otherShape, file.toString());
            assertArrayEquals(values, others, 1e-5f, file.toString());
          }
        });
    return true;
  }

  private static Map<String, Tensor> answers(OnnxModel model, Map<String, Tensor> inputs) {
    try (ModelSession session = ModelSession.open(model, 1)) {
      return session.run(inputs);
    }
  }

  /** The inputs that come with a model; empty where one is no tensor of floats. */
  private static Optional<Map<String, Tensor>> inputs(OnnxModel model, Path file)
      throws IOException {
    List<String> constants =
        model.proto().getGraph().getInitializerList().stream().map(TensorProto::getName).toList();
    Path data = file.resolveSibling("test_data_set_0");
    Map<String, Tensor> inputs = new HashMap<>();
    int index = 0;
    for (ValueInfoProto input : model.proto().getGraph().getInputList()) {
      if (constants.contains(input.getName())) {
        continue;
      }
      Path values = data.resolve("input_%d.pb".formatted(index++));
      if (!Files.exists(values) || input.getType().getTensorType().getElemType() != Tensors.FLOAT) {
        return Optional.empty();
      }
      Tensors tensor = new Tensors(TensorProto.parseFrom(Files.readAllBytes(values)));
      inputs.put(input.getName(), new Tensor.Floats(tensor.floats(), tensor.shape()));
    }
    return Optional.of(inputs);
  }

  private static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.walk(DATA)) {
      return files.filter(file -> file.endsWith("model.onnx")).sorted().toList();
    }
  }
}
