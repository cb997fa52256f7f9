package io.atalaya.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka loses records while the service is down: it goes on, and says what is no longer whole. */
class LostHistoryIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int EVENTS = 600;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory = Path.of("target");

  /**
   * @param read whether what is lost had been read before, or not yet
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lossIsSaidAndWhatComesNextIsCounted(boolean read) throws Exception {
    try (BrokerProcess broker = new BrokerProcess(directory.resolve("kafka"))) {
      Kafka kafka = new Kafka(broker.servers());
      kafka.createTopics(Map.of());
      Map<String, String> environment =
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS",
              broker.servers(),
              "SMALLRYE_CONFIG_LOCATIONS",
              Settings.write(directory, "atalaya: {defaults: {windows: [1h], label-horizon: 1h}}"));
      try (Service service = Service.start(directory, environment).ready()) {
        publish(kafka, 0);
        awaitAccepted(service, EVENTS);
        assertFalse(saysHistoryLost(service));
        service.terminate();
        publish(kafka, EVENTS);
        delete(kafka, read ? EVENTS / 2 : EVENTS + EVENTS / 2);
        try (Service restarted = service.again().ready()) {
          Service.await("history is lost", SOON, () -> saysHistoryLost(restarted));
          long left =
              kafka.read(Topics.PREDICTIONS).stream()
                  .filter(record -> Integer.parseInt(new String(record.key(), UTF_8)) >= EVENTS)
                  .count();
          awaitAccepted(restarted, left);
          publish(kafka, 2 * EVENTS);
          awaitAccepted(restarted, left + EVENTS);
        }
      }
    }
  }

  /** Every place where a loss has to be said. */
  private static boolean saysHistoryLost(Service service) {
    boolean inHealth = service.health().body().replace(" ", "").contains("\"lost\":true");
    boolean asSignal =
        service
            .metrics()
            .lines()
            .anyMatch(
                line ->
                    line.startsWith("atalaya_signal_firing{")
                        && line.contains("check=\"history-lost\"")
                        && line.endsWith(" 1.0"));
    return inHealth && asSignal;
  }

  /** Publishes {@link #EVENTS} predictions, of the ids {@code first} and its successors. */
  private static void publish(Kafka kafka, int first) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.servers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = first; i < first + EVENTS; i++) {
        byte[] value = "{\"id\":\"%d\",\"model\":\"m\",\"value\":1}".formatted(i).getBytes(UTF_8);
        byte[] key = Integer.toString(i).getBytes(UTF_8);
        var unused = producer.send(new ProducerRecord<>(Topics.PREDICTIONS, key, value));
      }
    }
  }

  /** Deletes about {@code records}, as many from each partition. */
  private static void delete(Kafka kafka, int records) throws Exception {
    try (Admin admin = kafka.admin()) {
      Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
      IntStream.range(0, Kafka.INDEXES)
          .forEach(
              partition ->
                  before.put(
                      new TopicPartition(Topics.PREDICTIONS, partition),
                      RecordsToDelete.beforeOffset(records / Kafka.INDEXES)));
      admin.deleteRecords(before).all().get();
    }
  }

  private static void awaitAccepted(Service service, long events) throws InterruptedException {
    Service.await(
        events + " events accepted",
        SOON,
        () ->
            service
                .metrics()
                .contains(
                    "atalaya_events_total{result=\"accepted\",topic=\"inference.predictions\"} %d.0"
                        .formatted(events)));
  }
}
