package io.atalaya.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.embedded.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a user does on the first day: start, publish, look, lose Redis, lose the process. */
class ServiceIT {

  private static final String TOKEN = "a-token-of-the-test";
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path directory = Path.of("target");

  @Test
  void figuresAndEpochsOutliveRedisAndTheProcess() throws Exception {
    Path settings =
        Files.writeString(
            directory.resolve("model-monitoring.yaml"),
            """
            atalaya:
              api: {token-file: %s}
              models:
                bike-demand:
                  windows: [1h]
                  thresholds: {accuracy: {min: 0.80, window: 1h}}
                  invalidation: {on: [lifecycle]}
            """
                .formatted(Files.writeString(directory.resolve("token"), TOKEN)));
    int redisPort = FreePort.find();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      Map<String, String> environment =
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
              "QUARKUS_REDIS_HOSTS", "redis://localhost:" + redisPort,
              "SMALLRYE_CONFIG_LOCATIONS", settings.toString());
      try (Service service = Service.start(directory, environment).ready()) {
        assertTrue(service.health().body().contains("\"reachable\": false"));
        Service.await(
            "the threshold, before the first event",
            SOON,
            () -> service.metrics().lines().anyMatch(THRESHOLD::equals));
        publish(service, 1);
        awaitScored(service, 1);
        assertEquals(200, service.api("/v1/models/bike-demand").statusCode());
        assertEquals(404, service.api("/v1/models/no-such-model").statusCode());
        assertEquals(
            202,
            service
                .post(
                    "model.lifecycle",
                    TOKEN,
                    "{\"model\": \"bike-demand\", \"change\": \"deployed\", \"version\": \"2\"}")
                .statusCode());
        assertEquals(401, service.post("inference.predictions", "wrong", "{}").statusCode());
        assertEquals(400, service.post("inference.predictions", TOKEN, "{}").statusCode());
        Service.await(
            "an invalidation", SOON, () -> service.metrics().contains(INVALIDATIONS + " 1.0"));

        try (EmbeddedRedis redis = EmbeddedRedis.start(directory.resolve("redis"), redisPort)) {
          awaitEpoch(redis, 1);
        }
        try (EmbeddedRedis empty = EmbeddedRedis.start(directory.resolve("redis2"), redisPort)) {
          awaitEpoch(empty, 1);
        }
        service.kill();
      }
      try (Service restarted = Service.start(directory, environment).ready()) {
        awaitScored(restarted, 1);
        publish(restarted, 2);
        awaitScored(restarted, 2);
        assertTrue(
            restarted.metrics().lines().noneMatch(line -> line.equals(INVALIDATIONS + " 1.0")),
            "the deployment was acted on before the restart");
      }
    }
  }

  private static final String INVALIDATIONS =
      "atalaya_invalidations_total{model=\"bike-demand\",reason=\"lifecycle\",result=\"sent\"}";

  private static final String THRESHOLD =
      "atalaya_threshold{model=\"bike-demand\",window=\"1h\",check=\"accuracy\",bound=\"min\","
          + "severity=\"warning\"} 0.8";

  private static void publish(Service service, int id) {
    String prediction =
        """
        {"id": "p%d", "model": "bike-demand", "version": "1", "value": 100}
        """
            .formatted(id);
    String outcome =
        """
        {"id": "p%d", "model": "bike-demand", "actual": 98}
        """
            .formatted(id);
    assertEquals(202, service.post("inference.predictions", TOKEN, prediction).statusCode());
    assertEquals(202, service.post("inference.outcomes", TOKEN, outcome).statusCode());
  }

  private static void awaitScored(Service service, int pairs) throws InterruptedException {
    String labels = "{model=\"bike-demand\",version=\"1\",window=\"1h\"} ";
    List<String> expected =
        List.of(
            "atalaya_scored_predictions" + labels + pairs + ".0", "atalaya_mae" + labels + "2.0");
    Service.await(
        pairs + " scored pairs",
        SOON,
        () -> service.metrics().lines().filter(expected::contains).count() == 2);
  }

  private static void awaitEpoch(EmbeddedRedis redis, long epoch) throws InterruptedException {
    Service.await(
        "the epoch in Redis",
        SOON,
        () -> get(redis.port(), "atalaya:epoch:bike-demand").equals(Long.toString(epoch)));
  }

  /** The string at a key, asked for in Redis' own inline form; empty when there is none. */
  private static String get(int port, String key) {
    try (Socket socket = new Socket("localhost", port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      socket.getOutputStream().write(("GET " + key + "\r\n").getBytes(StandardCharsets.US_ASCII));
      String length = in.readLine();
      return length == null || length.equals("$-1") ? "" : String.valueOf(in.readLine());
    } catch (IOException e) {
      return "";
    }
  }
}
