package io.atalaya.pipeline;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.EmbeddedRedis;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broker, a Redis and the settings for {@link PipelineOracleTest}, all below a new directory in
 * {@code target}. The topics are left to the pipeline to create.
 */
public final class OracleServers implements QuarkusTestResourceLifecycleManager {

  private @Nullable EmbeddedKafka kafka;
  private @Nullable EmbeddedRedis redis;

  @Override
  public Map<String, String> start() {
    forgetEndedApplications();
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "oracle");
      kafka = EmbeddedKafka.start(directory.resolve("kafka"));
      redis = EmbeddedRedis.start(directory.resolve("redis"));
      return Map.of(
          "kafka.bootstrap.servers", kafka.bootstrapServers(),
          "quarkus.redis.hosts", redis.uri(),
          "smallrye.config.locations", settings(directory).toString(),
          "quarkus.http.test-port", "0",
          "quarkus.management.test-port", "0");
    } catch (IOException e) {
      throw new UncheckedIOException("no settings for the pipeline", e);
    }
  }

  /**
   * Micrometer's global registry lives as long as the JVM and gives a new application's registry
   * the meters of those that ended before; whoever compares a whole exposition must not see them.
   */
  private static void forgetEndedApplications() {
    Metrics.globalRegistry.clear();
  }

  /** Copies the settings and the reference sample they name; answers where the settings are. */
  private static Path settings(Path directory) throws IOException {
    Path reference = directory.resolve("reference.csv").toAbsolutePath();
    try (InputStream csv = OracleFiles.open("reference.csv")) {
      Files.copy(csv, reference, StandardCopyOption.REPLACE_EXISTING);
    }
    String yaml = String.join("\n", OracleFiles.lines("model-monitoring.yaml"));
    return Files.writeString(
            directory.resolve("model-monitoring.yaml"),
            yaml.replace("${reference}", reference.toString().replace('\\', '/')))
        .toAbsolutePath();
  }

  @Override
  public void stop() {
    if (redis != null) {
      redis.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }
}
