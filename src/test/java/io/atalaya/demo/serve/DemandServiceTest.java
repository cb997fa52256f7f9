package io.atalaya.demo.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.atalaya.demo.demand.DemandHour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a cache that has every answer, or refuses all. */
class DemandServiceTest {

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final LocalDateTime FIRST = LocalDateTime.of(2011, 9, 1, 8, 0);
  private static final Duration TEN_DAYS = Duration.ofDays(10);

  private final MockProducer<String, String> producer =
      new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer cache;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    cache = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cache.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body =
                "{\"hit\": true, \"prediction\": {\"demand\": 400.5, \"confidence\": 0.8}}"
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    cache.start();
  }

  @AfterEach
  void stop() {
    cache.stop(0);
    http.close();
  }

  @Test
  void eachWhoAsksHasAPredictionAndAnOutcomeOfTheSameIdentifier() throws IOException {
    DemandHour first = hour(FIRST);
    DemandHour later = hour(FIRST.plus(TEN_DAYS));
    happens(first, later);
    List<String> ids =
        List.of(
            "2011-09-01T08:00/app",
            "2011-09-01T08:00/website",
            "2011-09-11T08:00/app",
            "2011-09-11T08:00/shifts",
            "2011-09-11T08:00/website");
    assertEquals(ids, keys("inference.predictions"));
    assertEquals(ids, keys("inference.outcomes"));
    for (JsonNode event : published("inference.predictions")) {
      assertEquals("bike-demand", event.path("model").asText());
      assertEquals(400.5, event.path("value").asDouble());
      assertEquals(0.8, event.path("confidence").asDouble());
      assertTrue(event.path("cached").booleanValue(), event.toString());
      assertTrue(event.path("latency_ms").asDouble() > 0, event.toString());
      boolean bulletin = event.path("id").asText().endsWith("shifts");
      assertEquals(
          bulletin ? 0.7 : 0.71, event.path("features").path("humidity").asDouble(), 1e-12);
    }
    assertEquals(421, published("inference.outcomes").getFirst().path("actual").asInt());
  }

  @Test
  void whoAsksAheadAsksTenDaysBeforeTheOthers() {
    try (DemandService service = service(hour(FIRST), hour(FIRST.plus(TEN_DAYS)))) {
      List<Duration> moments =
          service.moments(START, Duration.ofDays(11)).stream()
              .map(Workload.Moment::after)
              .sorted()
              .toList();
      // The first hour begins, two ask for it and one for the later; its demand is known; and so
      // on.
      assertEquals(
          Stream.of(0, 0, 0, 0, 24, 240, 240, 240, 264).map(Duration::ofHours).toList(), moments);
    }
  }

  @Test
  void aRequestThatFailedEndsTheReplay() {
    status = 401;
    try (DemandService service = service(hour(FIRST))) {
      List<Workload.Moment> moments = service.moments(START, Duration.ofSeconds(1));
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () -> {
                while (true) {
                  moments.forEach(moment -> moment.happens().run());
                }
              });
      assertTrue(String.valueOf(e.getMessage()).contains("401"), e.getMessage());
    }
  }

  private void happens(DemandHour... hours) {
    try (DemandService service = service(hours)) {
      service.moments(START, Duration.ofSeconds(1)).stream()
          .sorted(Comparator.comparing(Workload.Moment::after))
          .forEach(moment -> moment.happens().run());
    }
  }

  private DemandService service(DemandHour... hours) {
    URI address = URI.create("http://localhost:" + cache.getAddress().getPort());
    return new DemandService(
        List.of(hours),
        new CachedForecasts(
            new CacheClient(http, address, "bike-demand", "secret"),
            new ModelClient(http, address)),
        new EventLog(producer),
        Clock.fixed(START, ZoneOffset.UTC));
  }

  private static DemandHour hour(LocalDateTime time) {
    return new DemandHour(time, 4, 1, 2, 0.62, 0.71, 0.0896, 421);
  }

  private List<String> keys(String topic) {
    return history(topic).map(ProducerRecord::key).sorted().toList();
  }

  private List<JsonNode> published(String topic) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (ProducerRecord<String, String> sent : history(topic).toList()) {
      events.add(new ObjectMapper().readTree(sent.value()));
    }
    return events;
  }

  private Stream<ProducerRecord<String, String>> history(String topic) {
    return producer.history().stream().filter(sent -> sent.topic().equals(topic));
  }
}
