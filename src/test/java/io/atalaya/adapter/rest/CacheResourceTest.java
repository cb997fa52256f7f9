package io.atalaya.adapter.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.access.Caller;
import io.atalaya.access.Role;
import io.atalaya.adapter.rest.CacheResource.Many;
import io.atalaya.adapter.rest.CacheResource.Put;
import io.atalaya.adapter.rest.CacheResource.Stats;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.CountingMetrics;
import io.atalaya.cache.Floors;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.MapMemory;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.cache.Target;
import io.atalaya.event.EventPublisher.Receipt;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheResourceTest {

  private static final SecurityContext WRITER =
      new CallerContext(new Caller("service", Set.of(Role.WRITE)), true);
  private static final SecurityContext READER =
      new CallerContext(new Caller("reader", Set.of(Role.READ)), true);
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String INPUT = "{\"input\":{\"temperature\":20.2,\"day\":\"mon\"}}";

  private final List<String> published = new ArrayList<>();
  private final Map<String, Long> requests = new ConcurrentHashMap<>();
  private final PredictionCache cache = cache();
  private final CacheResource resource =
      new CacheResource(
          cache,
          model -> Map.copyOf(requests),
          (topic, event, contentType) -> {
            published.add(topic + " " + new String(event, StandardCharsets.UTF_8));
            return CompletableFuture.completedStage(new Receipt.Published(0, 5));
          },
          InstantSource.fixed(NOW));

  @Test
  void whatWasPutIsFoundWithAllThatIsKnownOfIt() {
    CacheAnswer miss = get(INPUT);
    assertFalse(miss.hit());
    assertEquals(true, miss.lead());

    Put put =
        put(
            """
            {"input":{"day":"mon","temperature":2.02e1},"prediction":{"rentals":[12.5,3]},
             "confidence":1,"version":"v2","segment":"s","time":"2026-11-23T09:59:00Z","epoch":0}
            """);
    CacheAnswer hit = get(INPUT);

    assertEquals(new Put(true, miss.key(), Instant.parse("2026-11-23T10:09:00Z"), null), put);
    assertTrue(hit.hit());
    assertEquals("{\"rentals\":[12.5,3]}", String.valueOf(hit.prediction()));
    assertEquals(OptionalDouble.of(1), hit.confidence());
    assertEquals("v2", hit.version());
    assertEquals("s", hit.segment());
    assertEquals(Instant.parse("2026-11-23T09:59:00Z"), hit.time());
    assertEquals("memory", hit.level());
    assertEquals(hit, get("{\"key\":\"" + miss.key() + "\"}"));
  }

  @Test
  void nearlyEqualInputsAreTheSameWhereTheyAreRounded() {
    String key = get(INPUT).key();

    assertEquals(key, get(INPUT.replace("20.2", "20.1")).key());
    assertNotEquals(key, get(INPUT.replace("20.2", "20.3")).key());
    assertNotEquals(key, get(INPUT.replace("20.2", "null")).key());
    assertNotEquals(key, get(INPUT.replace("\"mon\"", "[\"mon\",true,{\"a\":1}]")).key());
  }

  @Test
  void ofACallerWhoMayNotPutNoMissLeads() {
    CacheAnswer miss = (CacheAnswer) entity(call(body -> resource.get("m", READER, body), INPUT));

    assertEquals(false, miss.lead());
    assertEquals(true, get(INPUT).lead());
  }

  @Test
  void anAnswerThatIsOutOfDateIsRefusedWithTheReason() {
    cache.invalidate("m", Target.WHOLE_MODEL, 3, NOW.toEpochMilli());

    assertEquals(3, get(INPUT).epoch());
    Put put = put("{\"input\":1,\"prediction\":2,\"epoch\":2}");
    assertFalse(put.stored());
    assertEquals("stale", put.reason());
    assertTrue(put("{\"input\":1,\"prediction\":2,\"epoch\":3}").stored());
  }

  @Test
  void severalInputsAreAnsweredInTheirOrder() {
    put("{\"input\":1,\"prediction\":2,\"epoch\":0}");

    Many many = (Many) entity(call(body -> resource.getMany("m", body), "{\"inputs\":[0,1.0,0]}"));

    assertEquals(
        List.of(false, true, false), many.answers().stream().map(CacheAnswer::hit).toList());
    assertEquals(many.answers().getFirst(), many.answers().getLast());
  }

  @Test
  void anInvalidationIsARequestOnTheLog() {
    String key = get(INPUT).key();

    Response answer =
        call(
            body -> resource.invalidate("m", body),
            INPUT.replace("{\"input\"", "{\"scope\":\"key\",\"detail\":\"wrong\",\"input\""));

    assertEquals(202, answer.getStatus());
    assertEquals(new EventResource.Placed("model.lifecycle", 0, 5), answer.getEntity());
    assertEquals(
        List.of(
            "model.lifecycle {\"model\":\"m\",\"change\":\"invalidate\",\"scope\":\"key\","
                + "\"detail\":\"wrong\",\"key\":\""
                + key
                + "\"}"),
        published);
  }

  @Test
  void theStatisticsCountByWhereTheAnswerWas() {
    assertEquals(new Stats(0, Map.of(), OptionalDouble.empty()), entity(resource.stats("m")));
    requests.putAll(Map.of("memory", 6L, "redis", 1L, "miss", 3L));

    assertEquals(
        new Stats(0, Map.copyOf(requests), OptionalDouble.of(0.7)), entity(resource.stats("m")));
  }

  @Test
  void aModelWithoutACacheIsNotFound() {
    for (Response answer :
        List.of(
            resource.stats("n"),
            call(body -> resource.get("n", READER, body), INPUT),
            call(body -> resource.put("n", body), INPUT))) {
      assertEquals(404, answer.getStatus());
      assertEquals(
          "n has no cache: give it a block atalaya.models.n.cache", problem(answer).detail());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]                          | the body is no JSON object: give for example {\"input\": …}",
        "{}                           | input: is missing or null: give what the model is asked",
        "{\"input\":null}             | input: is missing or null: give what the model is asked",
        "{\"key\":\"12\"}             | key: 12 has 2 characters: give the 32 hexadecimal digits of a cache key",
        "{\"key\":7}                  | key: 7 is not a string of 1 to 256 characters",
        "{\"input\":1,\"wait_ms\":-1} | wait_ms: -1 is not a number from 0.0 to 10000.0",
        "{\"input\":1,\"wait_ms\":.5} | the body is no JSON: Unexpected character ('.' (code 46)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
      })
  void whatIsWrongWithALookupIsNamed(String json, String detail) {
    Response answer = call(body -> resource.get("m", WRITER, body), json);

    assertEquals(400, answer.getStatus());
    assertEquals(detail, problem(answer).detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input\":1,\"epoch\":0}                                   | prediction: is missing or null: give the model's answer",
        "{\"input\":1,\"prediction\":2}                              | epoch: is missing or null: give the epoch that came with the miss",
        "{\"input\":1,\"prediction\":2,\"epoch\":0.5}                | epoch: 0.5 is no whole number",
        "{\"input\":1,\"prediction\":2,\"epoch\":0,\"confidence\":2} | confidence: 2 is not a number from 0.0 to 1.0",
        "{\"input\":1,\"prediction\":2,\"epoch\":0,\"time\":\"now\"} | time: now is no time: give ISO 8601, such as 2026-11-23T10:15:00Z",
        "{\"input\":1,\"prediction\":2,\"epoch\":0,\"time\":\"2026-11-23T10:00:01Z\"} | time: it is in the future: give when the model answered, or leave it out"
      })
  void whatIsWrongWithAnAnswerIsNamed(String json, String detail) {
    Response answer = call(body -> resource.put("m", body), json);

    assertEquals(400, answer.getStatus());
    assertEquals(detail, problem(answer).detail());
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() {
    Response answer =
        call(
            body -> resource.get("m", READER, body), "{\"input\":\"" + "x".repeat(2 << 20) + "\"}");

    assertEquals(413, answer.getStatus());
  }

  @FunctionalInterface
  private interface Call {
    CompletionStage<Response> with(InputStream body) throws IOException;
  }

  private static Response call(Call call, String body) {
    try {
      return call.with(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
          .toCompletableFuture()
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CacheAnswer get(String json) {
    return (CacheAnswer) entity(call(body -> resource.get("m", WRITER, body), json));
  }

  private Put put(String json) {
    return (Put) entity(call(body -> resource.put("m", body), json));
  }

  private static Object entity(Response response) {
    assertEquals(200, response.getStatus(), () -> String.valueOf(response.getEntity()));
    return Objects.requireNonNull(response.getEntity());
  }

  private static Problem problem(Response response) {
    return (Problem) response.getEntity();
  }

  private static PredictionCache cache() {
    return new PredictionCache(
        Map.of(
            "m",
            new CacheSettings(
                new Lifetime(Duration.ofMinutes(1), Duration.ofMinutes(10), 0, 0),
                Map.of("temperature", 0.5),
                1 << 20,
                Duration.ofMillis(200))),
        new Floors(),
        new MapMemory(),
        new RemoteLevels(List.of()),
        LoadLock.NONE,
        new CacheTimes(InstantSource.fixed(NOW), System::nanoTime, () -> 0),
        new CountingMetrics(),
        "test");
  }
}
