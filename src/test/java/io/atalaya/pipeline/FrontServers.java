package io.atalaya.pipeline;

import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.serve.DemandServer;
import io.atalaya.embedded.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A broker, a model server and the settings for {@link FrontEventsTest}. */
public final class FrontServers implements QuarkusTestResourceLifecycleManager {

  private final Vertx vertx = Vertx.vertx();
  private @Nullable EmbeddedKafka kafka;
  private @Nullable DemandModel model;

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "front");
      kafka = EmbeddedKafka.start(directory.resolve("kafka"));
      DemandModel demand = DemandModel.load();
      model = demand;
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(new DemandServer(demand))
              .listen(0, "localhost")
              .toCompletionStage()
              .toCompletableFuture()
              .orTimeout(10, TimeUnit.SECONDS)
              .join();
      Path settings =
          Files.writeString(
              directory.resolve("model-monitoring.yaml"), settings(server.actualPort()));
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
      throw new UncheckedIOException("no settings for the front", e);
    }
  }

  private static String settings(int port) {
    return """
    atalaya:
      pane: 1s
      models:
        bike-demand:
          windows: [1h]
          cache: {ttl: {min: 10m, max: 1h}, round: {temperature: 0.05}}
          front:
            upstream: http://localhost:%d
            features: [hour, weekday, working_day, weather, temperature, humidity, windspeed]
            output: demand
            confidence: confidence
        gone:
          windows: [1h]
          front: {upstream: "http://localhost:1", timeout: 1s}
    """
        .formatted(port);
  }

  @Override
  public void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    if (model != null) {
      model.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }
}
