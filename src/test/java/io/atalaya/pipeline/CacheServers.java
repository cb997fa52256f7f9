package io.atalaya.pipeline;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.EmbeddedPostgres;
import io.atalaya.embedded.EmbeddedRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broker, Redis, PostgreSQL and the settings for {@link CacheLoopTest}, below a new directory in
 * {@code target}.
 */
public final class CacheServers implements QuarkusTestResourceLifecycleManager {

  static final String TOKEN = "a-token-of-the-test";

  private @Nullable EmbeddedKafka kafka;
  private @Nullable EmbeddedRedis redis;
  private @Nullable EmbeddedPostgres postgres;

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "cache")
              .toAbsolutePath();
      kafka = EmbeddedKafka.start(directory.resolve("kafka"));
      redis = EmbeddedRedis.start(directory.resolve("redis"));
      postgres = EmbeddedPostgres.start(directory.resolve("postgres"));
      Path token = Files.writeString(directory.resolve("token"), TOKEN);
      Path settings =
          Files.writeString(
              directory.resolve("model-monitoring.yaml"),
              """
              atalaya:
                pane: 1s
                grace: 1s
                api: {token-file: %s}
                models:
                  asked:
                    windows: [1m]
                    cache: {ttl: {min: 1m, max: 1h}, min-confidence: 0.5, round: {x: 0.5}}
                    invalidation: {on: [lifecycle], requests-per-minute: 100}
              """
                  .formatted(token));
      return Map.of(
          "kafka.bootstrap.servers",
          kafka.bootstrapServers(),
          "quarkus.redis.hosts",
          redis.uri(),
          "quarkus.datasource.jdbc.url",
          postgres.url("postgres"),
          "quarkus.datasource.username",
          "postgres",
          "quarkus.datasource.password",
          "postgres",
          "smallrye.config.locations",
          settings.toString(),
          "quarkus.http.test-port",
          "0",
          "quarkus.management.test-port",
          "0");
    } catch (IOException e) {
      throw new UncheckedIOException("no settings for the pipeline", e);
    }
  }

  @Override
  public void stop() {
    for (AutoCloseable server : new @Nullable AutoCloseable[] {postgres, redis, kafka}) {
      if (server != null) {
        try {
          server.close();
        } catch (Exception failure) {
          throw new IllegalStateException(failure);
        }
      }
    }
  }
}
