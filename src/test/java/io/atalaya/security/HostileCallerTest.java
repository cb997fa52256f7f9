package io.atalaya.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.access.Role;
import io.atalaya.adapter.rest.EndpointRoles;
import io.atalaya.security.AccessServers.WithToken;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service answers to those who send what they should not, with a token in a file. */
@QuarkusTest
@WithTestResource(WithToken.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class HostileCallerTest {

  private static final String JSON = "application/json";
  private static final String EVENTS = "/v1/events/inference.predictions";
  private static final String REFERENCES = "/v1/models/shop/versions/1/references";

  /** What every answer has. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "Cache-Control", "no-store",
          "Cross-Origin-Resource-Policy", "same-origin");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource("/")
  URI root;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Test
  void whatChangesSomethingNeedsTheToken() {
    for (String path :
        List.of(
            EVENTS,
            "/v1/events/model.lifecycle",
            "/v1/cache/shop/invalidate",
            REFERENCES,
            REFERENCES + "/rollback",
            REFERENCES + "/x/promote")) {
      for (String shown :
          new @Nullable String[] {null, "Bearer wrong", "Basic " + WithToken.TOKEN}) {
        assertEquals(401, post(path, JSON, "{}", shown).statusCode(), path);
      }
    }
    assertEquals(200, send(request("/v1/models", null)).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    EVENTS + ", text/plain",
    EVENTS + ", application/x-www-form-urlencoded",
    EVENTS + ", multipart/form-data; boundary=x",
    EVENTS + ", ''",
    "/v1/cache/shop/get, text/plain",
    "/v1/cache/shop/invalidate, text/plain",
    REFERENCES + ", text/plain",
  })
  void otherContentTypesAreRefused(String path, String type) {
    HttpResponse<String> answer = post(path, type, "{}", bearer());
    assertEquals(415, answer.statusCode(), answer.body());
    assertProblem(answer);
  }

  @ParameterizedTest
  @CsvSource({EVENTS + ", 1048576", "/v1/cache/shop/get, 2097152", REFERENCES + ", 16384"})
  void noMoreIsReadThanAnEndpointTakes(String path, int most) {
    assertEquals(413, post(path, JSON, "x".repeat(most + 1), bearer()).statusCode());
    // Without a length.
    byte[] body = "x".repeat(most + 1).getBytes(UTF_8);
    BodyPublisher chunks = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    assertEquals(
        413, send(request(path, bearer()).header("Content-Type", JSON).POST(chunks)).statusCode());
    assertEquals(400, post(path, JSON, "x".repeat(most), bearer()).statusCode());
  }

  @Test
  void whoeverIsRefusedIsRefusedBeforeTheBodyIsRead() throws IOException {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(
              ("POST "
                      + EVENTS
                      + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 1000000\r\n\r\n")
                  .getBytes(UTF_8));
      assertTrue(firstLine(socket).contains(" 401 "));
    }
  }

  @Test
  void headersHaveABoundAndSoHasTheFirstLine() throws IOException {
    assertEquals(
        431, send(request("/v1/models", null).header("X-Long", "x".repeat(30_000))).statusCode());
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n").getBytes(UTF_8));
      assertTrue(firstLine(socket).contains(" 414 "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models",
        "/v1/models/none",
        "/v1/nothing",
        "/nothing",
        "/q/openapi",
        "/v1/events/monitoring.signals"
      })
  void everyAnswerHasTheHeaders(String path) {
    HttpResponse<String> answer = send(request(path, null));
    HEADERS.forEach(
        (name, value) ->
            assertEquals(List.of(value), answer.headers().allValues(name), name + " of " + path));
    assertFalse(answer.headers().firstValue("Server").isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models/%0d%0aX-Injected:%20yes",
        "/v1/models/%22%3e%3cscript%3e",
        "/v1/models/..%2f..%2f..%2fetc%2fpasswd",
        "/v1/models/%00",
        "/v1/models/%ff",
        "/v1/models/shop/versions/1/references/%7b%7d?season=%0d%0a"
      })
  void nothingOfAPathIsTakenForAnythingElse(String path) {
    HttpResponse<String> answer = send(request(path, null));
    assertTrue(List.of(400, 404).contains(answer.statusCode()), answer.body());
    assertFalse(answer.headers().firstValue("X-Injected").isPresent());
    assertFalse(answer.body().contains("root:"), answer.body());
    assertFalse(answer.body().contains("\tat "), answer.body());
    assertFalse(
        answer.headers().firstValue("Content-Type").orElse("").contains("html"), answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "\"x\"", "{\"from\": {}}", "{\"from\": \"\\u0000\"}"})
  void noBodyShowsAStackTrace(String body) {
    for (String path : List.of(EVENTS, REFERENCES, "/v1/cache/shop/get")) {
      HttpResponse<String> answer = post(path, JSON, body, bearer());
      assertEquals(400, answer.statusCode(), path + " " + answer.body());
      assertProblem(answer);
    }
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    String nested = "{\"input\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    HttpResponse<String> answer = post("/v1/cache/shop/get", JSON, nested, bearer());
    assertEquals(400, answer.statusCode(), answer.body());
    assertProblem(answer);
  }

  /** A read waits 10 s. */
  @Test
  void aBodyThatStopsIsGivenUp() throws IOException {
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Type: %s\r\nContent-Length: 100\r\n\r\n{"
            .formatted(EVENTS, bearer(), JSON);
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
      socket.getOutputStream().write(head.getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertFalse(answer.contains(" 202 ") || answer.contains("Exception"), answer);
    }
    assertEquals(200, send(request("/v1/models", null)).statusCode());
  }

  @Test
  void noOtherOriginIsLetIn() {
    HttpResponse<String> answer =
        send(
            request("/v1/models", null)
                .header("Origin", "https://evil.example")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Access-Control-Request-Method", "GET"));
    assertFalse(answer.headers().firstValue("Access-Control-Allow-Origin").isPresent());
  }

  @Test
  void thePortsAreApart() {
    for (String path : List.of("/v1/models", EVENTS, "/q/openapi", "/v2/health/live")) {
      assertEquals(404, send(HttpRequest.newBuilder(management.resolve(path))).statusCode(), path);
    }
    for (String path : List.of("/q/metrics", "/q/health", "/q/health/ready", "/q/dev")) {
      assertEquals(404, send(request(path, null)).statusCode(), path);
    }
  }

  @Test
  void theDescriptionSaysOfEveryOperationWhatRoleItNeeds() throws IOException {
    JsonNode description =
        new ObjectMapper().readTree(send(request("/q/openapi?format=json", null)).body());
    Map<String, Role> described = new TreeMap<>();
    for (JsonNode path : description.get("paths")) {
      for (JsonNode operation : path) {
        if (operation.has("operationId")) {
          JsonNode needed = operation.path("security").path(0).path("token");
          assertEquals(1, needed.size(), operation.get("operationId").asText());
          described.put(
              operation.get("operationId").asText(),
              Role.valueOf(needed.get(0).asText().toUpperCase(Locale.ROOT)));
          for (String status : List.of("401", "403", "429")) {
            assertTrue(
                operation.path("responses").has(status), operation.get("operationId") + status);
          }
        }
      }
    }
    assertEquals(EndpointRoles.byOperation(), described);
    JsonNode scheme = description.at("/components/securitySchemes/token");
    assertEquals("http", scheme.path("type").asText());
    assertEquals("bearer", scheme.path("scheme").asText());
    assertEquals(1, description.at("/components/securitySchemes").size());
  }

  @Test
  void whatATokenDidIsInTheAuditAndNobodyForgesALineOfIt() {
    try (AuditLines audit = AuditLines.begin()) {
      post(
          "/v1/events/model.lifecycle",
          JSON,
          "{\"model\": \"shop\", \"change\": \"deployed\", \"version\": \"2\"}",
          bearer());
      post(EVENTS, JSON, "{}", bearer());
      post(REFERENCES + "/x%0d%0aINFO%20operate%20subject=%22root%22/promote", JSON, "", bearer());
      post(EVENTS, JSON, "{}", "Bearer wrong");
      String end = " source=\"127.0.0.1\"";
      assertEquals(
          List.of(
              "INFO operate subject=\"token\" method=\"POST\" target=\"/v1/events/model.lifecycle\""
                  + " outcome=\"done\" status=\"202\" reason=\"-\""
                  + end,
              "INFO write subject=\"token\" method=\"POST\" target=\""
                  + EVENTS
                  + "\" outcome=\"refused\" status=\"400\" reason=\"-\""
                  + end,
              "INFO operate subject=\"token\" method=\"POST\" target=\""
                  + REFERENCES
                  + "/x\\u000d\\u000aINFO operate subject=\\\"root\\\"/promote\""
                  + " outcome=\"refused\" status=\"404\" reason=\"-\""
                  + end,
              "WARN write subject=\"anonymous\" method=\"POST\" target=\""
                  + EVENTS
                  + "\" outcome=\"refused\" status=\"401\" reason=\"invalid_token\""
                  + end),
          audit.lines());
    }
  }

  /** The last: it leaves this address limited for a while. */
  @Test
  @Order(Integer.MAX_VALUE)
  void whoeverAsksTooOftenWaitsAndOthersDoNot() {
    HttpResponse<String> limited = null;
    try (AuditLines audit = AuditLines.begin()) {
      for (int i = 0; i < 1_000; i++) {
        HttpResponse<String> answer = post(EVENTS, JSON, "{}", null);
        if (answer.statusCode() == 429) {
          limited = answer;
        } else {
          assertEquals(401, answer.statusCode());
        }
      }
      // Not a line for each.
      assertTrue(audit.lines().size() < 900, () -> audit.lines().size() + " lines");
    }
    assertTrue(
        limited != null && limited.headers().firstValue("Retry-After").orElse("").equals("1"));
    assertProblem(limited);
    assertEquals(200, send(request("/v1/models", bearer())).statusCode());
  }

  private static void assertProblem(@Nullable HttpResponse<String> answer) {
    assertTrue(answer != null);
    assertEquals(
        "application/problem+json",
        answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", ""));
    assertFalse(answer.body().contains("Exception"), answer.body());
    assertFalse(answer.body().contains("\tat "), answer.body());
  }

  private static String bearer() {
    return "Bearer " + WithToken.TOKEN;
  }

  private HttpResponse<String> post(
      String path, String type, String body, @Nullable String authorization) {
    HttpRequest.Builder request = request(path, authorization);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return send(request.POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path, @Nullable String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root.toString().replaceAll("/$", "") + path));
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(root.getHost(), root.getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static String firstLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
