package io.atalaya.pipeline;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.FreePort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broker for {@link ProbesTest}, and settings that name servers which the test itself starts and
 * stops.
 */
public final class ProbedServers implements QuarkusTestResourceLifecycleManager {

  private @Nullable EmbeddedKafka kafka;

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "probes")
              .toAbsolutePath();
      kafka = EmbeddedKafka.start(directory.resolve("kafka"));
      int models = FreePort.find();
      int redis = FreePort.find();
      Path settings =
          Files.writeString(
              directory.resolve("model-monitoring.yaml"),
              """
              atalaya:
                pane: 1s
                probes: {interval: 2s, timeout: 2s}
                models:
                  bike-demand:
                    windows: [1h]
                    front: {upstream: "http://localhost:%1$d"}
                    probe:
                      kind: openvino
                      input: {name: inputs, shape: [1, 7], data: 0.5}
                      expect: {output: demand, min: 0, max: 1500}
                  texts:
                    windows: [1h]
                    probe: {kind: vllm, url: "http://localhost:%1$d", model: granite}
                systems:
                  kafka: {interval: 2s, timeout: 2s}
                  grafana: {url: "http://localhost:%1$d"}
              """
                  .formatted(models));
      return Map.of(
          "kafka.bootstrap.servers",
          kafka.bootstrapServers(),
          "quarkus.redis.hosts",
          "redis://localhost:" + redis,
          "test.models.port",
          Integer.toString(models),
          "test.redis.port",
          Integer.toString(redis),
          "smallrye.config.locations",
          settings.toString(),
          "quarkus.http.test-port",
          "0",
          "quarkus.management.test-port",
          "0");
    } catch (IOException e) {
      throw new UncheckedIOException("no settings for the probes", e);
    }
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
