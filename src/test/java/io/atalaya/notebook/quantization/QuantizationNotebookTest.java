package io.atalaya.notebook.quantization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.bench.Options;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.notebook.report.Pages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole notebook, with the two small models and few calls. */
class QuantizationNotebookTest {

  private static final int COLUMNS_OF_DIGITS = 7;

  @Test
  void aSmallRunEndsInAReport(@TempDir Path directory) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Screen screen = new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false);

    new QuantizationNotebook()
        .run(
            Options.parse(
                "--models=bikes,digits",
                "--calls=5",
                "--threads=1",
                "--batches=1,4",
                "--sensitivity-samples=32"),
            screen,
            directory)
        .write(directory, "quantization");

    String page = Files.readString(directory.resolve("quantization.html"));
    assertEquals(Set.of(), Pages.loaded(page));
    JsonNode sections =
        new ObjectMapper()
            .readTree(directory.resolve("quantization.json").toFile())
            .get("sections");
    JsonNode bikes = sections.at("/bikes/tables/bikes-methods");
    assertEquals(6, bikes.size());
    // As io.atalaya.quantization.DemandModelTest has it: at most 30 %, an RMSE within 2 %.
    JsonNode dynamic = bikes.get(1);
    assertEquals("dynamic", dynamic.get("method").textValue());
    assertTrue(dynamic.get("size_percent").doubleValue() <= 30, dynamic.toString());
    assertEquals(
        bikes.get(0).get("rmse").doubleValue() / dynamic.get("rmse").doubleValue(),
        dynamic.get("fidelity").doubleValue(),
        1e-12);
    assertEquals(45.445, bikes.get(0).get("rmse").doubleValue(), 0.01, "RMSE with floats");
    JsonNode digits = sections.at("/digits/tables/digits-methods");
    assertTrue(digits.get(0).get("top1_percent").doubleValue() >= 98, digits.toString());
    for (JsonNode row : digits) {
      assertEquals(
          digits.get(0).get("top1_percent").doubleValue(),
          row.get("top1_percent").doubleValue(),
          2,
          row.toString());
    }
    assertTrue(digits.get(3).get("size_percent").doubleValue() < 35, digits.toString());
    JsonNode latency = sections.at("/digits-costs/tables/digits-latency");
    assertEquals(2 * 3, latency.size());
    latency.forEach(
        row ->
            assertEquals(
                row.get("speed_up").doubleValue() < 1 ? "SLOWER" : "",
                row.get("verdict").textValue()));
    List<String> cells = Pages.cells(page, "digits-methods");
    for (int i = 0; i < digits.size(); i++) {
      assertEquals(
          String.format(Locale.ROOT, "%.2f", digits.get(i).get("top1_percent").doubleValue()),
          cells.get(COLUMNS_OF_DIGITS * i + 5));
    }
    String said = printed.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("% smaller"), said);
  }

  @Test
  void aModelThatThereIsNotIsRefused(@TempDir Path directory) {
    Screen screen = new Screen(System.out, false);
    Options options = Options.parse("--models=digit");
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new QuantizationNotebook().run(options, screen, directory));
    assertTrue(String.valueOf(refused.getMessage()).contains("digits"), refused.getMessage());
  }
}
