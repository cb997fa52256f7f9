package io.atalaya.secured;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.run.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
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
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SecuredServersIT {

  private static final String TOKEN = "a-token-of-the-test";
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Each is in the environment of some service here, and must be in no log of any. */
  private static final String PASSWORD = "s3cret-of-the-user";

  private static final String WRONG = "s3cret-that-is-wrong";
  private static final String REDIS_RIGHTS =
      "~atalaya:* resetchannels -@all +hello +ping +get +mget +set +del +unlink +eval";

  private final List<AutoCloseable> servers = new ArrayList<>();
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
              api: {token-file: %s}
              models:
                bike-demand:
                  windows: [1m]
                  cache: {}
                  thresholds: {mae: {max: 1, window: 1m}}
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
    try (Service service = start(settings("atalaya")).ready()) {
      publishPair(service);
      Service.await("a figure", SOON, () -> service.metrics().lines().anyMatch(MAE::equals));
      service.terminate();
      System.out.println(service.output());
      System.out.println(RecordingAuthorizer.allowed("atalaya"));
      System.out.println(RecordingAuthorizer.denied("atalaya"));
    }
  }

  @Test
  void trial() throws Exception {
    trial("plain", Map.of("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"));
    trial("nosasl", Map.of("KAFKA_SECURITY_PROTOCOL", "SSL"));
    trial(
        "mech",
        Map.of(
            "KAFKA_SASL_MECHANISM",
            "PLAIN",
            "KAFKA_SASL_JAAS_CONFIG",
            jaas("atalaya", PASSWORD).replace("scram.Scram", "plain.Plain")));
    trial("wrong", Map.of("KAFKA_SASL_JAAS_CONFIG", jaas("atalaya", WRONG)));
    trial("foreign", Map.of("KAFKA_SSL_TRUSTSTORE_LOCATION", foreign.toString()));
    trial("missing", Map.of("KAFKA_SSL_TRUSTSTORE_LOCATION", "/nowhere/ca.crt"));
    trial(
        "nocert",
        Map.of(
            "KAFKA_SECURITY_PROTOCOL", "SSL", "KAFKA_BOOTSTRAP_SERVERS", broker.byCertificate()));
    for (String lacking : List.of("group", "topic", "write", "trans")) {
      broker.user("no-" + lacking, PASSWORD);
      broker.grant(
          Grants.to("no-" + lacking, false).stream()
              .filter(
                  right ->
                      switch (lacking) {
                        case "group" -> !right.pattern().name().equals("atalaya-models");
                        case "topic" -> !right.pattern().name().equals("inference.outcomes");
                        case "write" ->
                            !right.pattern().name().equals("monitoring.partials")
                                || right.entry().operation() == AclOperation.READ;
                        default -> !right.pattern().name().equals("atalaya-");
                      })
              .toList());
      trial(lacking, Map.of("KAFKA_SASL_JAAS_CONFIG", jaas("no-" + lacking, PASSWORD)));
    }
    String at = redis.uri("rediss", "atalaya", PASSWORD);
    redis.user("few", PASSWORD, "~atalaya:* -@all +hello +ping");
    degraded(
        "wrong",
        Map.of(
            "QUARKUS_REDIS_HOSTS",
            at.replace(PASSWORD, WRONG),
            "QUARKUS_DATASOURCE_PASSWORD",
            WRONG));
    degraded(
        "plain",
        Map.of(
            "QUARKUS_REDIS_HOSTS",
            at.replace("rediss", "redis"),
            "QUARKUS_DATASOURCE_JDBC_URL",
            database.url("sslmode=disable")));
    degraded(
        "foreign",
        Map.of(
            "QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS",
            foreign.toString(),
            "QUARKUS_DATASOURCE_JDBC_URL",
            database.url("sslmode=verify-full&sslrootcert=" + foreign)));
    database.user("few", PASSWORD, "");
    degraded(
        "rights",
        Map.of(
            "QUARKUS_REDIS_HOSTS",
            at.replace("atalaya", "few"),
            "QUARKUS_DATASOURCE_USERNAME",
            "few"));
  }

  private void trial(String what, Map<String, String> changes) throws Exception {
    Map<String, String> settings = new HashMap<>(settings("atalaya"));
    settings.putAll(changes);
    long began = System.nanoTime();
    try (Service service = start(settings)) {
      try {
        System.out.println("TRIAL " + what + " exit " + service.exitCode());
      } catch (AssertionError e) {
        System.out.println("TRIAL " + what + " RUNS ON " + service.health());
      }
      System.out.println("  after " + (System.nanoTime() - began) / 1_000_000 + " ms");
      service
          .output()
          .lines()
          .filter(l -> l.contains("Atalaya cannot") || l.contains("WARN") || l.contains("ERROR"))
          .limit(12)
          .forEach(l -> System.out.println("   " + l));
    }
  }

  private void degraded(String what, Map<String, String> changes) throws Exception {
    Map<String, String> settings = new HashMap<>(settings("atalaya"));
    settings.putAll(changes);
    try (Service service = start(settings).ready()) {
      System.out.println("DEGRADED " + what);
      Thread.sleep(7000);
      service
          .output()
          .lines()
          .filter(l -> l.contains("WARN") || l.contains("ERROR"))
          .limit(12)
          .forEach(l -> System.out.println("   " + l));
      System.out.println(service.health().body());
    }
  }

  private Service start(Map<String, String> settings) {
    return Service.start(directory.resolve("service"), settings);
  }

  private static void publishPair(Service service) {
    assertEquals(
        202,
        service
            .post(
                "inference.predictions",
                TOKEN,
                "{\"id\":\"p\",\"model\":\"bike-demand\",\"value\":100}")
            .statusCode());
    assertEquals(
        202,
        service
            .post(
                "inference.outcomes",
                TOKEN,
                "{\"id\":\"p\",\"model\":\"bike-demand\",\"actual\":98}")
            .statusCode());
  }

  private static final String MAE =
      "atalaya_mae{model=\"bike-demand\",version=\"unversioned\",window=\"1m\"} 2.0";

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
