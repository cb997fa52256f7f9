package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.run.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final Pattern REDIS_RIGHTS = Pattern.compile("(?m)^# The user's ACL: (.*)$");
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path directory = Path.of("target");

  @Test
  void theUsersMayDoWhatTheyDoAndNothingElse() throws Exception {
    List<Manifest> rendered = Kustomize.render(STRIMZI);
    ServerCertificate certificate = ServerCertificate.make(directory.resolve("certificate"));
    try (SecuredKafka kafka = SecuredKafka.start(directory.resolve("kafka"), certificate);
        EmbeddedRedis redis = EmbeddedRedis.start(directory.resolve("redis"));
        TlsFront front = TlsFront.start(certificate, redis.port())) {
      assertEquals("+OK", redis(redis, redisUser()));
      kafka.createTopics(rendered.stream().filter(m -> m.kind().equals("KafkaTopic")).toList());
      for (String user : List.of("atalaya", "atalaya-producer")) {
        kafka.createUser(user, KafkaUsers.acls(STRIMZI, user));
      }
      kafka.createUser("atalaya-scaler", KafkaUsers.acls(AUTOSCALING, "atalaya-scaler"));
      try (Service service =
          Service.start(directory, environment(kafka, front, certificate)).ready()) {
        producersPublishAndReadNothing(kafka);
        figuresAreShownAndChangesAreTaken(service);
        Service.await(
            "the epoch in Redis",
            SOON,
            () -> redis(redis, "GET atalaya:epoch:bike-demand").startsWith("$"));
        assertTrue(
            service.health().body().contains("\"reachable\": true"), service.health().body());
        assertTrue(redis(redis, "ACL LOG").startsWith("*0"), () -> redis(redis, "ACL LOG"));
        theScalerOnlyAsks(kafka);
        oldSnapshotsAreDeleted(kafka);
        service.terminate();
        assertFalse(service.output().contains("uthoriz"), service.output());
        assertGroupsAreLeft(kafka);
      }
    }
  }

  /** That of the component, where files are those of the test, and the address its broker's. */
  private Map<String, String> environment(
      SecuredKafka kafka, TlsFront redis, ServerCertificate certificate) throws Exception {
    Map<String, String> environment = new HashMap<>();
    Environment component = component("kafka-tls");
    copy(component, "KAFKA_", environment);
    copy(component("redis-tls"), "QUARKUS_", environment);
    assertEquals(
        "sasl.jaas.config", component.source("KAFKA_SASL_JAAS_CONFIG", "secretKeyRef", "key"));
    environment.put("KAFKA_SASL_JAAS_CONFIG", SecuredKafka.login("atalaya"));
    String authority = certificate.authority().toString();
    environment.put("KAFKA_SSL_TRUSTSTORE_LOCATION", authority);
    environment.put("QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS", authority);
    environment.put("QUARKUS_REDIS_HOSTS", "rediss://atalaya:a-password@localhost:" + redis.port());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.servers());
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
  private static String redisUser() throws IOException {
    Matcher rights =
        REDIS_RIGHTS.matcher(
            Files.readString(Path.of("k8s/components/redis-tls/kustomization.yaml")));
    assertTrue(rights.find());
    return "ACL SETUSER atalaya on >a-password " + rights.group(1);
  }

  /** The first line of Redis' answer to a command, asked by its own user, who may do everything. */
  private static String redis(EmbeddedRedis redis, String command) {
    try (Socket socket = new Socket("localhost", redis.port());
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return String.valueOf(in.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void producersPublishAndReadNothing(SecuredKafka kafka) throws Exception {
    Map<String, Object> client = kafka.client("atalaya-producer");
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
  private static void theScalerOnlyAsks(SecuredKafka kafka) throws Exception {
    Map<String, Object> client = kafka.client("atalaya-scaler");
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
  private static void oldSnapshotsAreDeleted(SecuredKafka kafka) throws Exception {
    Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
    for (int i = 0; i < Topics.DEFAULT_INDEXES; i++) {
      beginnings.put(new TopicPartition(Topics.SNAPSHOTS, i), OffsetSpec.earliest());
    }
    Service.await(
        "an old snapshot is deleted",
        SOON,
        () -> {
          try {
            return kafka.operator().listOffsets(beginnings).all().get().values().stream()
                .anyMatch(beginning -> beginning.offset() > 0);
          } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void assertGroupsAreLeft(SecuredKafka kafka) throws Exception {
    kafka
        .operator()
        .describeClassicGroups(List.of("atalaya", "atalaya-models"))
        .all()
        .get()
        .forEach((group, description) -> assertTrue(description.members().isEmpty(), group));
  }
}
