package io.atalaya.pipeline;

import io.atalaya.embedded.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broker and the settings for {@link ShopKpiTest}: the business figures of the demonstration,
 * over windows of which the test knows what is in them.
 */
public final class ShopServers implements QuarkusTestResourceLifecycleManager {

  private @Nullable EmbeddedKafka kafka;

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "shop");
      kafka = EmbeddedKafka.start(directory.resolve("kafka"));
      Path settings = Files.writeString(directory.resolve("model-monitoring.yaml"), settings());
      return Map.of(
          "kafka.bootstrap.servers",
          kafka.bootstrapServers(),
          "smallrye.config.locations",
          settings.toAbsolutePath().toString(),
          "quarkus.http.test-port",
          "0",
          "quarkus.management.test-port",
          "0");
    } catch (IOException e) {
      throw new UncheckedIOException("no settings for the pipeline", e);
    }
  }

  /** sessions.py says the same. */
  private static String settings() {
    return """
    atalaya:
      pane: 1s
      grace: 75m
      models:
        shop-purchase:
          kind: classifier
          positive-class: "true"
          windows: [7m, 11m, 15m, 19m, 23m, 27m, 2h]
          label-horizon: 3h
          attribution-window: 40m
    """
        + String.join("\n", kpis())
        + "\n";
  }

  /** The block {@code kpis} of the demonstration's settings. */
  private static List<String> kpis() {
    List<String> lines = OracleFiles.lines("/model-monitoring.yaml");
    int first = lines.indexOf("      kpis:");
    int end = first + 1;
    while (lines.get(end).startsWith("        ")) {
      end++;
    }
    return lines.subList(first, end);
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
