package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.run.Service;
import io.atalaya.secured.Authority;
import io.atalaya.secured.SecuredBroker;
import io.atalaya.secured.SecuredRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service with the environment of the components {@code kafka-tls} and {@code
 * redis-tls}: on a broker that has the topics and users of {@code strimzi} and {@code autoscaling}
 * and denies everything else, and with a Redis that knows the service as the user that {@code
 * redis-tls} describes.
 */
class LeastPrivilegeIT {

  private static final Path STRIMZI = Path.of("k8s/components/strimzi");
  private static final Path AUTOSCALING = Path.of("k8s/components/autoscaling");
  private static final String TOKEN = "a-token-of-the-test";
  private static final String PASSWORD = "of-every-user";
  private static final Pattern REDIS_RIGHTS = Pattern.compile("(?m)^# The user's ACL: (.*)$");
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path directory = Path.of("target");

  @SuppressWarnings("NullAway.Init") // Made first.
  private Authority authority;

  @Test
  void theUsersMayDoWhatTheyDoAndNothingElse() throws Exception {
    List<Manifest> rendered = Kustomize.render(STRIMZI);
    authority = Authority.create(directory.resolve("authority"));
    Authority.Identity server = authority.identity("server");
    try (SecuredBroker kafka = SecuredBroker.start(directory.resolve("kafka"), authority, server);
        SecuredRedis redis = SecuredRedis.start(directory.resolve("redis"), authority, server)) {
      redis.user("atalaya", PASSWORD, redisRights());
      kafka.createTopics(topics(rendered));
      createUser(kafka, STRIMZI, "atalaya");
      createUser(kafka, STRIMZI, "atalaya-producer");
      createUser(kafka, AUTOSCALING, "atalaya-scaler");
      try (Service service = Service.start(directory, environment(kafka, redis)).ready()) {
        producersPublishAndReadNothing(kafka);
        figuresAreShownAndChangesAreTaken(service);
        Service.await(
            "the epoch in Redis",
            SOON,
            () -> ask(redis, "GET atalaya:epoch:bike-demand").matches("\\d+"));
        assertTrue(
            service.health().body().contains("\"reachable\": true"), service.health().body());
        assertEquals("*0", ask(redis, "ACL LOG"));
        theScalerOnlyAsks(kafka);
        oldSnapshotsAreDeleted(kafka);
        service.terminate();
        assertFalse(service.output().contains("uthoriz"), service.output());
        assertGroupsAreLeft(kafka);
      }
    }
  }

  /** What Strimzi's topic operator does, on as many brokers as there are here. */
  private static List<TopicDefinition> topics(List<Manifest> rendered) {
    List<TopicDefinition> topics = new ArrayList<>();
    for (Manifest topic : rendered) {
      if (topic.kind().equals("KafkaTopic")) {
        Map<String, String> config = new HashMap<>();
        topic.map("spec", "config").forEach((key, value) -> config.put(key, value.toString()));
        topics.add(
            new TopicDefinition(
                topic.name(), Integer.parseInt(topic.text("spec", "partitions")), config));
      }
    }
    return topics;
  }

  /** What Strimzi's user operator does, quotas excepted. */
  private static void createUser(SecuredBroker kafka, Path manifests, String name)
      throws Exception {
    kafka.user(name, PASSWORD);
    kafka.grant(KafkaUsers.acls(manifests, name));
  }

  private Map<String, Object> client(SecuredBroker kafka, String user) throws Exception {
    return Map.of(
        "bootstrap.servers",
        kafka.byPassword(),
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        SecuredBroker.login(user, PASSWORD),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        authority.certificate().toString());
  }

