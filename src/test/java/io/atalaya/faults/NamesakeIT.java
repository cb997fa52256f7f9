package io.atalaya.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.run.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with one name: the later one stays. */
class NamesakeIT {

  private static final String MODEL = "atalaya_threshold{model=\"named\"";

  private static final String SETTINGS =
      """
      atalaya:
        models:
          named: {windows: [1h], thresholds: {mae: {max: 1, window: 1h}}}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory = Path.of("target");

  @Test
  void theOlderProcessSaysSoAndEnds() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(directory.resolve("kafka"))) {
      Map<String, String> environment =
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS",
              broker.servers(),
              "SMALLRYE_CONFIG_LOCATIONS",
              Settings.write(directory, SETTINGS),
              "ATALAYA_INSTANCE",
              "twin");
      try (Service older = Service.start(directory, environment)) {
        older.ready();
        awaitExported(older);
        try (Service newer = Service.start(directory, environment)) {
          assertEquals(3, older.exitCode(), older.output());
          List<String> said =
              older.output().lines().filter(line -> line.contains("ATALAYA_INSTANCE")).toList();
          assertEquals(1, said.size(), older.output());
          assertTrue(said.getFirst().contains("'twin'"), said.getFirst());
          newer.ready();
          awaitExported(newer);
        }
      }
    }
  }

  private static void awaitExported(Service service) throws InterruptedException {
    Service.await(
        "the model's gauges",
        Duration.ofSeconds(30),
        () -> service.metrics().lines().anyMatch(line -> line.startsWith(MODEL)));
  }
}
