package io.atalaya.demo.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.demand.Forecast;
import io.atalaya.demo.serve.CachedForecasts.Answered;
import io.atalaya.embedded.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real model server, and a cache that answers what the test says. */
class CachedForecastsTest {

  private static final DemandHour HOUR =
      new DemandHour(LocalDateTime.of(2011, 9, 1, 8, 0), 4, 1, 2, 0.62, 0.71, 0.0896, 421);
  private static final String INPUT =
      """
      {"hour":8.0,"weekday":4.0,"working_day":1.0,"weather":2.0,"temperature":0.62,\
      "humidity":0.71,"windspeed":0.0896}\
      """;

  /** Where nobody listens. */
  private static final URI NOBODY = URI.create("http://localhost:" + FreePort.find());

  private record Received(String request, String authorization, JsonNode body) {}

  private final ObjectMapper json = new ObjectMapper();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ModelServer model = ModelServer.start();
  private HttpServer cache;
  private CachedForecasts forecasts;
  private int status = 200;
  private String found = "";

  @BeforeEach
  void start() throws IOException {
    cache = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cache.createContext("/", this::answer);
    cache.start();
    forecasts = forecasts(model.address());
  }

  private CachedForecasts forecasts(URI server) {
    URI api = URI.create("http://localhost:" + cache.getAddress().getPort());
    return new CachedForecasts(
        new CacheClient(http, api, "bike-demand", "secret"), new ModelClient(http, server));
  }

  @AfterEach
  void stop() {
    cache.stop(0);
    http.close();
    model.close();
  }

  @Test
  void whatTheCacheHasIsAnsweredWithoutTheModel() throws Exception {
    forecasts = forecasts(NOBODY);
    found = "{\"hit\": true, \"prediction\": {\"demand\": 401.5, \"confidence\": 0.83}}";
    Answered answered = forecasts.ask(HOUR);
    assertEquals(new Forecast(401.5, 0.83), answered.forecast());
    assertTrue(answered.cached());
    assertEquals(
        List.of(
            new Received(
                "POST /v1/cache/bike-demand/get",
                "Bearer secret",
                json.readTree("{\"wait_ms\": 500, \"input\": " + INPUT + "}"))),
        received);
  }

  @Test
  void afterAMissTheModelIsAskedAndItsAnswerKept() throws Exception {
    found = "{\"hit\": false, \"epoch\": 3, \"lead\": true}";
    Answered answered = forecasts.ask(HOUR);
    assertFalse(answered.cached());
    Forecast forecast;
    try (DemandModel direct = DemandModel.load()) {
      forecast = direct.forecast(HOUR.inputs());
    }
    assertEquals(forecast.demand(), answered.forecast().demand(), 1e-4);
    assertEquals(forecast.confidence(), answered.forecast().confidence(), 1e-6);
    assertEquals(2, received.size());
    Received put = received.get(1);
    assertEquals("PUT /v1/cache/bike-demand", put.request);
    assertEquals("Bearer secret", put.authorization);
    assertEquals(3, put.body.path("epoch").asLong());
    assertEquals(json.readTree(INPUT), put.body.path("input"));
    assertEquals(
        answered.forecast().demand(), put.body.path("prediction").path("demand").asDouble());
    assertEquals(
        answered.forecast().confidence(),
        put.body.path("prediction").path("confidence").asDouble());
    assertEquals(answered.forecast().confidence(), put.body.path("confidence").asDouble());
    assertEquals("summer-2011", put.body.path("version").asText());
    assertEquals("working day", put.body.path("segment").asText());
  }

  @Test
  void aCacheThatFailsIsAsIfItWereNotThere() throws Exception {
    status = 503;
    assertFalse(forecasts.ask(HOUR).cached());
    assertEquals(1, received.size(), "nothing is put without an epoch");
    cache.stop(0);
    assertFalse(forecasts.ask(HOUR).cached());
  }

  @Test
  void whatTheCacheRefusesAsWrongIsNoMiss() {
    status = 401;
    found = "{\"detail\": \"give the token\"}";
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> forecasts.ask(HOUR));
    assertTrue(String.valueOf(e.getMessage()).endsWith("401 " + found), e.getMessage());
  }

  @Test
  void withoutAModelServerAMissFails() {
    forecasts = forecasts(NOBODY);
    found = "{\"hit\": false, \"epoch\": 0, \"lead\": true}";
    assertThrows(IllegalStateException.class, () -> forecasts.ask(HOUR));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(
          new Received(
              exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              json.readTree(exchange.getRequestBody())));
      byte[] body = found.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
