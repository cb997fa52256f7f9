package io.atalaya.secured;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.run.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
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
 * documentation says, and says what is missing when something is.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SecuredServersIT {

  private static final String TOKEN = "a-token-of-the-test";
  private static final Duration SOON = Duration.ofMinutes(2);

  /** Each is in the environment of some service here, and must be in no log of any. */
  private static final String PASSWORD = "s3cret-of-the-user";

  private static final String WRONG = "s3cret-that-is-wrong";
  private static final String REDIS_RIGHTS =
      "~atalaya:* resetchannels -@all +hello +ping +get +mget +set +del +unlink +eval";

  private final List<AutoCloseable> servers = new ArrayList<>();
  private static final String MAE =
      "atalaya_mae{model=\"bike-demand\",version=\"unversioned\",window=\"1m\"} 2.0";

  private static final String FIRING =
      "atalaya_signal_firing{model=\"bike-demand\",version=\"unversioned\",window=\"1m\",check=\"throughput\",severity=\"warning\"}"
          + " 1.0";

  /** What this test gives no occasion to use: no texts are scored, and no such events published. */
  private static final Set<String> UNUSED =
      Set.of(
          "WRITE TOPIC monitoring.scores",
          "WRITE TOPIC inference.interactions",
          "WRITE TOPIC inference.generations");

  private Path directory;
  private Authority authority;
  private Path foreign;
  private Authority.Identity client;
  private SecuredBroker broker;
  private SecuredRedis redis;
  private SecuredDatabase database;
  private Path monitoring;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ALWAYS) Path directory) throws Exception {
    this.directory = directory;
    authority = Authority.create(directory.resolve("trusted"));
    foreign = Authority.create(directory.resolve("foreign")).certificate();
    Authority.Identity server = authority.identity("server");
    client = authority.identity("atalaya-by-certificate");
    broker = SecuredBroker.start(directory.resolve("kafka"), authority, server);
    servers.add(broker);
    redis = SecuredRedis.start(directory.resolve("redis"), authority, server);
    servers.add(redis);
    database = SecuredDatabase.start(directory.resolve("postgres"), server);
    servers.add(database);
    broker.user("atalaya", PASSWORD);
    broker.grant(Grants.to("atalaya", true));
    broker.grant(Grants.to("atalaya-by-certificate", false));
    redis.user("atalaya", PASSWORD, REDIS_RIGHTS);
    database.user("atalaya", PASSWORD, "atalaya");
    monitoring =
        Files.writeString(
            directory.resolve("model-monitoring.yaml"),
            """
            atalaya:
              pane: 1s
              snapshot-every: 1s
              api: {token-file: %s}
              models:
                bike-demand:
                  windows: [1m]
                  cache: {}
                  thresholds: {throughput: {max: 0.001, window: 1m}}
                  drift: {window: 1m}
                  invalidation: {on: [lifecycle]}
            """
                .formatted(Files.writeString(directory.resolve("token"), TOKEN)));
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable server : servers.reversed()) {
      server.close();
    }
  }

  @Test
  void everythingWorksWithTheFewestRights() throws Exception {
    try (Service service = Service.start(directory.resolve("all"), settings("atalaya")).ready()) {
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
      service.terminate();
      assertNothingIsTold(service);
      try (Service restarted = service.again().ready()) {
        assertNothingIsTold(restarted);
      }
    }
    assertEquals(Set.of(), RecordingAuthorizer.denied("atalaya"));
    assertEquals(UNUSED, unused("atalaya", Grants.to("atalaya", true)));
  }

  @Test
  void aCertificateStandsForAPassword() throws Exception {
    Map<String, String> settings = new HashMap<>(settings("nobody"));
    settings.keySet().removeIf(name -> !name.startsWith("KAFKA_SSL") && !name.startsWith("SMALL"));
    settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.byCertificate());
    settings.put("KAFKA_SECURITY_PROTOCOL", "SSL");
    assertRefused(settings, "KAFKA_SSL_KEYSTORE_LOCATION");
    settings.put("KAFKA_SSL_KEYSTORE_TYPE", "PKCS12");
    settings.put("KAFKA_SSL_KEYSTORE_LOCATION", client.store().toString());
    settings.put("KAFKA_SSL_KEYSTORE_PASSWORD", Authority.PASSWORD);
    try (Service service = Service.start(directory.resolve("certificate"), settings).ready()) {
      assertFalse(service.output().contains(Authority.PASSWORD), service.output());
    }
    assertEquals(Set.of(), RecordingAuthorizer.denied("atalaya-by-certificate"));
  }

  @Test
  void kafkaRefusesAClientWithoutTls() throws Exception {
    assertRefused(
        changed(Map.of("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT")), "KAFKA_SECURITY_PROTOCOL");
  }

  @Test
  void aKafkaThatAnotherAuthorityCertifiedIsNotBelieved() throws Exception {
    assertRefused(
        changed(Map.of("KAFKA_SSL_TRUSTSTORE_LOCATION", foreign.toString())),
        "KAFKA_SSL_TRUSTSTORE_LOCATION");
  }

  @Test
  void kafkaRefusesAWrongPassword() throws Exception {
    assertRefused(
        changed(Map.of("KAFKA_SASL_JAAS_CONFIG", jaas("atalaya", WRONG))),
        "KAFKA_SASL_JAAS_CONFIG");
  }

  @Test
  void eachRightThatIsMissingOnKafkaIsNamed() throws Exception {
    refuse(
        "few-rights",
        right ->
            right.pattern().name().equals("atalaya-models")
                || (right.pattern().name().equals("monitoring.rekeyed")
                    && right.entry().operation() == AclOperation.READ)
                || (right.pattern().name().equals("monitoring.partials")
                    && right.entry().operation() == AclOperation.WRITE),
        "Read on topic monitoring.rekeyed",
        "Write on topic monitoring.partials",
        "Read on group atalaya-models",
        "kafka/grant-acls.sh");
  }

  @Test
  void aTopicThatMayNotBeSeenIsNamed() throws Exception {
    refuse(
        "blind",
        right -> right.pattern().name().equals("monitoring.signals"),
        "monitoring.signals",
        "kafka/grant-acls.sh");
  }

  @Test
  void transactionsThatMayNotBeUsedAreNamed() throws Exception {
    refuse(
        "without-transactions",
        right -> right.pattern().name().equals("atalaya-"),
        "takes no transactions",
        "atalaya-");
  }

  @Test
  void redisAndPostgresqlRefuseAClientWithoutTls() throws Exception {
    assertDegraded(
        Map.of(
            "QUARKUS_REDIS_HOSTS", redis.uri("redis", "atalaya", PASSWORD),
            "QUARKUS_DATASOURCE_JDBC_URL", database.url("sslmode=disable")),
        "sslmode",
        "rediss://");
  }

  @Test
  void redisAndPostgresqlThatAnotherAuthorityCertifiedAreNotBelieved() throws Exception {
    assertDegraded(
        Map.of(
            "QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS", foreign.toString(),
            "QUARKUS_DATASOURCE_JDBC_URL",
                database.url("sslmode=verify-full&sslrootcert=" + foreign)),
        "sslrootcert",
        "QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS");
  }

  @Test
  void redisAndPostgresqlRefuseAWrongPassword() throws Exception {
    assertDegraded(
        Map.of(
            "QUARKUS_REDIS_HOSTS",
            redis.uri("rediss", "atalaya", WRONG),
            "QUARKUS_DATASOURCE_PASSWORD",
            WRONG),
        "QUARKUS_DATASOURCE_PASSWORD",
        "QUARKUS_REDIS_HOSTS");
  }

  @Test
  void redisAndPostgresqlNameTheRightThatIsMissing() throws Exception {
    redis.user("few-rights", PASSWORD, "~atalaya:* resetchannels -@all +hello");
    database.user("few-rights", PASSWORD, "");
    assertDegraded(
        Map.of(
            "QUARKUS_REDIS_HOSTS",
            redis.uri("rediss", "few-rights", PASSWORD),
            "QUARKUS_DATASOURCE_USERNAME",
            "few-rights"),
        "docs/cache.md",
        "docs/secured-servers.md");
  }

  /** The cache and the epochs do without both, so the service runs, and health says why not. */
  private void assertDegraded(Map<String, String> changes, String postgresql, String redis)
      throws Exception {
    Map<String, String> settings = new HashMap<>(changed(changes));
    try (Service service = Service.start(directory.resolve("degraded"), settings).ready()) {
      await(service, "Redis' failure in health", () -> service.health().body().contains(redis));
      await(
          service,
          "PostgreSQL's failure in the log",
          () ->
              service
                  .output()
                  .lines()
                  .anyMatch(
                      line ->
                          line.contains("The history of answers cannot be kept")
                              && line.contains(postgresql)));
      assertEquals(200, service.health().statusCode());
      assertNothingIsTold(service);
    }
  }

  private void refuse(String user, Predicate<AclBinding> lacking, String... named)
      throws Exception {
    broker.user(user, PASSWORD);
    broker.grant(Grants.to(user, false).stream().filter(lacking.negate()).toList());
    assertRefused(changed(Map.of("KAFKA_SASL_JAAS_CONFIG", jaas(user, PASSWORD))), named);
  }

  private void assertRefused(Map<String, String> settings, String... named) throws Exception {
    try (Service service = Service.start(directory.resolve("refused"), settings)) {
      assertEquals(1, service.exitCode(), service.output());
      List<String> said =
          service.output().lines().filter(line -> line.startsWith("Atalaya cannot start")).toList();
      assertEquals(1, said.size(), service.output());
      for (String name : named) {
        assertTrue(said.getFirst().contains(name), said.getFirst() + "\nshould name " + name);
      }
      assertNothingIsTold(service);
    }
  }

  private static void assertNothingIsTold(Service service) {
    for (String secret : List.of(PASSWORD, WRONG, TOKEN)) {
      assertFalse(service.output().contains(secret), service.output());
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

  private static void await(Service service, String what, Callable<Boolean> condition)
      throws InterruptedException {
    try {
      Service.await(
          what,
          SOON,
          () -> {
            try {
              return condition.call();
            } catch (Exception notYet) {
              return false;
            }
          });
    } catch (AssertionError missed) {
      throw new AssertionError(service.health() + "\n" + service.output(), missed);
    }
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
    return service
        .post(topic, TOKEN, "{\"id\": \"p\", \"model\": \"bike-demand\", %s}".formatted(field))
        .statusCode();
  }

  private Map<String, String> changed(Map<String, String> changes) throws Exception {
    Map<String, String> settings = new HashMap<>(settings("atalaya"));
    settings.putAll(changes);
    return settings;
  }

  private Map<String, String> settings(String user) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("SMALLRYE_CONFIG_LOCATIONS", monitoring.toString());
    settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.byPassword());
    settings.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    settings.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
    settings.put("KAFKA_SSL_TRUSTSTORE_LOCATION", authority.certificate().toString());
    settings.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
    settings.put("KAFKA_SASL_JAAS_CONFIG", jaas(user, PASSWORD));
    settings.put("QUARKUS_REDIS_HOSTS", redis.uri("rediss", "atalaya", PASSWORD));
    settings.put("QUARKUS_REDIS_TLS_CONFIGURATION_NAME", "redis");
    settings.put("QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS", authority.certificate().toString());
    settings.put("QUARKUS_DATASOURCE_USERNAME", "atalaya");
    settings.put("QUARKUS_DATASOURCE_PASSWORD", PASSWORD);
    settings.put(
        "QUARKUS_DATASOURCE_JDBC_URL",
        database.url("sslmode=verify-full&sslrootcert=" + authority.certificate()));
    return settings;
  }

  private static String jaas(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }
}
