package io.atalaya.secured;

import static io.atalaya.secured.SecuredServers.TOKEN;
import static io.atalaya.secured.SecuredServers.assertNothingIsTold;
import static io.atalaya.secured.SecuredServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.atalaya.embedded.FreePort;
import io.atalaya.run.Service;
import io.atalaya.security.TestIssuer;
import io.atalaya.security.TestIssuer.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka, Redis and PostgreSQL that demand TLS, a user and rights: the service works with what the
 * documentation says, and with nothing beside it.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // Started before the tests.
class SecuredServersIT {

  private static final String MAE =
      "atalaya_mae{model=\"bike-demand\",version=\"unversioned\",window=\"1m\"} 2.0";

  private static final String FIRING =
      "atalaya_signal_firing{model=\"bike-demand\",version=\"unversioned\",window=\"1m\",check=\"throughput\",severity=\"warning\"}"
          + " 1.0";

  /**
   * What this test gives no occasion to use: no texts are scored, no such events published, and
   * most often no hour ends.
   */
  private static final Set<String> UNUSED =
      Set.of(
          "WRITE TOPIC monitoring.scores",
          "WRITE TOPIC monitoring.digests",
          "WRITE TOPIC inference.interactions",
          "WRITE TOPIC inference.generations");

  private SecuredServers servers;
  private SecuredBroker broker;
  private SecuredRedis redis;
  private SecuredDatabase database;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ALWAYS) Path directory) throws Exception {
    servers = SecuredServers.start(directory);
    broker = servers.broker();
    redis = servers.redis();
    database = servers.database();
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  @Test
  void everythingWorksWithTheFewestRights() throws Exception {
    Map<String, String> settings = servers.settings();
    int https = FreePort.find();
    settings.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(https));
    settings.put("QUARKUS_HTTP_SSL_CERTIFICATE_FILES", servers.identity().certificate().toString());
    settings.put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES", servers.identity().key().toString());
    try (Service service = Service.start(servers.directory().resolve("all"), settings).ready()) {
      // The port for it may open after the one that tells of health.
      await(service, "the port for TLS", () -> isSecured(https));
      assertEquals(202, put(service, "inference.predictions", "\"value\": 100"));
      assertEquals(202, put(service, "inference.outcomes", "\"actual\": 98"));
      await(service, "a figure", () -> service.metrics().lines().anyMatch(MAE::equals));
      await(service, "a signal", () -> service.metrics().lines().anyMatch(FIRING::equals));
      broker.publish("inference.predictions", "no event");
      assertEquals(
          202,
          service
              .post("model.lifecycle", TOKEN, "{\"model\":\"bike-demand\",\"change\":\"deployed\"}")
              .statusCode());
      await(
          service,
          "the epoch in Redis",
          () -> redis.ask("GET atalaya:epoch:bike-demand").equals("1"));
      await(
          service,
          "an answer in Redis and in PostgreSQL",
          () -> {
            cache(service);
            return redis.ask("DBSIZE").equals(":2")
                && database.query("SELECT count(*) > 0 FROM atalaya.answers").equals(List.of("t"));
          });
      assertEquals(
          List.of("t"),
          database.query(
              "SELECT DISTINCT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE"
                  + " a.usename = 'atalaya'"));
      assertEquals(
          201,
          service
              .send(
                  "PUT",
                  "/v1/models/bike-demand/versions/unversioned/references",
                  TOKEN,
                  "text/csv",
                  "hour\n8\n9\n")
              .statusCode());
      await(
          service,
          "a snapshot that was replaced",
          () ->
              RecordingAuthorizer.allowed("atalaya").contains("DELETE TOPIC monitoring.snapshots"));
      assertEquals(
          200,
          service.send("GET", "/v1/reports/daily", TOKEN, "application/json", "").statusCode());
      service.terminate();
      assertNothingIsTold(service);
      try (Service restarted = service.again().ready()) {
        assertNothingIsTold(restarted);
      }
    }
    assertEquals(Set.of(), RecordingAuthorizer.denied("atalaya"));
    Set<String> unused = unused("atalaya", Grants.to("atalaya", true));
    unused.removeAll(UNUSED);
    assertEquals(Set.of(), unused);
  }

  @Test
  void aCertificateStandsForAPassword() throws Exception {
    Authority.Identity client = servers.authority().identity("atalaya-by-certificate");
    broker.grant(Grants.to("atalaya-by-certificate", false));
    Map<String, String> settings = servers.settings();
    settings.keySet().removeIf(name -> !name.startsWith("KAFKA_SSL") && !name.startsWith("SMALL"));
    settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.byCertificate());
    settings.put("KAFKA_SECURITY_PROTOCOL", "SSL");
    servers.assertRefused(settings, "KAFKA_SSL_KEYSTORE_LOCATION");
    settings.put("KAFKA_SSL_KEYSTORE_TYPE", "PKCS12");
    settings.put("KAFKA_SSL_KEYSTORE_LOCATION", client.store().toString());
    settings.put("KAFKA_SSL_KEYSTORE_PASSWORD", Authority.PASSWORD);
    try (Service service =
        Service.start(servers.directory().resolve("certificate"), settings).ready()) {
      assertFalse(service.output().contains(Authority.PASSWORD), service.output());
    }
    assertEquals(Set.of(), RecordingAuthorizer.denied("atalaya-by-certificate"));
  }

  @Test
  void anIssuerIsTrustedByTheCertificateThatOneNames() throws Exception {
    URI address = URI.create("https://localhost:%d/realms/ml".formatted(FreePort.find()));
    SigningKey key = SigningKey.make("first");
    Map<String, String> settings = servers.settings();
    settings.put("SMALLRYE_CONFIG_LOCATIONS", monitoring(address).toString());
    servers.assertRefused(
        settings,
        "atalaya.access.oidc.tls-configuration",
        "QUARKUS_TLS__ISSUER__TRUST_STORE_PEM_CERTS");
    settings.put(
        "QUARKUS_TLS__ISSUER__TRUST_STORE_PEM_CERTS", servers.authority().certificate().toString());
    try (TestIssuer issuer = TestIssuer.start(address, key, servers.identity().context());
        Service service = Service.start(servers.directory().resolve("issuer"), settings).ready()) {
      String token = key.sign(issuer.claims("atalaya-write"));
      assertEquals(202, put(service, token, "inference.predictions", "\"value\": 100"));
      assertEquals(401, put(service, TOKEN, "inference.predictions", "\"value\": 100"));
    }
    Authority stranger = Authority.create(servers.directory().resolve("stranger"));
    settings.put("QUARKUS_TLS__ISSUER__TRUST_STORE_PEM_CERTS", stranger.certificate().toString());
    try (TestIssuer issuer = TestIssuer.start(address, key, servers.identity().context());
        Service service =
            Service.start(servers.directory().resolve("distrusting"), settings).ready()) {
      String token = key.sign(issuer.claims("atalaya-write"));
      assertEquals(503, put(service, token, "inference.predictions", "\"value\": 100"));
    }
  }

  private Path monitoring(URI issuer) throws IOException {
    return Files.writeString(
        servers.directory().resolve("issuer.yaml"),
        """
        atalaya:
          access:
            oidc: {issuer: '%s', audience: atalaya, tls-configuration: issuer}
          models:
            bike-demand: {}
        """
            .formatted(issuer));
  }

  /** Whoever comes to the service's own port over TLS is told to come no other way. */
  private boolean isSecured(int port) throws Exception {
    try (HttpClient browser =
        HttpClient.newBuilder().sslContext(servers.authority().trusting()).build()) {
      HttpResponse<String> answer =
          browser.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/v1/models"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(
          List.of("max-age=31536000"), answer.headers().allValues("Strict-Transport-Security"));
      return true;
    }
  }

  /** The rights that were given and not made use of. */
  private static Set<String> unused(String user, Collection<AclBinding> granted) {
    Set<String> used = RecordingAuthorizer.allowed(user);
    Set<String> unused = new TreeSet<>();
    for (AclBinding right : granted) {
      String described =
          "%s %s %s"
              .formatted(
                  right.entry().operation(),
                  right.pattern().resourceType(),
                  right.pattern().name());
      boolean wasUsed =
          right.pattern().patternType() == PatternType.PREFIXED
              ? used.stream().anyMatch(action -> action.startsWith(described))
              : used.contains(described);
      if (!wasUsed) {
        unused.add(described);
      }
    }
    return unused;
  }

  private static void cache(Service service) {
    service.send(
        "PUT",
        "/v1/cache/bike-demand",
        TOKEN,
        "application/json",
        "{\"input\": 1, \"prediction\": 2, \"epoch\": 1}");
  }

  private static int put(Service service, String topic, String field) {
    return put(service, TOKEN, topic, field);
  }

  private static int put(Service service, String token, String topic, String field) {
    return service
        .post(topic, token, "{\"id\": \"p\", \"model\": \"bike-demand\", %s}".formatted(field))
        .statusCode();
  }
}
