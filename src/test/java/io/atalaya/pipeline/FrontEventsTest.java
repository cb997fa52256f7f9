package io.atalaya.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.run.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The front of the running service: what it answers, and what a real broker then has. */
@QuarkusTest
@WithTestResource(FrontServers.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FrontEventsTest {

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource("/v2/models/")
  URI models;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  @Test
  void everyAnswerIsAnEvent() throws Exception {
    HttpResponse<String> miss = infer("bike-demand", "a", "0.3");
    HttpResponse<String> hit = infer("bike-demand", "b", "0.31");
    HttpResponse<String> other = infer("bike-demand", "c", "0.5");
    HttpResponse<String> failed = infer("gone", "d", "0.3");

    assertEquals("miss", cacheOf(miss));
    assertEquals("hit", cacheOf(hit));
    assertEquals("miss", cacheOf(other));
    assertEquals(502, failed.statusCode());
    Service.await("the events", Duration.ofSeconds(30), () -> events().size() == 4);
    Map<String, JsonNode> events = events();
    assertEquals(Set.of("a", "b", "c", "d"), events.keySet());
    double value = json.readTree(miss.body()).at("/outputs/0/data/0").asDouble();
    assertEquals(value, event("a", events).path("value").asDouble());
    assertEquals("1", event("a", events).path("version").asText());
    assertEquals(0.3, event("a", events).at("/features/temperature").asDouble());
    assertTrue(event("a", events).path("confidence").asDouble() > 0);
    assertEquals(false, event("a", events).path("cached").asBoolean(true));
    assertEquals(value, event("b", events).path("value").asDouble());
    assertEquals(0.31, event("b", events).at("/features/temperature").asDouble());
    assertEquals(true, event("b", events).path("cached").asBoolean(false));
    assertEquals("connection", event("d", events).path("error").asText());
    assertEquals("gone", event("d", events).path("model").asText());
  }

  private HttpResponse<String> infer(String model, String id, String temperature) throws Exception {
    String body =
        """
        {"id":"%s","inputs":[{"name":"inputs","shape":[1,7],"datatype":"FP32",
         "data":[8,1,1,1,%s,0.6,0.1]}]}"""
            .formatted(id, temperature);
    HttpRequest request =
        HttpRequest.newBuilder(models.resolve(model + "/infer"))
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static JsonNode event(String id, Map<String, JsonNode> events) {
    return Objects.requireNonNull(events.get(id), id);
  }

  private static String cacheOf(HttpResponse<String> answer) {
    return answer.headers().firstValue("Atalaya-Cache").orElse("none: " + answer.body());
  }

  private Map<String, JsonNode> events() {
    Map<String, JsonNode> events = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        new Broker(servers).read("inference.predictions")) {
      events.put(new String(record.key(), UTF_8), tree(record.value()));
    }
    return events;
  }

  private JsonNode tree(byte[] text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("an event is no JSON", e);
    }
  }
}