  /** That of the component, where files are those of the test, and the address its broker's. */
  private Map<String, String> environment(SecuredBroker kafka, SecuredRedis redis)
      throws Exception {
    Map<String, String> environment = new HashMap<>();
    Environment component = component("kafka-tls");
    copy(component, "KAFKA_", environment);
    copy(component("redis-tls"), "QUARKUS_", environment);
    assertEquals(
        "sasl.jaas.config", component.source("KAFKA_SASL_JAAS_CONFIG", "secretKeyRef", "key"));
    environment.put("KAFKA_SASL_JAAS_CONFIG", SecuredBroker.login("atalaya", PASSWORD));
    String trusted = authority.certificate().toString();
    environment.put("KAFKA_SSL_TRUSTSTORE_LOCATION", trusted);
    environment.put("QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS", trusted);
    environment.put("QUARKUS_REDIS_HOSTS", redis.uri("rediss", "atalaya", PASSWORD));
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.byPassword());
    environment.put("ATALAYA_INSTANCE", "atalaya-7c9f6d5b8-x2x4z");
    environment.put(
        "ATALAYA_API_TOKEN_FILE", Files.writeString(directory.resolve("token"), TOKEN).toString());
    environment.put(
        "SMALLRYE_CONFIG_LOCATIONS",
        Files.writeString(
                directory.resolve("model-monitoring.yaml"),
                """
                atalaya:
                  snapshot-every: 1s
                  models:
                    bike-demand:
                      windows: [1h]
                      drift: {window: 1h}
                      invalidation: {on: [lifecycle]}
                """)
            .toString());
    return environment;
  }

  private static Environment component(String name) {
    return Environment.of(Kustomize.find(Path.of("k8s/components", name), "Deployment", "atalaya"));
  }

  private static void copy(Environment from, String prefix, Map<String, String> to) {
    from.names().stream()
        .filter(name -> name.startsWith(prefix))
        .forEach(name -> to.put(name, from.value(name)));
  }

  /** What the component's comment says of the user. */
  private static String redisRights() throws IOException {
    Matcher rights =
        REDIS_RIGHTS.matcher(
            Files.readString(Path.of("k8s/components/redis-tls/kustomization.yaml")));
    assertTrue(rights.find());
    return rights.group(1);
  }

  private static String ask(SecuredRedis redis, String command) {
    try {
      return redis.ask(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void producersPublishAndReadNothing(SecuredBroker kafka) throws Exception {
    Map<String, Object> client = client(kafka, "atalaya-producer");
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      publish(
          producer,
          Topics.PREDICTIONS,
          "{\"id\": \"p1\", \"model\": \"bike-demand\", \"value\": 100, \"features\": {\"t\": 1}}");
      publish(
          producer,
          Topics.OUTCOMES,
          "{\"id\": \"p1\", \"model\": \"bike-demand\", \"actual\": 98}");
      // No event, so a dead letter.
      publish(producer, Topics.OUTCOMES, "{}");
      ExecutionException refused =
          assertThrows(ExecutionException.class, () -> publish(producer, Topics.STATE, "{}"));
      assertInstanceOf(TopicAuthorizationException.class, refused.getCause());
    }
    assertCannotRead(client, Topics.PREDICTIONS);
  }

  private static void publish(KafkaProducer<String, String> producer, String topic, String event)
      throws Exception {
    var unused = producer.send(new ProducerRecord<>(topic, "p1", event)).get(60, TimeUnit.SECONDS);
  }

  private static void assertCannotRead(Map<String, Object> client, String topic) {
    try (var consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      assertThrows(TopicAuthorizationException.class, () -> consumer.poll(Duration.ofSeconds(60)));
    }
  }

  private static void figuresAreShownAndChangesAreTaken(Service service) throws Exception {
    Service.await(
        "a scored pair and a dead letter",
        SOON,
        () ->
            service
                    .metrics()
                    .contains(
                        "atalaya_mae{model=\"bike-demand\",version=\"unversioned\",window=\"1h\"}"
                            + " 2.0")
                && service.metrics().contains("atalaya_dead_letters_total{"));
    assertEquals(
        202,
        service
            .post(
                Topics.LIFECYCLE,
                TOKEN,
                "{\"model\": \"bike-demand\", \"change\": \"deployed\", \"version\": \"2\"}")
            .statusCode());
    Service.await(
        "an invalidation",
        SOON,
        () -> service.metrics().contains("atalaya_invalidations_total{model=\"bike-demand\""));
  }

  /** As KEDA does it: the group's topics and offsets, and the ends of the topics. */
  private void theScalerOnlyAsks(SecuredBroker kafka) throws Exception {
    Map<String, Object> client = client(kafka, "atalaya-scaler");
    try (Admin admin = Admin.create(client)) {
      for (var group : admin.describeClassicGroups(List.of("atalaya")).all().get().values()) {
        assertFalse(group.members().isEmpty());
      }
      Map<TopicPartition, ?> committed =
          admin.listConsumerGroupOffsets("atalaya").partitionsToOffsetAndMetadata().get();
      assertFalse(committed.isEmpty());
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      committed.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
      assertEquals(ends.keySet(), admin.listOffsets(ends).all().get().keySet());
    }
    assertCannotRead(client, Topics.PREDICTIONS);
  }

  /** The right to delete is used: what is before the snapshots that count is gone. */
  private static void oldSnapshotsAreDeleted(SecuredBroker kafka) throws Exception {
    Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
    for (int i = 0; i < Topics.DEFAULT_INDEXES; i++) {
      beginnings.put(new TopicPartition(Topics.SNAPSHOTS, i), OffsetSpec.earliest());
    }
    Service.await(
        "an old snapshot is deleted",
        SOON,
        () -> {
          try {
            return kafka.admin().listOffsets(beginnings).all().get().values().stream()
                .anyMatch(beginning -> beginning.offset() > 0);
          } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void assertGroupsAreLeft(SecuredBroker kafka) throws Exception {
    kafka
        .admin()
        .describeClassicGroups(List.of("atalaya", "atalaya-models"))
        .all()
        .get()
        .forEach((group, description) -> assertTrue(description.members().isEmpty(), group));
  }
}
