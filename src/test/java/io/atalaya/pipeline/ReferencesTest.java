package io.atalaya.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();

  /** What is predicted. */
  private volatile double value = 1;

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
    predict("shop", "1");
    awaitDrift(1);

    HttpResponse<String> put = put(references, "text/csv", ReferenceServers.csv(5));
    assertEquals(201, put.statusCode(), put.body());
    String id = id(put.body());
    awaitDrift(0);
    assertTrue(isInForce(id));
    assertEquals(200, put(references, "text/csv", ReferenceServers.csv(5)).statusCode());
    assertEquals(
        1,
        new Broker(servers)
            .read(Topics.REFERENCES).stream()
                .filter(record -> new String(record.key(), UTF_8).startsWith("shop/1/"))
                .count());

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
  void aSeasonalReferenceIsPutShownAndRolledBackAsOne() throws Exception {
    URI ofVersion = URI.create(references.toString().replace("/versions/1/", "/versions/9/"));
    StringBuilder rows = new StringBuilder("at,x\n");
    for (int i = 0; i < 24 * 40; i++) {
      rows.append("2026-11-%02dT%02d:00:00Z,%d\n".formatted(1 + i % 20, i / 40, i / 40));
    }
    HttpResponse<String> put =
        put(
            URI.create(ofVersion + "?season=hour-of-day&time=at&zone=UTC"),
            "text/csv",
            rows.toString());
    assertEquals(201, put.statusCode(), put.body());
    String id = id(put.body());
    String shown =
        send(HttpRequest.newBuilder(URI.create(ofVersion + "/" + id + "?season=07"))).body();
    assertTrue(shown.contains("\"season\":\"hour-of-day\",\"zone\":\"UTC\""), shown);
    assertTrue(shown.contains("\"size\":40,\"mean\":7.0"), shown);
    assertEquals(
        200,
        send(authorized(URI.create(ofVersion + "/rollback")).POST(BodyPublishers.noBody()))
            .statusCode());
    List<String> keys =
        new Broker(servers)
            .read(Topics.REFERENCES).stream()
                .map(record -> new String(record.key(), UTF_8))
                .filter(key -> key.startsWith("shop/9/" + id))
                .toList();
    // The seasons, the reference, and the reference withdrawn.
    assertEquals(26, keys.size(), keys.toString());
    assertEquals(List.of("shop/9/" + id, "shop/9/" + id), keys.subList(24, 26));
    assertEquals(
        400, put(URI.create(ofVersion + "?season=hour"), "text/csv", "x\n1\n").statusCode());
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
    assertEquals(
        401,
        send(HttpRequest.newBuilder(references)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")))
            .statusCode());
    HttpResponse<String> none = publish(references, "{}");
    assertEquals(400, none.statusCode());
    assertTrue(none.body().contains("from: null is no time: give one"), none.body());
  }

  @Test
  void noMoreThanAMebibyteIsReadOfAnEvent() throws Exception {
    URI events = references.resolve("/v1/events/model.lifecycle");
    String event = "{\"model\": \"shop\", \"change\": \"parameters\", \"detail\": \"%s\"}";
    assertEquals(202, publish(events, event.formatted("by a test")).statusCode());
    assertEquals(413, publish(events, event.formatted("x".repeat(3 << 20))).statusCode());
  }

  @Test
  void aReferenceIsLearnedAnewWhenTheVersionIsDeployed() throws Exception {
    predict("deployed", "1");
    URI learned = URI.create(references.toString().replace("/shop/", "/deployed/"));
    Service.await("a reference", SOON, () -> count(learned, "\"source\":\"learned\"") == 1);
    String event = "{\"model\": \"deployed\", \"version\": \"1\", \"change\": \"deployed\"}";
    Thread.sleep(2_000);
    assertEquals(1, count(learned, "\"source\":\"learned\""), body(learned));
    URI events = references.resolve("/v1/events/model.lifecycle");
    assertEquals(202, publish(events, event).statusCode());
    Service.await("another one", SOON, () -> count(learned, "\"source\":\"learned\"") == 2);
    Service.await("that it is in force", SOON, () -> isLastInForce(body(learned)));
  }

  @Test
  void aReferenceIsLearnedOnceTheModelIsHealthy() throws Exception {
    value = 100;
    predict("healthy", "1");
    URI learned = URI.create(references.toString().replace("/shop/", "/healthy/"));
    Service.await(
        "that learning begins again",
        SOON,
        () ->
            new Broker(servers)
                .read(Topics.REFERENCES).stream()
                    .map(record -> new String(record.key(), UTF_8))
                    .anyMatch("healthy/1/learning"::equals));
    assertEquals(0, count(learned, "\"source\":\"learned\""), body(learned));
    value = 1;
    Service.await("a reference", SOON, () -> count(learned, "\"source\":\"learned\"") == 1);
    String shown = body(URI.create(learned + "/" + id(body(learned))));
    assertTrue(shown.contains("\"mean\":1.0,"), shown);
  }

  private int count(URI uri, String what) {
    return body(uri).split(Pattern.quote(what), -1).length - 1;
  }

  private static boolean isLastInForce(String list) {
    return list.lastIndexOf("\"in_force\":true") > list.lastIndexOf("\"in_force\":false");
  }

  private HttpResponse<String> publish(URI uri, String event) throws Exception {
    return send(
        authorized(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(event)));
  }

  @Test
  void aReferenceIsMadeOfPredictionsThatAreOnTheLog() throws Exception {
    predict("shop", "2");
    URI ofVersion = URI.create(references.toString().replace("/versions/1/", "/versions/2/"));
    assertEquals(404, send(HttpRequest.newBuilder(URI.create(ofVersion + "/range"))).statusCode());
    Instant from = Instant.now().minusSeconds(60);
    Thread.sleep(3_000);
    assertEquals(400, extract(ofVersion, from, "soon").statusCode());
    HttpResponse<String> started = extract(ofVersion, from, Instant.now().toString());
    assertEquals(202, started.statusCode(), started.body());
    URI location = URI.create(started.headers().firstValue("Location").orElseThrow());
    Service.await(
        "a reference of the range", SOON, () -> body(location).contains("\"state\":\"done\""));
    String done = body(location);
    assertTrue(done.contains("\"source\":\"range\""), done);
    String list = body(ofVersion);
    assertTrue(list.contains(id(done)), list);
    String shown = body(URI.create(ofVersion + "/" + id(done)));
    assertTrue(shown.contains("\"x\":{\"predictions\":"), shown);

    assertEquals(
        202,
        extract(ofVersion, Instant.EPOCH, Instant.EPOCH.plusSeconds(9).toString()).statusCode());
    Service.await(
        "no reference of another time",
        SOON,
        () -> body(location).contains("no prediction of shop, version 2, has a time from"));
  }

  private HttpResponse<String> extract(URI uri, Instant from, String to) throws Exception {
    return publish(uri, "{\"from\": \"%s\", \"to\": \"%s\"}".formatted(from, to));
  }

  private String body(URI uri) {
    try {
      return send(HttpRequest.newBuilder(uri)).body();
    } catch (Exception unreachable) {
      return "";
    }
  }

  /** A hundred predictions a second whose feature is between 5 and 6. */
  private void predict(String model, String version) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Random random = new Random(version.hashCode());
    var unused =
        traffic.scheduleAtFixedRate(
            () -> {
              for (int i = 0; i < 10; i++) {
                String id = "p" + random.nextLong();
                String event =
                    """
                    {"id": "%s", "model": "%s", "version": "%s", "value": %s, "features": {"x": %s}}
                    """
                        .formatted(id, model, version, value, 5 + random.nextDouble());
                var unusedReceipt =
                    producer.send(
                        new ProducerRecord<>(
                            Topics.PREDICTIONS, id.getBytes(UTF_8), event.getBytes(UTF_8)));
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
    return body(metrics);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
