package io.atalaya.alerts;

import static io.atalaya.adapter.kafka.YamlFile.mapping;
import static io.atalaya.alerts.Rule.list;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.YamlFile;
import io.atalaya.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Alertmanager takes the configuration, each alert reaches its receivers, each template renders.
 */
class NotificationsTest {

  private static final Path DIRECTORY = Rule.MONITORING.resolve("alertmanager");
  private static final Path CONFIGURATION = DIRECTORY.resolve("alertmanager.yaml");
  private static final Path NOTIFICATION =
      Path.of("src", "test", "resources", "alerts", "notification.json");
  private static final Pattern SECRETS =
      Pattern.compile("(?m)^\\s*(?:- )?\\w*(?:password|token|secret|routing_key|api_key): ");
  private static final Pattern WEBHOOK = Pattern.compile("(?m)^\\s*(?:- )?(?:webhook_)?url: ");
  private static final Pattern NAMES = Pattern.compile("define \"([^\"]+)\"");

  @Test
  void alertmanagerTakesTheConfiguration() {
    Tool.orSkip("amtool").run("check-config", CONFIGURATION.toString()).orFail();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alertname=Watchdog severity=none team=ai-operations | watchdog
          alertname=KafkaDown severity=critical team=ai-operations | critical-alerts escalation-first escalation-second ai-operations
          alertname=SystemDown severity=warning team=ai-operations system=redis | ai-operations
          alertname=EventsMisrouted severity=info team=ai-operations | ai-operations
          alertname=ErrorBudgetBurnsFast severity=critical team=ai-operations slo=latency | critical-alerts escalation-first escalation-second ai-operations
          alertname=ErrorBudgetBurnsSlowly severity=warning team=ai-operations slo=latency | tickets ai-operations
          alertname=ErrorBudgetExhausted severity=warning team=ai-operations slo=recovery | tickets ai-operations
          alertname=ReplicasAtMaximum severity=warning team=ai-operations | tickets ai-operations
          alertname=ModelAccuracyLow severity=critical team=ml-engineering model=churn | critical-alerts escalation-first escalation-second automation ml-engineering
          alertname=ModelAccuracyLow severity=warning team=ml-engineering model=bike-demand | automation owners-of-bike-demand ml-engineering
          alertname=ModelDataDrift severity=warning team=ml-engineering model=churn | tickets automation ml-engineering
          alertname=ModelPredictionDrift severity=warning team=ml-engineering model=churn | tickets automation ml-engineering
          alertname=ModelVersionWorse severity=warning team=ml-engineering model=churn | tickets ml-engineering
          alertname=ModelCheckFiring severity=info team=ml-engineering model=bike-demand | ml-engineering
          alertname=BusinessFigureDropped severity=warning team=ml-engineering model=shop | business ml-engineering
          alertname=RevenueAnomaly severity=warning team=ml-engineering model=shop | business ml-engineering
          alertname=ModelThroughputLow severity=critical team=ml-engineering model=shop | critical-alerts escalation-first escalation-second business ml-engineering
          alertname=Unheard severity=warning | ai-operations
          """)
  void alertsGoToTheirReceivers(String labels, String receivers) {
    List<String> arguments =
        new ArrayList<>(List.of("config", "routes", "test", "--config.file=" + CONFIGURATION));
    arguments.addAll(List.of(labels.split(" ")));
    arguments.add("--verify.receivers=" + receivers.replace(' ', ','));
    Tool.orSkip("amtool").run(arguments.toArray(String[]::new)).orFail();
  }

  /** So that no receiver is forgotten in the test of routes. */
  @Test
  void eachReceiverHasARoute() throws IOException {
    Set<String> routed = new HashSet<>();
    collectReceivers(mapping(YamlFile.read(CONFIGURATION), "route"), routed);
    Set<String> receivers =
        list(YamlFile.read(CONFIGURATION).get("receivers")).stream()
            .map(receiver -> String.valueOf(mapping(receiver).get("name")))
            .collect(Collectors.toSet());
    assertEquals(receivers, routed);
  }

  @Test
  void routesAndInhibitionsNameOnlyAlertsThatExist() throws IOException {
    Set<String> names = Rule.alerts().stream().map(Rule::name).collect(Collectors.toSet());
    var matchers =
        Pattern.compile("alertname =~? \"([^\"]+)\"").matcher(Files.readString(CONFIGURATION));
    int found = 0;
    while (matchers.find()) {
      for (String name : matchers.group(1).split("\\|", -1)) {
        found++;
        assertTrue(names.stream().anyMatch(known -> known.matches(name)), name);
      }
    }
    assertTrue(found > 30, "only " + found);
  }

  /** The labels that a rule adds or keeps; without one an inhibition would not ask for it. */
  @Test
  void causesAndConsequencesHaveTheLabelsThatHaveToBeEqual() throws IOException {
    for (Object rule : list(YamlFile.read(CONFIGURATION).get("inhibit_rules"))) {
      String source = String.valueOf(mapping(rule).get("source_matchers"));
      for (Object label : list(mapping(rule).getOrDefault("equal", List.of()))) {
        for (Rule alert : Rule.alerts()) {
          if (source.contains("\"" + alert.name() + "\"")) {
            assertTrue(
                alert.expression().matches("(?s).*by \\([^)]*\\b" + label + "\\b.*"),
                alert.name() + " has no " + label);
          }
        }
      }
    }
  }

  @Test
  void secretsAreFiles() throws IOException {
    String text = Files.readString(CONFIGURATION);
    assertFalse(SECRETS.matcher(text).find());
    assertFalse(WEBHOOK.matcher(text).find());
    assertTrue(text.contains("slack_app_token_file: /etc/alertmanager/secrets/"));
  }

  @Test
  void quietHoursHaveAZoneAndDoNotConcernCriticalAlerts() throws IOException {
    for (Object interval : list(YamlFile.read(CONFIGURATION).get("time_intervals"))) {
      for (Object part : list(mapping(interval).get("time_intervals"))) {
        assertEquals("Europe/Madrid", mapping(part).get("location"));
      }
    }
    for (Object route : list(mapping(YamlFile.read(CONFIGURATION), "route").get("routes"))) {
      assertFalse(mapping(route).containsKey("mute_time_intervals"));
      for (Object part : list(mapping(route).getOrDefault("routes", List.of()))) {
        if (mapping(part).containsKey("mute_time_intervals")) {
          assertFalse(String.valueOf(mapping(part).get("matchers")).contains("critical"));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "atalaya.title = [FIRING:1 critical] Accuracy of bike-demand is below its bound",
        "atalaya.subject = bike-demand",
        "atalaya.link = https://atalaya.example.org/docs/runbooks/ModelAccuracyLow.md",
        "atalaya.text = is 65%, below its critical bound of 70% <now>.",
        "atalaya.slack.color = danger",
        "atalaya.slack.text = *Resolved*: Accuracy of bike-demand is below its bound",
        "atalaya.slack.text = <https://atalaya.example.org/docs/runbooks/ModelAccuracyLow.md|What"
            + " to do>",
        "atalaya.email.text = You are on the escalation list",
        "atalaya.jira.summary = Accuracy of bike-demand is below its bound",
        "atalaya.jira.description = [query|http://prometheus.example.org/graph?g0.expr=x]",
        "atalaya.jira.priority = High",
        "atalaya.teams.text = **Critical**: Accuracy of bike-demand (v1) over 1h is 65%"
      })
  void templatesRender(String row) {
    int equals = row.indexOf(" = ");
    String name = row.substring(0, equals);
    String expected = row.substring(equals + 3);
    String text = render(name, "text");
    assertTrue(text.contains(expected), text);
    assertFalse(text.contains("<no value>"), text);
  }

  @Test
  void mailInHtmlEscapesWhatAlertsSay() {
    String html = render("atalaya.email.html", "html");
    assertTrue(html.contains("below its critical bound of 70% &lt;now&gt;."), html);
    assertTrue(html.contains("href=\"https://atalaya.example.org/docs/runbooks/"), html);
  }

  @Test
  void eachTemplateIsUsedAndEachUseHasATemplate() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(CONFIGURATION));
    Set<String> defined = new TreeSet<>();
    try (Stream<Path> files = Files.list(DIRECTORY.resolve("templates"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        all.append(text);
        NAMES.matcher(text).results().forEach(found -> defined.add(found.group(1)));
        assertTrue(
            Files.readString(DIRECTORY.resolve("kustomization.yaml"))
                .contains("templates/" + file.getFileName()),
            file + " is not mounted");
      }
    }
    Set<String> used = new TreeSet<>();
    Pattern.compile("template \"([^\"]+)\"")
        .matcher(all)
        .results()
        .forEach(found -> used.add(found.group(1)));
    assertEquals(defined, used);
  }

  @Test
  void kustomizeMakesWhatTheOperatorTakes() {
    String resources = Tool.orSkip("kubectl").run("kustomize", Rule.MONITORING.toString()).orFail();
    for (String kind : List.of("PrometheusRule", "Alertmanager", "Secret")) {
      assertTrue(
          resources.contains("\nkind: " + kind + "\n") || resources.startsWith("kind: " + kind),
          kind);
    }
    assertTrue(resources.contains("\n  name: atalaya-alertmanager\n"), resources);
    assertTrue(resources.contains("\n  alertmanager.yaml: "), resources);
    assertTrue(resources.contains("\n  base.tmpl: "), resources);
  }

  private static String render(String name, String type) {
    return Tool.orSkip("amtool")
        .run(
            "template",
            "render",
            "--template.glob=" + DIRECTORY.resolve("templates").resolve("*.tmpl"),
            "--template.type=" + type,
            "--template.data=" + NOTIFICATION,
            "--template.text={{ template \"" + name + "\" . }}")
        .orFail();
  }

  private static void collectReceivers(Object route, Set<String> receivers) {
    Object receiver = mapping(route).get("receiver");
    if (receiver != null) {
      receivers.add(String.valueOf(receiver));
    }
    list(mapping(route).getOrDefault("routes", List.of()))
        .forEach(child -> collectReceivers(child, receivers));
  }
}
