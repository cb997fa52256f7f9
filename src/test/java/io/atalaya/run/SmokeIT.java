package io.atalaya.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.embedded.FreePort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever was built, jar or native executable, once through everything that it is told by name:
 * records in and out of Kafka, the API's bodies, a reference, the cache with Redis behind it,
 * metrics and health, and an orderly end. It prints what the start took, and the memory.
 */
@QuarkusIntegrationTest
@WithTestResource(SmokeIT.Servers.class)
@Timeout(300)
class SmokeIT {

  private static final String TOKEN = "a-token-of-the-test";
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A real Kafka and a real Redis, the ports of the service, and its settings. */
  public static final class Servers implements QuarkusTestResourceLifecycleManager {

    private static final int PORT = FreePort.find();
    private static final int MANAGEMENT_PORT = FreePort.find();
    private static long began;

    private AutoCloseable kafka = () -> {};
    private AutoCloseable redis = () -> {};

    /** Made by Quarkus. */
    public Servers() {}

    @Override
    public Map<String, String> start() {
      try {
        Path directory = Files.createTempDirectory(Path.of("target"), "smoke").toAbsolutePath();
        EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
        kafka = broker;
        EmbeddedRedis cache = EmbeddedRedis.start(directory.resolve("redis"));
        redis = cache;
        Path monitoring =
            Files.writeString(
                directory.resolve("model-monitoring.yaml"),
                """
                atalaya:
                  api: {token-file: %s}
                  models:
                    bike-demand:
                      windows: [1m]
                      cache: {}
                      drift: {window: 1m}
                """
                    .formatted(Files.writeString(directory.resolve("token"), TOKEN)));
        began = System.nanoTime();
        return Map.of(
            "kafka.bootstrap.servers", broker.bootstrapServers(),
            "quarkus.redis.hosts", cache.uri(),
            "smallrye.config.locations", monitoring.toString(),
            "quarkus.http.port", Integer.toString(PORT),
            "quarkus.http.test-port", Integer.toString(PORT),
            "quarkus.management.port", Integer.toString(MANAGEMENT_PORT),
            "quarkus.management.test-port", Integer.toString(MANAGEMENT_PORT));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {
      try {
        kafka.close();
        redis.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void whatWasBuiltRuns() throws Exception {
    Service.await("ready", SOON, () -> management("/q/health/ready").statusCode() == 200);
    System.out.printf(
        "%nStarted and ready after %.2f s%s%n",
        (System.nanoTime() - Servers.began) / 1e9, memory());

    publish("inference.predictions", "\"value\": 100, \"features\": {\"hour\": 8}");
    publish("inference.outcomes", "\"actual\": 98");
    Service.await(
        "a figure",
        SOON,
        () ->
            management("/q/metrics")
                .body()
                .contains(
                    "atalaya_mae{model=\"bike-demand\",version=\"unversioned\",window=\"1m\"}"
                        + " 2.0"));
    JsonNode model =
        JSON.readTree(api("GET", "/v1/models/bike-demand", "application/json", "").body());
    assertEquals("bike-demand", model.path("model").asText(), model::toString);
    assertTrue(model.path("versions").size() == 1, model::toString);

    String references = "/v1/models/bike-demand/versions/unversioned/references";
    String csv =
        IntStream.range(0, 400)
            .mapToObj(row -> Integer.toString(row % 24))
            .collect(Collectors.joining("\n", "hour\n", "\n"));
    HttpResponse<String> put = api("PUT", references, "text/csv", csv);
    assertEquals(201, put.statusCode(), put::body);
    Service.await(
        "the reference in force",
        SOON,
        () -> api("GET", references, "application/json", "").body().contains("\"in_force\":true"));

    String cache = "/v1/cache/bike-demand";
    HttpResponse<String> kept =
        api(
            "PUT",
            cache,
            "application/json",
            "{\"input\": 1, \"prediction\": 212.4, \"epoch\": 0}");
    assertTrue(JSON.readTree(kept.body()).path("stored").asBoolean(), kept::body);
    HttpResponse<String> hit = api("POST", cache + "/get", "application/json", "{\"input\": 1}");
    assertEquals(212.4, JSON.readTree(hit.body()).path("prediction").asDouble(), hit::body);
    HttpResponse<String> refused =
        api("POST", "/v1/events/no.such.topic", "application/json", "{}");
    assertEquals(404, JSON.readTree(refused.body()).path("status").asInt(), refused::body);

    long told = System.nanoTime();
    ProcessHandle process = process().orElseThrow();
    assertTrue(process.destroy());
    Service.await("the end", SOON, () -> !process.isAlive());
    System.out.printf("Ended %.2f s after it was told to%n", (System.nanoTime() - told) / 1e9);
  }

  private static void publish(String topic, String fields) {
    HttpResponse<String> answer =
        api(
            "POST",
            "/v1/events/" + topic,
            "application/json",
            "{\"id\": \"p\", \"model\": \"bike-demand\", %s}".formatted(fields));
    assertEquals(202, answer.statusCode(), answer::body);
  }

  private static HttpResponse<String> management(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + Servers.MANAGEMENT_PORT + path)));
  }

  private static HttpResponse<String> api(
      String method, String path, String contentType, String body) {
    return send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + Servers.PORT + path))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", contentType)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The service, a child of this process. */
  private static Optional<ProcessHandle> process() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process.info().commandLine().orElse("").matches(".*(quarkus-run\\.jar|-runner).*"))
        .findFirst();
  }

  /** Its resident memory; Linux alone tells. */
  private static String memory() {
    return process()
        .map(process -> Path.of("/proc", Long.toString(process.pid()), "status"))
        .filter(Files::isReadable)
        .map(SmokeIT::resident)
        .orElse("");
  }

  private static String resident(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> ", resident " + line.substring("VmRSS:".length()).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
