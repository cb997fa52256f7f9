package io.atalaya.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.run.Service;
import io.atalaya.security.TestIssuer.SigningKey;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Access tokens of an issuer, which is not there yet when the service starts. */
@QuarkusTest
@WithTestResource(AccessServers.WithIssuer.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class IssuerTest {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String EVENT = "{\"id\": \"p\", \"model\": \"shop\", \"value\": 1}";
  private static final SigningKey FIRST = SigningKey.make("first");
  private static final SigningKey SECOND = SigningKey.make("second");

  private static @Nullable TestIssuer issuer;

  /** What is signed with now. */
  private static SigningKey key = FIRST;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource("/")
  URI root;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @ConfigProperty(name = "atalaya.access.oidc.issuer", defaultValue = "http://localhost")
  URI address;

  @AfterAll
  static void stop() {
    if (issuer != null) {
      issuer.close();
    }
  }

  /** All but the first test have an issuer. */
  @BeforeEach
  void startIssuer(TestInfo test) throws Exception {
    if (issuer == null && !test.getTags().contains("without-issuer")) {
      issuer = TestIssuer.start(address, FIRST);
      Service.await("the issuer", SOON, () -> read(token("atalaya-read")).statusCode() != 503);
    }
  }

  @Test
  @Order(1)
  @Tag("without-issuer")
  void theServiceStartsWithoutItsIssuerAndSaysThatTokensCannotBeChecked() {
    HttpResponse<String> answer = read(token("atalaya-read"));

    assertEquals(503, answer.statusCode(), answer.body());
    assertEquals("5", answer.headers().firstValue("Retry-After").orElse(""));
    assertTrue(answer.body().contains("the issuer does not answer"), answer.body());
    assertEquals(401, read(null).statusCode());
  }

  @Test
  @Order(2)
  void whenTheIssuerChangesItsKeysTokensOfTheNewOnesHold() throws Exception {
    String old = token("atalaya-read");
    assertEquals(200, read(old).statusCode());
    TestIssuer running = Objects.requireNonNull(issuer);
    running.publish(SECOND);
    key = SECOND;
    Service.await(
        "a token of the new key", SOON, () -> read(token("atalaya-read")).statusCode() == 200);
    assertEquals(401, read(old).statusCode());

    int asked = running.keyRequests();
    key = SigningKey.make("unknown");
    for (int i = 0; i < 20; i++) {
      assertEquals(401, read(token("atalaya-read")).statusCode());
    }
    key = SECOND;
    assertTrue(
        running.keyRequests() <= asked + 1, "forged tokens do not make the service ask for keys");
  }

  @Test
  @Order(3)
  void eachRoleOpensWhatItIsFor() {
    String nobody = token();
    String reader = token("atalaya-read");
    String writer = token("atalaya-write");
    String operator = token("atalaya-operate");

    assertEquals(
        List.of(401, 403, 200, 200, 200), all(this::read, nobody, reader, writer, operator));
    assertEquals(
        List.of(401, 403, 403, 202, 403),
        all(shown -> publish("inference.predictions", shown), nobody, reader, writer, operator));
    assertEquals(
        List.of(401, 403, 403, 403, 400),
        all(shown -> publish("model.lifecycle", shown), nobody, reader, writer, operator));
    assertEquals(
        List.of(401, 403, 403, 403, 409),
        all(
            shown -> post("v1/models/shop/versions/1/references/rollback", "", shown),
            nobody,
            reader,
            writer,
            operator));
    assertEquals(
        List.of(401, 403, 403, 403, 202),
        all(
            shown -> post("v1/cache/shop/invalidate", "{\"scope\": \"model\"}", shown),
            nobody,
            reader,
            writer,
            operator));
    // The model server is not there.
    assertEquals(
        List.of(401, 403, 403, 502, 403),
        all(
            shown -> post("v2/models/shop/infer", "{\"inputs\": []}", shown),
            nobody,
            reader,
            writer,
            operator));
  }

  @Test
  @Order(4)
  void aMissLeadsOnlyForThoseWhoMayPutItsAnswer() {
    String input = "{\"input\": 1}";
    assertTrue(
        post("v1/cache/shop/get", input, token("atalaya-read")).body().contains("\"lead\":false"));
    assertTrue(
        post("v1/cache/shop/get", input, token("atalaya-write")).body().contains("\"lead\":true"));
  }

  @Test
  @Order(5)
  void aTokenThatIsNotGoodIsRefused() {
    double before = denied("invalid_token");
    Map<String, String> tokens = badTokens();
    tokens.forEach(
        (what, shown) -> {
          HttpResponse<String> answer = publish("inference.predictions", shown);
          assertEquals(401, answer.statusCode(), what);
          assertEquals(
              "Bearer realm=\"atalaya\", error=\"invalid_token\"",
              answer.headers().firstValue("WWW-Authenticate").orElse(""),
              what);
        });
    assertEquals(tokens.size(), denied("invalid_token") - before);
    assertEquals(202, publish("inference.predictions", token("atalaya-write")).statusCode());
  }

  private Map<String, String> badTokens() {
    Instant now = Instant.now();
    String good = token("atalaya-write");
    String[] parts = good.split("\\.", -1);
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("expired", key.sign(claims("atalaya-write").expiresAt(now.minusSeconds(60))));
    tokens.put(
        "not yet valid", key.sign(claims("atalaya-write").claim("nbf", now.getEpochSecond() + 60)));
    tokens.put("another audience", key.sign(claims("atalaya-write").audience("shop")));
    tokens.put("another issuer", key.sign(claims("atalaya-write").issuer("http://evil")));
    tokens.put(
        "another key of the same id", SigningKey.make(key.id()).sign(claims("atalaya-write")));
    tokens.put(
        "no signature", encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".");
    tokens.put("a signature taken away", parts[0] + "." + parts[1] + ".");
    tokens.put(
        "other claims under the signature",
        parts[0]
            + "."
            + encoded(
                new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)
                    .replace("atalaya-write", "atalaya-operate"))
            + "."
            + parts[2]);
    tokens.put(
        "the public key as a shared secret",
        claims("atalaya-write")
            .jws()
            .keyId(key.id())
            .sign(new SecretKeySpec(key.pair().getPublic().getEncoded(), "HmacSHA256")));
    tokens.put("no subject", key.sign(Jwt.claims(withoutSubject())));
    tokens.put("no token at all", "a.b.c");
    tokens.put("an opaque one", "0123456789abcdef");
    return tokens;
  }

  private Map<String, Object> withoutSubject() {
    return Map.of(
        "iss",
        address.toString(),
        "aud",
        "atalaya",
        "exp",
        Instant.now().getEpochSecond() + 300,
        "realm_access",
        Map.of("roles", List.of("atalaya-write")));
  }

  @Test
  @Order(6)
  void rolesOfOtherServicesAndScopesAreNoRoles() {
    assertEquals(403, publish("inference.predictions", token("write", "WRITE")).statusCode());
    String scope =
        key.sign(claims().claim("scope", "atalaya-write").groups(Set.of("atalaya-write")));
    assertEquals(403, publish("inference.predictions", scope).statusCode());
  }

  @Test
  @Order(7)
  void everyAttemptIsInTheAuditWithTheSubjectOfItsToken() {
    try (AuditLines audit = AuditLines.begin()) {
      publish("inference.predictions", token("atalaya-write"));
      post("v1/cache/shop/invalidate", "{\"scope\": \"model\"}", token("atalaya-read"));
      read(token("atalaya-read"));

      assertEquals(
          List.of(
              "INFO write subject=\"ana\" method=\"POST\" target=\"/v1/events/inference.predictions\""
                  + " outcome=\"done\" status=\"202\" reason=\"-\" source=\"127.0.0.1\"",
              "WARN operate subject=\"ana\" method=\"POST\" target=\"/v1/cache/shop/invalidate\""
                  + " outcome=\"refused\" status=\"403\" reason=\"forbidden\" source=\"127.0.0.1\""),
          audit.lines());
    }
  }

  private double denied(String reason) {
    String name = "atalaya_denied_requests_total{reason=\"" + reason + "\"} ";
    return send(HttpRequest.newBuilder(metrics))
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private interface Call {
    HttpResponse<String> with(@Nullable String token);
  }

  /** The statuses for no token and for each of {@code tokens}. */
  private static List<Integer> all(Call call, String... tokens) {
    List<Integer> statuses = new ArrayList<>(List.of(call.with(null).statusCode()));
    for (String token : tokens) {
      statuses.add(call.with(token).statusCode());
    }
    return statuses;
  }

  private HttpResponse<String> read(@Nullable String token) {
    return send(authorized("v1/models", token));
  }

  private HttpResponse<String> publish(String topic, @Nullable String token) {
    return post("v1/events/" + topic, EVENT, token);
  }

  private HttpResponse<String> post(String path, String body, @Nullable String token) {
    return send(
        authorized(path, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder authorized(String path, @Nullable String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }

  private String token(String... roles) {
    return key.sign(claims(roles));
  }

  private JwtClaimsBuilder claims(String... roles) {
    return TestIssuer.claims(address, roles);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
