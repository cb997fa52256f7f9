package io.atalaya.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.run.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
        kafka.publishPredictions(0, EVENTS);
        awaitAccepted(service, EVENTS);
        assertFalse(saysHistoryLost(service));
        service.terminate();
        kafka.publishPredictions(EVENTS, EVENTS);
        int deleted = read ? EVENTS / 2 : EVENTS + EVENTS / 2;
        kafka.deleteBefore(Topics.PREDICTIONS, deleted / Kafka.INDEXES);
        try (Service restarted = service.again().ready()) {
          Service.await("history is lost", SOON, () -> saysHistoryLost(restarted));
          long left =
              kafka.read(Topics.PREDICTIONS).stream()
                  .filter(record -> Integer.parseInt(new String(record.key(), UTF_8)) >= EVENTS)
                  .count();
          awaitAccepted(restarted, left);
          kafka.publishPredictions(2 * EVENTS, EVENTS);
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
