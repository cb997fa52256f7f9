package io.atalaya.pipeline;

import io.atalaya.embedded.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A broker and the settings for {@link ReferencesTest}, below a new directory in {@code target}.
 */
public final class ReferenceServers implements QuarkusTestResourceLifecycleManager {

  static final String TOKEN = "a-token-of-the-test";

  private @Nullable EmbeddedKafka kafka;

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "references");
      kafka = EmbeddedKafka.start(directory.resolve("kafka"));
      return Map.of(
          "kafka.bootstrap.servers",
          kafka.bootstrapServers(),
          "smallrye.config.locations",
          settings(directory.toAbsolutePath()).toString(),
          "quarkus.http.test-port",
          "0",
          "quarkus.management.test-port",
          "0");
    } catch (IOException e) {
      throw new UncheckedIOException("no settings for the pipeline", e);
    }
  }

  private static Path settings(Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), TOKEN);
    Path reference = Files.writeString(directory.resolve("reference.csv"), csv(0));
    return Files.writeString(
        directory.resolve("model-monitoring.yaml"),
        """
        atalaya:
          pane: 1s
          grace: 1s
          api: {token-file: %s}
          models:
            shop:
              windows: [1m]
              drift:
                window: 5s
                reference: {file: %s}
                min-samples: 100
                persistence: {of: 1, at-least: 1}
            deployed:
              windows: [1m]
              drift:
                window: 5s
                reference: {auto: 1000, over: 3s, on-deployed: true}
            healthy:
              windows: [1m]
              label-horizon: 2s
              expected-range: {min: 0, max: 10}
              thresholds:
                out-of-range: {max: 0.5, window: 2s}
              drift:
                window: 5s
                reference: {auto: 1000, over: 4s, healthy: true}
            unjudged: {windows: [1m]}
        """
            .formatted(token, reference));
  }

  /** A thousand values of a feature, spread evenly over an interval of length 1. */
  static String csv(int from) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> Double.toString(from + i * 0.618_033_988_749_895 % 1))
        .collect(Collectors.joining("\n", "x\n", "\n"));
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
