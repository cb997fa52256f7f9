package io.atalaya.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.quantization.model.OnnxModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as a command line: no Kafka, no server, an exit code. */
class QuantizeIT {

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Path WIDE = Path.of("src/demo/resources/bike-demand-wide.onnx");
  private static final int PATIENCE_SECONDS = 180;

  private static final int ALL_WELL = 0;
  private static final int CANNOT_BE_USED = 1;

  @TempDir Path directory = Path.of("");

  @Test
  void quantizesAModelIntoAFile() throws Exception {
    Path output = directory.resolve("int8.onnx");

    Ended ended = run("quantize", WIDE.toString(), output.toString());

    assertEquals(ALL_WELL, ended.exitCode(), ended.said());
    OnnxModel quantized = OnnxModel.load(output);
    assertEquals("dynamic by row", quantized.metadata().get("atalaya.quantization.method"));
    assertTrue(quantized.size() <= 0.30 * Files.size(WIDE), "bytes: " + quantized.size());
  }

  @Test
  void refusesWhatIsNoModelAndWritesNothing() throws Exception {
    Path text = Files.writeString(directory.resolve("text.onnx"), "no model");
    Path output = directory.resolve("int8.onnx");

    Ended ended = run("quantize", text.toString(), output.toString());

    assertEquals(CANNOT_BE_USED, ended.exitCode(), ended.said());
    assertTrue(ended.said().contains("text.onnx"), ended.said());
    assertFalse(Files.exists(output), "a file was written");
  }

  /**
   * How a command ended.
   *
   * @param said on both outputs
   */
  private record Ended(int exitCode, String said) {}

  private Ended run(String... arguments) throws IOException, InterruptedException {
    Path said = Files.createTempFile(directory, "said", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it is still running");
      return new Ended(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }
}
