package io.atalaya.notebook.metrics;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.bench.Options;
import io.atalaya.bootstrap.MonitoringFiles;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.drift.DriftSettings;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.notebook.report.Report;
import io.atalaya.signal.Threshold;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsNotebookTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path directory;

  private Report run(String... options) throws IOException {
    Screen screen = new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
    return new MetricsNotebook().run(Options.parse(options), screen, directory);
  }

  @Test
  void figuresArePlottedAndTheSuggestedBoundsAreAConfigurationThatAtalayaReads()
      throws IOException {
    Path yaml = SmallMonths.write(directory);
    Report report =
        run(
            "--data=" + directory,
            "--config=" + yaml,
            "--healthy=2026-03-01..2026-03-31",
            "--known=2026-03-31..2026-04-15",
            "--rate=2");
    report.write(directory, "metrics");

    JsonNode json = new ObjectMapper().readTree(directory.resolve("metrics.json").toFile());
    JsonNode bounds = json.at("/sections/thresholds/tables/bounds");
    assertEquals(6, bounds.size());
    for (JsonNode bound : bounds) {
      assertTrue(bound.path("suggested_alarms").asInt() <= 2, bound.toString());
      assertTrue(bound.path("how").asText().startsWith("observed"), bound.toString());
    }
    JsonNode mae = json.at("/sections/technical-prices-eu/charts/prices-eu-atalaya-mae");
    assertEquals(2, mae.path("series").size());
    assertTrue(mae.toString().contains("\"label\":\"max 12h\",\"y\":1.1"), mae.toString());
    assertTrue(mae.toString().contains("drift"), "no mark where it drifts");
    assertTrue(json.at("/sections/business-prices-eu/charts").toString().contains("clicks"));
    assertTrue(json.at("/sections/all/tables/figures").toString().contains("atalaya_mae{"));

    // The fragment over the configuration, by the service's own reader.
    Path fragment = directory.resolve(MetricsNotebook.FRAGMENT);
    ModelSettings before = MonitoringFiles.read(List.of(yaml)).settings().of(SmallMonths.MODEL);
    ModelSettings after =
        MonitoringFiles.read(List.of(fragment, yaml)).settings().of(SmallMonths.MODEL);
    assertEquals(before.thresholds().size(), after.thresholds().size());
    for (int i = 0; i < after.thresholds().size(); i++) {
      Threshold old = before.thresholds().get(i);
      Threshold tuned = after.thresholds().get(i);
      assertEquals(old.holdFor(), tuned.holdFor());
      assertEquals(old.check(), tuned.check());
      JsonNode row = bound(bounds, tuned.check(), tuned.bound().name().toLowerCase(Locale.ROOT));
      assertEquals(row.path("current").asDouble(), old.limit());
      assertEquals(row.path("suggested").asDouble(), tuned.limit());
    }
    // As the service is told of both.
    SmallRyeConfig service =
        new SmallRyeConfigBuilder()
            .addDiscoveredSources()
            .addDefaultInterceptors()
            .withSources(
                new PropertiesConfigSource(
                    Map.of("smallrye.config.locations", fragment + "," + yaml), "variables", 300))
            .build();
    assertEquals(
        bound(bounds, "mae", "max").path("suggested").asDouble(),
        service.getValue("atalaya.models.\"prices.eu\".thresholds.mae.max", Double.class));
    DriftSettings drift = Objects.requireNonNull(after.drift());
    double factor = bound(bounds, "drift", "factor").path("suggested").asDouble();
    assertEquals(Math.min(1, 0.5 * factor), drift.effect().ks(), 5e-3);
    assertEquals(factor, drift.effect().wasserstein(), 5e-3);
  }

  private static JsonNode bound(JsonNode bounds, String check, String side) {
    for (JsonNode bound : bounds) {
      if (bound.path("check").asText().equals(check) && bound.path("side").asText().equals(side)) {
        return bound;
      }
    }
    throw new AssertionError("no bound of " + check + " " + side + " in " + bounds);
  }

  @Test
  void wrongOptionsAreRefusedWithWhatWouldBeRight() {
    assertRefused("--rat is unknown; known, with their defaults", "--rat=1");
    assertRefused("--rate: much is no number", "--rate=much");
    assertRefused("rate: 0.0 is not above 0", "--rate=0");
    assertRefused("--healthy: May is no span: give two dates", "--healthy=May");
    assertRefused("it must end after it begins", "--healthy=2026-03-02..2026-03-01");
  }

  private void assertRefused(String part, String... options) {
    String message = assertThrows(IllegalArgumentException.class, () -> run(options)).getMessage();
    assertTrue(requireNonNull(message).contains(part), message);
  }

  @Test
  void aConfigurationThatIsWrongIsRefusedByItsKey() throws IOException {
    Path yaml = SmallMonths.write(directory);
    Files.writeString(yaml, Files.readString(yaml).replace("max: 1.1", "max: -1"));

    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> run("--data=" + directory, "--config=" + yaml))
            .getMessage();

    assertTrue(requireNonNull(message).contains("thresholds.mae.max: -1 is below 0"), message);
  }
}
