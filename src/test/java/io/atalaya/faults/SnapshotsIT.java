package io.atalaya.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.run.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A restart goes on from snapshots, and without them reads further back: the same either way. */
class SnapshotsIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int EVENTS = 600;
  private static final String UNUSABLE = "cannot be used";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory = Path.of("target");

  @Test
  void whatWaitsIsKnownAfterARestartWithSnapshotsAndWithout() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(directory.resolve("kafka"))) {
      Kafka kafka = new Kafka(broker.servers());
      kafka.createTopics(Map.of());
      Map<String, String> environment =
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS",
              broker.servers(),
              "SMALLRYE_CONFIG_LOCATIONS",
              Settings.write(
                  directory,
                  "atalaya: {snapshot-every: 1s, defaults: {windows: [1h], label-horizon: 1h}}"));
      try (Service service = Service.start(directory, environment).ready()) {
        publish(kafka);
        awaitPending(service, EVENTS);
        Service.await(
            "snapshots of every index",
            SOON,
            () -> kafka.read(Topics.SNAPSHOTS).size() >= 3 * Kafka.INDEXES);
        service.kill();
        try (Service restarted = service.again().ready()) {
          awaitPending(restarted, EVENTS);
          assertFalse(restarted.output().contains(UNUSABLE), restarted.output());
          restarted.kill();
          deleteSnapshots(kafka);
          try (Service bare = restarted.again().ready()) {
            awaitPending(bare, EVENTS);
            assertTrue(bare.output().contains(UNUSABLE), bare.output());
          }
        }
      }
    }
  }

  private static void publish(Kafka kafka) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.servers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        byte[] value = "{\"id\":\"%d\",\"model\":\"m\",\"value\":1}".formatted(i).getBytes(UTF_8);
        byte[] key = Integer.toString(i).getBytes(UTF_8);
        var unused = producer.send(new ProducerRecord<>(Topics.PREDICTIONS, key, value));
      }
    }
  }

  private static void deleteSnapshots(Kafka kafka) throws Exception {
    try (Admin admin = kafka.admin()) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      IntStream.range(0, Kafka.INDEXES)
          .forEach(
              index ->
                  all.put(
                      new TopicPartition(Topics.SNAPSHOTS, index),
                      RecordsToDelete.beforeOffset(-1)));
      admin.deleteRecords(all).all().get();
    }
  }

  private static void awaitPending(Service service, int predictions) throws InterruptedException {
    String line =
        "atalaya_pending_predictions{model=\"m\",version=\"unversioned\"} %d.0"
            .formatted(predictions);
    Service.await(
        predictions + " pending", SOON, () -> service.metrics().lines().anyMatch(line::equals));
  }
}
