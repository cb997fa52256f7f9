package io.atalaya.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.run.Service;
import io.atalaya.tool.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model drifts in summer: real Kafka, the packaged service, real Prometheus and Alertmanager, and
 * on the other side everybody who is to hear of it, with the text that he is to read.
 */
class DriftAlertIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final double SPRING = 15;
  private static final double SUMMER = 32;
  private static final int A_BATCH = 40;

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path directory = Path.of("target");

  @Test
  void whoeverHasToHearsOfADriftingModel() throws Exception {
    Tool.orSkip("prometheus");
    Tool.orSkip("alertmanager");
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.setUser("atalaya@example.org", "atalaya@example.org", "smtp-secret");
    mail.start();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        DriftingDemand demand = new DriftingDemand(kafka.bootstrapServers());
        Receivers receivers = new Receivers();
        Service service = start(kafka, demand)) {
      Service.await("ready", PATIENCE, () -> service.health().statusCode() == 200);
      try (MonitoringServers monitoring =
          MonitoringServers.start(
              directory, service.managementPort(), receivers, mail.getSmtp().getPort())) {
        await(
            "the watchdog",
            monitoring,
            () -> {
              demand.predict(A_BATCH, SPRING);
              return receivers.got("/watchdog", "Watchdog")
                  && service.metrics().contains("atalaya_accuracy_ratio{");
            });
        assertTrue(
            receivers.deliveries().stream()
                .noneMatch(
                    sent -> sent.body().matches("(?s).*(ModelAccuracyLow|ModelDataDrift).*")),
            () -> "before it drifts: " + receivers.deliveries());

        List<BooleanSupplier> heard = heard(receivers, mail);
        await(
            "all who have to hear of it",
            monitoring,
            () -> {
              demand.predict(A_BATCH, SUMMER);
              return heard.stream().allMatch(BooleanSupplier::getAsBoolean);
            });
        secretsAreSentToTheirOwnersAlone(receivers);
        assertFalse(receivers.got("/slack", "#ai-operations", "bike-demand"));
      }
    } finally {
      mail.stop();
    }
  }

  /** Who has to hear what. */
  private static List<BooleanSupplier> heard(Receivers receivers, GreenMail mail) {
    String accuracy = "below its critical bound of 80%";
    String runbook = "https://atalaya.example.org/docs/runbooks/ModelAccuracyLow.md";
    return List.of(
        () ->
            receivers.got(
                "/slack",
                "\"#critical-alerts\"",
                "Accuracy of bike-demand is below its bound",
                accuracy,
                runbook),
        () -> receivers.got("/slack", "\"#ml-engineering\"", accuracy),
        () ->
            receivers.got(
                "/slack", "\"#ml-engineering\"", "Inputs of bike-demand drift", "temperature"),
        () ->
            receivers.got(
                "/pagerduty",
                "\"event_action\":\"trigger\"",
                "\"severity\":\"critical\"",
                "\"component\":\"bike-demand\"",
                accuracy),
        () ->
            receivers.got(
                "/jira/issue", "MLOPS", "Inputs of bike-demand drift", "temperature", "Medium"),
        () -> receivers.got("/teams", "AdaptiveCard", "Predictions a second of bike-demand"),
        () ->
            receivers.got("/automation", "\"alertname\":\"ModelDataDrift\"", "\"version\":\"v1\""),
        () -> receivers.got("/owners-of-bike-demand", "\"status\":\"firing\"", accuracy),
        () -> mails(mail, "on-call-lead@example.org", accuracy, runbook),
        () -> mails(mail, "head-of-operations@example.org", accuracy, "text/html"),
        () -> mails(mail, "head-of-ml@example.org", accuracy, "bike-demand"));
  }

  private static boolean mails(GreenMail mail, String to, String... texts) {
    return Stream.of(mail.getReceivedMessagesForDomain(to))
        .map(message -> GreenMailUtil.getWholeMessage(message).replace("=\r\n", ""))
        .anyMatch(message -> Stream.of(texts).allMatch(message::contains));
  }

  private static void secretsAreSentToTheirOwnersAlone(Receivers receivers) {
    for (Receivers.Delivery delivery : receivers.deliveries()) {
      String authorization =
          switch (delivery.path()) {
            case "/slack" -> "Bearer slack-secret";
            case "/jira/search", "/jira/issue" -> "Bearer jira-secret";
            default -> "";
          };
      assertEquals(authorization, delivery.authorization(), delivery.path());
      assertEquals(
          delivery.path().equals("/pagerduty"), delivery.body().contains("pagerduty-secret"));
    }
  }

  private Service start(EmbeddedKafka kafka, DriftingDemand demand) throws Exception {
    Path reference = Files.writeString(directory.resolve("reference.csv"), demand.reference());
    Path settings =
        Files.writeString(
            directory.resolve("model-monitoring.yaml"),
            """
            atalaya:
              pane: 1s
              grace: 1s
              models:
                bike-demand:
                  team: mobility
                  windows: [10s]
                  label-horizon: 1m
                  thresholds:
                    accuracy: {min: 0.80, window: 10s, severity: critical}
                    throughput: {min: 1000000, window: 10s}
                  drift:
                    window: 5s
                    reference: {file: %s}
                    min-samples: 100
                    persistence: {of: 1, at-least: 1}
            """
                .formatted(reference));
    return Service.start(
        directory,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
            "SMALLRYE_CONFIG_LOCATIONS", settings.toString()));
  }

  private static void await(String what, MonitoringServers monitoring, BooleanSupplier condition)
      throws InterruptedException {
    try {
      Service.await(what, PATIENCE, condition);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + monitoring.logs(), e);
    }
  }
}
