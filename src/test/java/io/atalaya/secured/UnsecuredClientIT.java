package io.atalaya.secured;

import static io.atalaya.secured.SecuredServers.PASSWORD;
import static io.atalaya.secured.SecuredServers.WRONG;
import static io.atalaya.secured.SecuredServers.assertNothingIsTold;
import static io.atalaya.secured.SecuredServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.run.Service;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that demand TLS, a user and rights, and a service that lacks one of them: it says what is
 * missing and which setting or right would mend it.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // Started before the tests.
class UnsecuredClientIT {

  private SecuredServers servers;
  private Path foreign;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ALWAYS) Path directory) throws Exception {
    servers = SecuredServers.start(directory);
    foreign = Authority.create(directory.resolve("foreign")).certificate();
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  @Test
  void kafkaRefusesAClientWithoutTls() throws Exception {
    servers.assertRefused(
        changed(Map.of("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT")), "KAFKA_SECURITY_PROTOCOL");
  }

  @Test
  void aKafkaThatAnotherAuthorityCertifiedIsNotBelieved() throws Exception {
    servers.assertRefused(
        changed(Map.of("KAFKA_SSL_TRUSTSTORE_LOCATION", foreign.toString())),
        "KAFKA_SSL_TRUSTSTORE_LOCATION");
  }

  @Test
  void kafkaRefusesAWrongPassword() throws Exception {
    servers.assertRefused(
        changed(Map.of("KAFKA_SASL_JAAS_CONFIG", SecuredBroker.login("atalaya", WRONG))),
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
            "QUARKUS_REDIS_HOSTS", servers.redis().uri("redis", "atalaya", PASSWORD),
            "QUARKUS_DATASOURCE_JDBC_URL", servers.database().url("sslmode=disable")),
        "sslmode",
        "rediss://");
  }

  @Test
  void redisAndPostgresqlThatAnotherAuthorityCertifiedAreNotBelieved() throws Exception {
    assertDegraded(
        Map.of(
            "QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS", foreign.toString(),
            "QUARKUS_DATASOURCE_JDBC_URL",
                servers.database().url("sslmode=verify-full&sslrootcert=" + foreign)),
        "sslrootcert",
        "QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS");
  }

  @Test
  void redisAndPostgresqlRefuseAWrongPassword() throws Exception {
    assertDegraded(
        Map.of(
            "QUARKUS_REDIS_HOSTS",
            servers.redis().uri("rediss", "atalaya", WRONG),
            "QUARKUS_DATASOURCE_PASSWORD",
            WRONG),
        "QUARKUS_DATASOURCE_PASSWORD",
        "QUARKUS_REDIS_HOSTS");
  }

  @Test
  void redisAndPostgresqlNameTheRightThatIsMissing() throws Exception {
    servers.redis().user("few-rights", PASSWORD, "~atalaya:* resetchannels -@all +hello");
    servers.database().user("few-rights", PASSWORD, "");
    assertDegraded(
        Map.of(
            "QUARKUS_REDIS_HOSTS",
            servers.redis().uri("rediss", "few-rights", PASSWORD),
            "QUARKUS_DATASOURCE_USERNAME",
            "few-rights"),
        "docs/cache.md",
        "docs/secured-servers.md");
  }

  /** The cache and the epochs do without both, so the service runs, and health says why not. */
  private void assertDegraded(Map<String, String> changes, String postgresql, String redis)
      throws Exception {
    Map<String, String> settings = changed(changes);
    try (Service service =
        Service.start(servers.directory().resolve("degraded"), settings).ready()) {
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
    servers.broker().user(user, PASSWORD);
    servers.broker().grant(Grants.to(user, false).stream().filter(lacking.negate()).toList());
    servers.assertRefused(
        changed(Map.of("KAFKA_SASL_JAAS_CONFIG", SecuredBroker.login(user, PASSWORD))), named);
  }

  private Map<String, String> changed(Map<String, String> changes) throws Exception {
    Map<String, String> settings = servers.settings();
    settings.putAll(changes);
    return settings;
  }
}
