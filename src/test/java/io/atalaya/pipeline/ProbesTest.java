package io.atalaya.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.adapter.probe.http.ScriptedServer;
import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.run.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probes of the running service: servers come, go and come back; metrics and health follow. */
@QuarkusTest
@WithTestResource(ProbedServers.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProbesTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Set<String> OF_MODELS =
      Set.of(
          "bike-demand/ready",
          "bike-demand/infer",
          "texts/health",
          "texts/models",
          "texts/generation");
  private static final String PREDICTION =
      """
      {"model_name":"bike-demand","outputs":[
       {"name":"demand","datatype":"FP32","shape":[1,1],"data":[%s]}]}\
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/health", management = true)
  URI health;

  @ConfigProperty(name = "test.models.port", defaultValue = "0")
  int modelsPort;

  @ConfigProperty(name = "test.redis.port", defaultValue = "0")
  int redisPort;

  @Test
  void serversComeGoAndComeBack(@TempDir Path directory) throws Exception {
    awaitModels(Map.of("all", "down"));
    awaitSystems(Map.of("redis", "down", "grafana", "down", "kafka", "up"));
    awaitUp(0.0, "bike-demand", "infer");
    Service.await("status 503", SOON, () -> quietStatus("/group/models") == 503);

    try (EmbeddedRedis redis = EmbeddedRedis.start(directory, redisPort)) {
      assertEquals(redisPort, redis.port());
      try (ScriptedServer server = good()) {
        awaitModels(Map.of("all", "up"));
        awaitSystems(Map.of("redis", "up", "grafana", "up", "kafka", "up"));
        awaitUp(1.0, "bike-demand", "infer");
        awaitUp(1.0, "texts", "generation");
        Service.await("status 200", SOON, () -> quietStatus("/group/models") == 200);
        awaitFigures();

        server.answer("POST /v2/models/bike-demand/infer", 200, PREDICTION.formatted("-1"));
        server.answer("POST /v1/completions", 200, "{}", SOON);
        awaitModels(Map.of("infer", "wrong", "generation", "down", "all", "up"));
        awaitUp(0.0, "bike-demand", "infer");
        awaitUp(1.0, "bike-demand", "ready");
        awaitUp(0.0, "texts", "generation");
        awaitUp(1.0, "texts", "health");
      }
      awaitModels(Map.of("all", "down"));
    }
    awaitSystems(Map.of("redis", "down", "grafana", "down", "kafka", "up"));
    try (ScriptedServer server = good()) {
      awaitModels(Map.of("all", "up"));
      assertTrue(!server.asked().isEmpty());
      double ratio = sample("atalaya_model_availability_ratio", "model=bike-demand,probe=infer");
      assertTrue(ratio > 0 && ratio < 1, () -> "ratio " + ratio);
    }
    awaitModels(Map.of("all", "down"));
  }

  @Test
  void noProbedServerTakesTheServiceOutOfService() throws Exception {
    Service.await("readiness", SOON, () -> quietStatus("/ready") == 200);
    assertEquals(200, status("/live"));
    assertEquals(200, status("/started"));
    for (String path : Set.of("", "/ready", "/live", "/started")) {
      for (JsonNode check : get(path).path("checks")) {
        String name = check.path("name").asText();
        assertTrue(!OF_MODELS.contains(name) && !name.equals("grafana"), name + " in " + path);
      }
    }
  }

  private ScriptedServer good() {
    return ScriptedServer.start(modelsPort)
        .answer("GET /v2/models/bike-demand/ready", 200, "")
        .answer("POST /v2/models/bike-demand/infer", 200, PREDICTION.formatted("212.5"))
        .answer("GET /health", 200, "")
        .answer("GET /v1/models", 200, "{\"data\":[{\"id\":\"granite\"}]}")
        .answer(
            "POST /v1/completions",
            200,
            "{\"choices\":[{\"text\":\"2\",\"finish_reason\":\"length\"}],\"usage\":{\"completion_tokens\":1}}")
        .answer("GET /api/health", 200, "{\"database\":\"ok\"}");
  }

  /** Waits until each probe of a model has the state of its name, else that of {@code all}. */
  private void awaitModels(Map<String, String> states) throws Exception {
    await("/group/models", OF_MODELS, states);
  }

  private void awaitSystems(Map<String, String> states) throws Exception {
    await("/group/systems", Set.of("redis", "grafana", "kafka"), states);
  }

  private void await(String path, Set<String> names, Map<String, String> states) throws Exception {
    Map<String, String> expected = new TreeMap<>();
    for (String name : names) {
      String probe = name.substring(name.indexOf('/') + 1);
      expected.put(name, states.getOrDefault(probe, states.getOrDefault("all", "")));
    }
    Map<String, String> found = Map.of();
    long start = System.nanoTime();
    while (!found.equals(expected) && System.nanoTime() - start < SOON.toNanos()) {
      Thread.sleep(20);
      found = new TreeMap<>();
      for (JsonNode check : get(path).path("checks")) {
        // On a busy machine a good answer may be slow.
        String state = check.path("data").path("state").asText().replace("slow", "up");
        found.put(check.path("name").asText(), state);
      }
    }
    assertEquals(expected, found);
  }

  /** Waits until each figure of a model and of a system is there. */
  private void awaitFigures() throws Exception {
    Set<String> expected = new TreeSet<>();
    for (String figure :
        Set.of(
            "up",
            "probe_slow",
            "probe_seconds",
            "probe_last_success_timestamp_seconds",
            "availability_ratio",
            "probe_observed_seconds")) {
      expected.add("atalaya_model_" + figure);
      expected.add("atalaya_system_" + figure);
    }
    Set<String> found = Set.of();
    long start = System.nanoTime();
    while (!found.equals(expected) && System.nanoTime() - start < SOON.toNanos()) {
      Thread.sleep(20);
      found = new TreeSet<>();
      for (Exposition.Sample sample : Exposition.of(metrics).samples().keySet()) {
        if (sample.labels().equals("model=bike-demand,probe=infer")
            || sample.labels().equals("system=redis")) {
          found.add(sample.name());
        }
      }
    }
    assertEquals(expected, found);
  }

  /** Waits, since on a busy machine a good answer may once come too late. */
  private void awaitUp(double expected, String model, String probe) throws Exception {
    double found = Double.NaN;
    long start = System.nanoTime();
    while (found != expected && System.nanoTime() - start < SOON.toNanos()) {
      Thread.sleep(20);
      found = up(model, probe);
    }
    assertEquals(expected, found, () -> model + "/" + probe);
  }

  private double up(String model, String probe) throws Exception {
    return sample("atalaya_model_up", "model=" + model + ",probe=" + probe);
  }

  private double sample(String name, String labels) throws Exception {
    Double value = Exposition.of(metrics).samples().get(new Exposition.Sample(name, labels));
    return value == null ? Double.NaN : value;
  }

  private JsonNode get(String path) throws Exception {
    return json.readTree(response(path).body());
  }

  private int status(String path) throws Exception {
    return response(path).statusCode();
  }

  private int quietStatus(String path) {
    try {
      return status(path);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> response(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(health + path)).build(), BodyHandlers.ofString());
  }
}
