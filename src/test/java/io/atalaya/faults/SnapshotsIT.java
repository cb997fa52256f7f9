package io.atalaya.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.run.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
        kafka.publishPredictions(0, EVENTS);
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
          kafka.deleteBefore(Topics.SNAPSHOTS, -1);
          try (Service bare = restarted.again().ready()) {
            awaitPending(bare, EVENTS);
            assertTrue(bare.output().contains(UNUSABLE), bare.output());
          }
        }
      }
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
