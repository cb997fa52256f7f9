package io.atalaya.pipeline;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.run.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** References through the API, with a broker, while predictions come. */
@QuarkusTest
@WithTestResource(ReferenceServers.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ReferencesTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String DRIFTS =
      "atalaya_drift_detected{model=\"shop\",version=\"1\",feature=\"x\"} ";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource("/v1/models/shop/versions/1/references")
  URI references;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  @AfterEach
  void stop() {
    traffic.shutdownNow();
  }

  @Test
  void driftIsAgainstTheReferenceThatIsPutAndAfterARollBackAgainstTheOneBefore() throws Exception {
    predict();
    awaitDrift(1);

    HttpResponse<String> put = put(references, "text/csv", ReferenceServers.csv(5));
    assertEquals(201, put.statusCode(), put.body());
    String id = id(put.body());
    awaitDrift(0);
    assertTrue(isInForce(id));
    assertEquals(200, put(references, "text/csv", ReferenceServers.csv(5)).statusCode());
    assertEquals(1, new Broker(servers).read(Topics.REFERENCES).size());

    HttpResponse<String> back = send(post("/rollback"));
    assertEquals(200, back.statusCode(), back.body());
    assertTrue(back.body().contains("\"until\""), back.body());
    awaitDrift(1);
    assertFalse(isInForce(id));
    assertEquals(409, send(post("/rollback")).statusCode());

    assertEquals(200, send(post("/" + id + "/promote")).statusCode());
    awaitDrift(0);
    String shown = send(HttpRequest.newBuilder(references.resolve("references/" + id))).body();
    assertTrue(shown.contains("\"size\":1000"), shown);
  }

  @Test
  void whatCannotBeAReferenceIsRefused() throws Exception {
    HttpResponse<String> text = put(references, "text/csv", "x\n");
    assertEquals(400, text.statusCode());
    assertTrue(text.body().contains("the body has no column with values"), text.body());
    URI unjudged = URI.create(references.toString().replace("/shop/", "/unjudged/"));
    assertEquals(409, put(unjudged, "text/csv", ReferenceServers.csv(0)).statusCode());
    assertEquals(415, put(references, "text/plain", "x\n1\n").statusCode());
    assertEquals(
        401,
        send(HttpRequest.newBuilder(references)
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofString("x\n1\n")))
            .statusCode());
  }

  @Test
  void noMoreThanAMebibyteIsReadOfAnEvent() throws Exception {
    URI events = references.resolve("/v1/events/model.lifecycle");
    String event = "{\"model\": \"shop\", \"change\": \"parameters\", \"detail\": \"%s\"}";
    assertEquals(202, publish(events, event.formatted("by a test")).statusCode());
    assertEquals(413, publish(events, event.formatted("x".repeat(3 << 20))).statusCode());
  }

  private HttpResponse<String> publish(URI uri, String event) throws Exception {
    return send(
        authorized(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(event)));
  }

  /** A hundred predictions a second whose feature is between 5 and 6. */
  private void predict() {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Random random = new Random(7);
    var unused =
        traffic.scheduleAtFixedRate(
            () -> {
              for (int i = 0; i < 10; i++) {
                String id = "p" + random.nextLong();
                String event =
                    """
                    {"id": "%s", "model": "shop", "version": "1", "value": 1, "features": {"x": %s}}
                    """
                        .formatted(id, 5 + random.nextDouble());
                var unusedReceipt =
                    producer.send(
                        new ProducerRecord<>(
                            Topics.PREDICTIONS,
                            id.getBytes(StandardCharsets.UTF_8),
                            event.getBytes(StandardCharsets.UTF_8)));
              }
            },
            0,
            100,
            TimeUnit.MILLISECONDS);
  }

  private boolean isInForce(String id) throws Exception {
    String list = send(HttpRequest.newBuilder(references)).body();
    return Pattern.compile("\"id\":\"%s\"[^{}]*\"in_force\":true".formatted(id))
        .matcher(list)
        .find();
  }

  private static String id(String entry) {
    return entry.replaceFirst(".*\"id\":\"([0-9a-f]+)\".*", "$1");
  }

  private HttpResponse<String> put(URI uri, String type, String body) throws Exception {
    return send(authorized(uri).header("Content-Type", type).PUT(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder post(String path) {
    return authorized(URI.create(references + path)).POST(BodyPublishers.noBody());
  }

  private static HttpRequest.Builder authorized(URI uri) {
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + ReferenceServers.TOKEN);
  }

  private void awaitDrift(int detected) throws Exception {
    String expected = DRIFTS + detected;
    try {
      Service.await(expected, SOON, () -> scrape().contains(expected));
    } catch (AssertionError late) {
      String shown =
          scrape().lines().filter(line -> line.startsWith("atalaya_drift")).collect(joining("\n"));
      throw new AssertionError(late.getMessage() + "\n" + shown, late);
    }
  }

  private String scrape() {
    try {
      return send(HttpRequest.newBuilder(metrics)).body();
    } catch (Exception unreachable) {
      return "";
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
