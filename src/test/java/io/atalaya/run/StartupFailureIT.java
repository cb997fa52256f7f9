package io.atalaya.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.FreePort;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake ends the start with one line that names the thing and the remedy. */
class StartupFailureIT {

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path directory = Path.of("target");

  @Test
  void anUnknownKeyIsNamedWithTheOneThatWasMeant() throws Exception {
    assertRefused(
        """
        atalaya:
          pain: 10s
        """,
        "atalaya.pain",
        "pane");
  }

  @Test
  void aBadThresholdIsNamedWithItsBounds() throws Exception {
    assertRefused(
        """
        atalaya:
          models:
            bike-demand:
              thresholds:
                accuracy: {min: 1.4}
        """,
        "atalaya.models.bike-demand.thresholds.accuracy.min",
        "1.4",
        "0 to 1");
  }

  @Test
  void aMissingReferenceFileIsNamed() throws Exception {
    assertRefused(
        """
        atalaya:
          models:
            bike-demand:
              drift: {reference: {file: /nowhere/reference.csv}}
        """,
        "atalaya.models.bike-demand.drift.reference.file",
        "/nowhere/reference.csv");
  }

  @Test
  void anUnreachableBrokerIsNamed() throws Exception {
    String nobody = "localhost:" + FreePort.find();
    assertRefused("", Map.of("KAFKA_BOOTSTRAP_SERVERS", nobody), nobody, "KAFKA_BOOTSTRAP_SERVERS");
  }

  @Test
  void aBrokerWithoutAnAddressIsNamed() throws Exception {
    assertRefused(
        "", Map.of("KAFKA_BOOTSTRAP_SERVERS", "no.such.host.invalid:9092"), "no.such.host.invalid");
  }

  @Test
  void aPortThatIsTakenIsNamedBeforeAnythingElseHappens() throws Exception {
    try (ServerSocket other = new ServerSocket(0)) {
      String port = Integer.toString(other.getLocalPort());
      assertRefused(
          "", Map.of("QUARKUS_HTTP_PORT", port, "KAFKA_BOOTSTRAP_SERVERS", "localhost:1"), port);
    }
  }

  @Test
  void topicsThatDoNotFitTogetherAreNamed() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("inference.predictions", Optional.of(4), Optional.empty()),
                  new NewTopic("inference.outcomes", Optional.of(6), Optional.empty())))
          .all()
          .get();
      assertRefused(
          "",
          Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
          "inference.predictions has 4",
          "inference.outcomes has 6");
    }
  }

  private void assertRefused(String yaml, String... named) throws Exception {
    assertRefused(yaml, Map.of("KAFKA_BOOTSTRAP_SERVERS", "localhost:1"), named);
  }

  private void assertRefused(String yaml, Map<String, String> kafka, String... named)
      throws IOException, InterruptedException {
    Path settings = Files.writeString(directory.resolve("model-monitoring.yaml"), yaml);
    Map<String, String> environment =
        yaml.isEmpty()
            ? kafka
            : Map.of(
                "SMALLRYE_CONFIG_LOCATIONS",
                settings.toString(),
                "KAFKA_BOOTSTRAP_SERVERS",
                "localhost:1");
    try (Service service = Service.start(directory, environment)) {
      assertEquals(1, service.exitCode(), service.output());
      List<String> said =
          service.output().lines().filter(line -> line.startsWith("Atalaya cannot start")).toList();
      assertEquals(1, said.size(), service.output());
      for (String name : named) {
        assertTrue(said.getFirst().contains(name), said.getFirst() + "\nshould name " + name);
      }
      assertFalse(service.output().contains("\tat "), service.output());
    }
  }
}
