package io.atalaya.secured;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.run.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Kafka, Redis and PostgreSQL that demand TLS, a user and rights, and a service that is told what
 * the documentation says: it comes as {@code atalaya} and may do what that user has to.
 *
 * @param directory where all files are
 * @param authority whom everybody trusts
 * @param identity what the servers show
 */
record SecuredServers(
    Path directory,
    Authority authority,
    Authority.Identity identity,
    SecuredBroker broker,
    SecuredRedis redis,
    SecuredDatabase database)
    implements AutoCloseable {

  static final String TOKEN = "a-token-of-the-test";

  /** Each is in the environment of some service here, and must be in no log of any. */
  static final String PASSWORD = "s3cret-of-the-user";

  static final String WRONG = "s3cret-that-is-wrong";

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String REDIS_RIGHTS =
      "~atalaya:* resetchannels -@all +hello +ping +get +mget +set +del +unlink +eval";

  /** Starts all three, and makes the user of each. */
  static SecuredServers start(Path directory) throws Exception {
    Authority authority = Authority.create(directory.resolve("trusted"));
    Authority.Identity identity = authority.identity("server");
    SecuredServers servers =
        new SecuredServers(
            directory,
            authority,
            identity,
            SecuredBroker.start(directory.resolve("kafka"), authority, identity),
            SecuredRedis.start(directory.resolve("redis"), authority, identity),
            SecuredDatabase.start(directory.resolve("postgres"), identity));
    servers.broker.createTopics(Topics.definitions(2, 2));
    servers.broker.user("atalaya", PASSWORD);
    servers.broker.grant(Grants.to("atalaya", true));
    servers.redis.user("atalaya", PASSWORD, REDIS_RIGHTS);
    servers.database.user("atalaya", PASSWORD, "atalaya");
    Files.writeString(
        servers.monitoring(),
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
    return servers;
  }

  private Path monitoring() {
    return directory.resolve("model-monitoring.yaml");
  }

  /** The environment of a service that has all that it needs; may be changed. */
  Map<String, String> settings() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("SMALLRYE_CONFIG_LOCATIONS", monitoring().toString());
    settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.byPassword());
    settings.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    settings.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
    settings.put("KAFKA_SSL_TRUSTSTORE_LOCATION", authority.certificate().toString());
    settings.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
    settings.put("KAFKA_SASL_JAAS_CONFIG", SecuredBroker.login("atalaya", PASSWORD));
    settings.put("QUARKUS_REDIS_HOSTS", redis.uri("rediss", "atalaya", PASSWORD));
    settings.put("QUARKUS_REDIS_TLS_CONFIGURATION_NAME", "redis");
    settings.put("QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS", authority.certificate().toString());
    settings.put("QUARKUS_DATASOURCE_USERNAME", "atalaya");
    settings.put("QUARKUS_DATASOURCE_PASSWORD", PASSWORD);
    settings.put(
        "QUARKUS_DATASOURCE_JDBC_URL",
        database.url("sslmode=verify-full&sslrootcert=" + authority.certificate()));
    return settings;
  }

  /** A service with these settings cannot start, names these, and tells no secret. */
  void assertRefused(Map<String, String> settings, String... named) throws Exception {
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

  static void assertNothingIsTold(Service service) {
    for (String secret : List.of(PASSWORD, WRONG, TOKEN)) {
      assertFalse(service.output().contains(secret), service.output());
    }
  }

  /** Waits until a condition holds; one that throws does not hold yet. */
  static void await(Service service, String what, Callable<Boolean> condition)
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

  @Override
  public void close() {
    database.close();
    redis.close();
    broker.close();
  }
}
