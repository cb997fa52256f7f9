package io.atalaya.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.embedded.FreePort;
import io.atalaya.run.Service;
import io.atalaya.tool.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which alerts a real Alertmanager keeps silent because of which others. */
class InhibitionTest {

  private static final String WARNING = "\"severity\": \"warning\"";
  private static final String CRITICAL = "\"severity\": \"critical\"";
  private static final String BIKES =
      ", \"model\": \"bikes\", \"version\": \"v1\", \"window\": \"1h\"";
  private static final String SHOP =
      ", \"model\": \"shop\", \"version\": \"v1\", \"window\": \"1h\"";

  /** Labels of alerts that fire at the same time, and whether each is silent then. */
  private static final List<Firing> FIRING =
      List.of(
          new Firing("ModelAccuracyLow", CRITICAL + BIKES, false),
          new Firing("ModelAccuracyLow", WARNING + BIKES, true),
          new Firing("ModelAccuracyLow", WARNING + SHOP, false),
          new Firing("ModelEstimatedAccuracyLow", WARNING + BIKES, true),
          new Firing(
              "ErrorBudgetBurnsFast",
              CRITICAL + ", \"slo\": \"latency\", \"model\": \"bikes\"",
              false),
          new Firing(
              "ErrorBudgetBurnsSlowly",
              WARNING + ", \"slo\": \"latency\", \"model\": \"bikes\"",
              true),
          new Firing(
              "ErrorBudgetBurnsSlowly",
              WARNING + ", \"slo\": \"latency\", \"model\": \"shop\"",
              false),
          new Firing("ModelEndpointDown", CRITICAL + ", \"model\": \"shop\"", false),
          new Firing("ModelErrorRatioHigh", CRITICAL + SHOP, true),
          new Firing("ModelErrorRatioHigh", CRITICAL + BIKES, false),
          new Firing("KafkaDown", CRITICAL + ", \"system\": \"kafka\"", false),
          new Firing("NoEvents", CRITICAL, true),
          new Firing("ConsumerLagGrows", WARNING, true),
          new Firing("SystemDown", WARNING + ", \"system\": \"redis\"", false),
          new Firing("CacheLevelFails", WARNING + ", \"level\": \"redis\"", true),
          new Firing("CacheLevelFails", WARNING + ", \"level\": \"postgres\"", false));

  private record Firing(String name, String labels, boolean silent) {

    String json() {
      return "{\"labels\": {\"alertname\": \"" + name + "\", " + labels + "}}";
    }
  }

  @Test
  void consequencesAreSilentWhereTheirCauseFires(@TempDir Path directory) throws Exception {
    Tool.orSkip("alertmanager");
    int port = FreePort.find();
    Process alertmanager;
    try (Receivers receivers = new Receivers()) {
      alertmanager = MonitoringServers.alertmanager(directory, receivers, FreePort.find(), port);
      try {
        String alerts = FIRING.stream().map(Firing::json).toList().toString();
        Service.await(
            "alerts are taken",
            Duration.ofMinutes(1),
            () -> send(port, HttpRequest.BodyPublishers.ofString(alerts)) != null);
        Service.await(
            "consequences are silent",
            Duration.ofMinutes(1),
            () -> silent(port).size() >= FIRING.stream().filter(Firing::silent).count());
        Set<String> expected = new TreeSet<>();
        for (Firing firing : FIRING) {
          if (firing.silent()) {
            expected.add(new ObjectMapper().readTree(firing.json()).get("labels").toString());
          }
        }
        assertEquals(sorted(expected), sorted(silent(port)));
      } finally {
        alertmanager.destroyForcibly();
      }
    }
  }

  /** The labels of each, in an order of their own. */
  private static Set<String> sorted(Set<String> alerts) {
    Set<String> sorted = new TreeSet<>();
    for (String labels : alerts) {
      List<String> parts = new ArrayList<>(List.of(labels.replaceAll("[{}]", "").split(",", -1)));
      sorted.add(new TreeSet<>(parts).toString());
    }
    return sorted;
  }

  private static Set<String> silent(int port) {
    Set<String> silent = new TreeSet<>();
    String answer = send(port, null);
    if (answer != null) {
      try {
        for (JsonNode alert : new ObjectMapper().readTree(answer)) {
          if (!alert.get("status").get("inhibitedBy").isEmpty()) {
            silent.add(alert.get("labels").toString());
          }
        }
      } catch (IOException e) {
        throw new AssertionError(answer, e);
      }
    }
    return silent;
  }

  /** Posts what is given, else asks for all alerts; null while nobody answers. */
  private static @Nullable String send(int port, HttpRequest.@Nullable BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
            .header("Content-Type", "application/json");
    if (body != null) {
      request.POST(body);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : null;
    } catch (IOException refused) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
