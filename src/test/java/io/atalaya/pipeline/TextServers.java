package io.atalaya.pipeline;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.PackagedModel;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker, a sentence-transformer and the settings for {@link TextScoresTest}. */
public final class TextServers implements QuarkusTestResourceLifecycleManager {

  private @Nullable EmbeddedKafka kafka;

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "texts");
      kafka = EmbeddedKafka.start(directory.resolve("kafka"));
      Path settings =
          Files.writeString(
              directory.resolve("model-monitoring.yaml"),
              settings(PackagedModel.unpack(directory.resolve("model")).toAbsolutePath()));
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

  private static String settings(Path model) {
    return """
    atalaya:
      pane: 1s
      grace: 2m
      scoring: {model: %s, queue: 16}
      models:
        few:
          kind: generative
          windows: [1h]
          scoring: {share: 1, target-words: 20}
        many:
          kind: generative
          windows: [1h]
          scoring: {share: 1}
    """
        .formatted(model);
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
