package io.atalaya.adapter.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.bootstrap.Atalaya;
import io.atalaya.quantization.TestGraph;
import io.atalaya.quantization.model.OnnxModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as they are typed, on files. */
class TerminalTest {

  private static final int FEATURES = 24;

  @TempDir Path directory = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String model = "";
  private String output = "";
  private String table = "";

  @BeforeEach
  void files() throws IOException {
    model = directory.resolve("model.onnx").toString();
    output = directory.resolve("int8.onnx").toString();
    table = directory.resolve("samples.csv").toString();
    new TestGraph(13, -1, FEATURES)
        .weights("w", FEATURES, 64)
        .weights("b", 64)
        .weights("v", 64, 1)
        .node("Gemm", "h", List.of("x", "w", "b"))
        .node("Relu", "r", List.of("h"))
        .node("Gemm", "y", List.of("r", "v"))
        .returning("y")
        .save(Path.of(model));
    List<String> lines = new ArrayList<>();
    StringBuilder header = new StringBuilder("truth");
    for (int i = 0; i < FEATURES; i++) {
      header.append(",f").append(i);
    }
    lines.add(header.toString());
    Random random = new Random(3);
    for (int row = 0; row < 40; row++) {
      StringBuilder line = new StringBuilder(Integer.toString(row));
      for (int i = 0; i < FEATURES; i++) {
        line.append(String.format(Locale.ROOT, ",%.4f", random.nextGaussian()));
      }
      lines.add(line.toString());
    }
    Files.write(Path.of(table), lines, UTF_8);
  }

  @Test
  void quantizesAndCompares() throws IOException {
    assertEquals(0, run("quantize", model, output), this::said);
    assertTrue(said().contains("1 nodes quantized, 1 left"), said());
    OnnxModel quantized = OnnxModel.load(Path.of(output));
    assertEquals("dynamic by row", quantized.metadata().get("atalaya.quantization.method"));
    assertEquals(
        0,
        run(
            "compare",
            model,
            output,
            "--data",
            table,
            "--target",
            "truth",
            "--kind",
            "regressor",
            "--json"),
        this::said);
    JsonNode report = json();
    assertTrue(report.get("passed").asBoolean());
    assertEquals(40, report.get("after").get("samples").asInt());
    assertTrue(report.get("before").get("rmse").asDouble() > 0);
  }

  @Test
  void aBoundThatIsNotMetHasItsExitCode() {
    run("quantize", model, output);
    assertEquals(
        Terminal.EXIT_BOUND,
        run(
            "compare",
            model,
            output,
            "--data",
            table,
            "--target",
            "truth",
            "--kind",
            "regressor",
            "--bound",
            "2"),
        this::said);
    assertTrue(said().contains("failed: RMSE before over RMSE after"), said());
  }

  @Test
  void calibratesWithATable() {
    assertEquals(
        Terminal.EXIT_USAGE, run("quantize", model, output, "--method", "static"), this::said);
    assertTrue(said().contains("needs samples"), said());
    assertFalse(Files.exists(Path.of(output)));
    String[] command = {
      "quantize",
      model,
      output,
      "--method",
      "static",
      "--data",
      table,
      "--target",
      "truth",
      "--calibration",
      "entropy",
      "--samples",
      "20",
      "--seed",
      "4"
    };
    assertEquals(0, run(command), this::said);
    assertEquals(
        "entropy of 20 samples, seed 4",
        OnnxModel.load(Path.of(output)).metadata().get("atalaya.quantization.calibration"));
    assertTrue(said().contains("calibrating: 20 of 20"), said());
  }

  @Test
  void leavesOutNodesUntilABoundHolds() {
    assertEquals(
        Terminal.EXIT_BOUND,
        run(
            "quantize",
            model,
            output,
            "--least-weights",
            "1",
            "--data",
            table,
            "--target",
            "truth",
            "--kind",
            "regressor",
            "--fidelity",
            "5"),
        this::said);
    assertTrue(said().contains("the bound 5.0 is not met"), said());
    assertTrue(Files.exists(Path.of(output)));
  }

  @Test
  void benchmarksInTurnsAndMeasuresMemoryInProcessesOfTheirOwn() throws IOException {
    run("quantize", model, output);
    assertEquals(
        0,
        run(
            "benchmark",
            model,
            output,
            "--threads",
            "1",
            "--batches",
            "1,4",
            "--calls",
            "5",
            "--warm-up",
            "1",
            "--json"),
        this::said);
    JsonNode report = json();
    assertEquals(4, report.get("latency").size());
    assertTrue(report.get("latency").get(0).get("p50_ns").asLong() > 0);
    assertEquals(Files.exists(Path.of("/proc/self/status")) ? 2 : 0, report.get("memory").size());
    assertEquals(0, run("benchmark", model, output, "--calls", "5", "--no-memory"), this::said);
    assertTrue(said().contains("as fast") || said().contains("SLOWER"), said());
  }

  @Test
  void whatCannotBeUsedIsNamedAndNothingIsWritten() throws IOException {
    Path text = Files.writeString(directory.resolve("text.onnx"), "no model", UTF_8);
    assertEquals(Terminal.EXIT_FAILURE, run("quantize", text.toString(), output));
    assertTrue(said().contains("text.onnx"), said());
    assertEquals(
        Terminal.EXIT_FAILURE, run("quantize", model, output, "--least-weights", "1000000"));
    assertTrue(said().contains("no node can be quantized"), said());
    assertEquals(Terminal.EXIT_FAILURE, run("quantize", model, output, "--exclude", "absent"));
    assertTrue(said().contains("'absent' is to be excluded"), said());
    assertEquals(
        Terminal.EXIT_FAILURE,
        run("compare", model, model, "--data", table, "--kind", "regressor"));
    assertTrue(said().contains("x takes 24 features: the table has 25"), said());
    assertFalse(Files.exists(Path.of(output)));
  }

  @Test
  void theCommandLineIsChecked() {
    assertEquals(Terminal.EXIT_USAGE, run("quantize", model));
    assertEquals(Terminal.EXIT_USAGE, run("quantize", model, output, "--method", "best"));
    assertTrue(said().contains("one of [dynamic, dynamic-by-tensor, static]"), said());
    assertEquals(Terminal.EXIT_USAGE, run("benchmark", model, "--threads", "0"));
    assertEquals(Terminal.EXIT_USAGE, run("compare", model, model));
  }

  @Test
  void helpTellsAllOptions() {
    assertEquals(0, run("--help"));
    assertTrue(said().contains("quantize") && said().contains("benchmark"), said());
    assertFalse(said().contains(MemoryCommand.NAME), said());
    for (String command : List.of("quantize", "compare", "benchmark")) {
      assertEquals(0, run(command, "--help"));
      assertTrue(said().contains("--data"), said());
    }
  }

  @Test
  void theServiceHasNoCommands() {
    assertFalse(Terminal.isCommand());
    assertFalse(Terminal.isCommand("serve"));
    assertTrue(Terminal.isCommand("quantize"));
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    List<String> self =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Atalaya.class.getName());
    return new Terminal(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false,
            (rules, texts) -> List.of(),
            self)
        .run(arguments);
  }

  private String said() {
    return out.toString(UTF_8) + err.toString(UTF_8);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString(UTF_8));
  }
}
