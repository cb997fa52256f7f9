package io.atalaya.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The cache through the API, with a broker, Redis and PostgreSQL: what is put, found, invalidated.
 */
@QuarkusTest
@WithTestResource(CacheServers.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class CacheLoopTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource("/v1/cache/asked")
  URI cache;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/health/ready", management = true)
  URI ready;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @Inject
  RedisDataSource redis;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @Inject
  Instance<DataSource> database; // other tests have none

  @Test
  void whatIsPutIsKeptInEveryLevelAndGoneFromAllOnceItIsInvalidated() throws Exception {
    String input = "{\"input\":{\"x\":20.1,\"day\":\"mon\"}}";
    JsonNode miss = post("/get", input);
    assertEquals(false, miss.get("hit").asBoolean());
    assertEquals(true, miss.get("lead").asBoolean());
    long epoch = miss.get("epoch").asLong();

    assertTrue(put("{\"x\":20.2,\"day\":\"mon\"}", epoch).get("stored").asBoolean());
    JsonNode hit = post("/get", input);
    assertEquals("memory", hit.get("level").asText());
    assertEquals("{\"rentals\":12.5}", hit.get("prediction").toString());
    String key = miss.get("key").asText();
    // On a busy machine Redis or PostgreSQL may be too slow for the cache, which then does without.
    await(
        () -> {
          var unused = put("{\"x\":20.2,\"day\":\"mon\"}", epoch);
          return redis.key().exists("atalaya:cache:{asked}:" + epoch + ":" + key)
              && answersInPostgres() > 0;
        });

    JsonNode placed = post("/invalidate", "{\"scope\":\"model\",\"detail\":\"a test\"}");
    assertEquals("model.lifecycle", placed.path("topic").asText(), placed.toString());
    await(() -> post("/get", input).path("epoch").asLong() > epoch);
    assertEquals("stale", put("{\"x\":20.2,\"day\":\"mon\"}", epoch).get("reason").asText());
    long raised = post("/get", input).get("epoch").asLong();
    await(() -> Long.toString(raised).equals(redis.value(String.class).get("atalaya:epoch:asked")));

    assertTrue(put("{\"x\":20.2,\"day\":\"mon\"}", raised).get("stored").asBoolean());
    assertTrue(post("/get", input).get("hit").asBoolean());
    post("/invalidate", "{\"scope\":\"segment\",\"segment\":\"other\"}");
    post("/invalidate", input.replace("{\"input\"", "{\"scope\":\"key\",\"input\""));
    await(() -> !post("/get", input).get("hit").asBoolean());
    assertEquals(
        Long.toString(raised),
        redis.value(String.class).get("atalaya:epoch:asked"),
        "the epoch is of the whole model");

    String exposition = get(metrics);
    for (String metric :
        new String[] {
          "atalaya_cache_requests_seconds_count{model=\"asked\",result=\"memory\"}",
          "atalaya_cache_applied_invalidation{model=\"asked\"} 3.0",
          "atalaya_cache_level_calls_total{level=\"redis\",operation=\"store\",outcome=\"ok\"}",
          "atalaya_cache_level_calls_total{level=\"postgres\",operation=\"find\",outcome=\"ok\"}",
          "atalaya_invalidations_total{model=\"asked\",reason=\"request\",result=\"sent\"} 3.0",
          "atalaya_cache_stale_seconds_count{model=\"asked\"} 3"
        }) {
      assertTrue(exposition.contains(metric), metric + " in " + caches(exposition));
    }
    // Health tells of the last call, which a busy machine may have miss its time budget.
    AtomicInteger next = new AtomicInteger();
    await(
        () -> {
          post("/get", "{\"input\":{\"x\":%d}}".formatted(next.incrementAndGet()));
          return json.readTree(get(ready)).toString().contains("\"postgres\":\"reachable\"");
        });
    JsonNode stats = json.readTree(get(URI.create(cache + "/stats")));
    assertEquals(3, stats.get("epoch").asLong());
    assertTrue(stats.get("hit_ratio").asDouble() > 0, stats.toString());
  }

  private static String caches(String exposition) {
    return String.join(
        "\n",
        exposition
            .lines()
            .filter(line -> line.contains("cache") || line.contains("inval"))
            .toList());
  }

  private long answersInPostgres() throws Exception {
    try (Connection connection = database.get().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM atalaya.answers")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private JsonNode put(String input, long epoch) throws Exception {
    String body =
        """
        {"input":%s,"prediction":{"rentals":12.5},"confidence":0.9,"segment":"s","epoch":%d}
        """
            .formatted(input, epoch);
    return send(request(cache).PUT(BodyPublishers.ofString(body)).build());
  }

  private JsonNode post(String path, String body) throws Exception {
    return send(request(URI.create(cache + path)).POST(BodyPublishers.ofString(body)).build());
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + CacheServers.TOKEN);
  }

  private JsonNode send(HttpRequest request) throws Exception {
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertTrue(response.statusCode() / 100 == 2, response.statusCode() + " " + response.body());
    return json.readTree(response.body());
  }

  private String get(URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(SOON);
    while (!condition.call()) {
      assertTrue(Instant.now().isBefore(end), "in time");
      Thread.sleep(50);
    }
  }
}
