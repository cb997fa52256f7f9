package io.atalaya.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all rules have in common, and that Prometheus takes them. */
class RulesTest {

  private static final Path RUNBOOKS = Path.of("docs", "runbooks");
  private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");
  private static final Set<String> TEAMS = Set.of("ai-operations", "ml-engineering");
  private static final Pattern QUERIES = Pattern.compile("```promql\n(.*?)```", Pattern.DOTALL);
  private static final List<String> SECTIONS =
      List.of("## Meaning", "## Impact", "## Diagnosis", "## Mitigation");

  @Test
  void prometheusTakesThem() throws IOException {
    Tool promtool = Tool.orSkip("promtool");
    promtool.run(checkRules(Rule.files(Rule.DIRECTORY))).orFail();
  }

  @Test
  void operatorsFileIsMadeOfThem() throws IOException {
    String made =
        new Tool(Rule.MONITORING.resolve("prometheus-rules.sh").toAbsolutePath()).run().orFail();
    assertEquals(made, Files.readString(Rule.MONITORING.resolve("prometheus-rules.yaml")));
  }

  @Test
  void alertsSaySeverityTeamAndWhatToDo() throws IOException {
    for (Rule rule : Rule.alerts()) {
      String severity = rule.labels().getOrDefault("severity", "");
      assertTrue(
          SEVERITIES.contains(severity)
              || severity.equals("{{ $labels.severity }}")
              || rule.name().equals("Watchdog"),
          rule.name() + ": " + severity);
      assertTrue(TEAMS.contains(rule.labels().getOrDefault("team", "")), rule.name());
      assertEquals(
          Set.of("summary", "description", "runbook_url"),
          rule.annotations().keySet(),
          rule.name());
      assertEquals("docs/runbooks/" + rule.name() + ".md", rule.annotations().get("runbook_url"));
    }
  }

  /** One that says nothing but that something is there has no value; all others do. */
  @Test
  void descriptionsOfAlertsWithLabelsHoldValues() throws IOException {
    for (Rule rule : Rule.alerts()) {
      if (rule.expression().contains(" by (")) {
        assertTrue(rule.annotations().getOrDefault("description", "").contains("{{"), rule.name());
      }
    }
  }

  @Test
  void alertsHoldNoNumbersButZeroAndOne() throws IOException {
    for (Rule rule : Rule.alerts()) {
      assertEquals(
          Set.of(),
          PromQl.numbers(rule.expression()).stream()
              .filter(number -> !Set.of("0", "1").contains(number))
              .collect(Collectors.toSet()),
          rule.name() + ": a limit belongs to limits.yaml, or to a model's thresholds");
    }
  }

  @Test
  void metricsAreThoseOfTheContractOrOfExporters() throws IOException {
    MetricNames known = MetricNames.read();
    for (Rule rule : Rule.all()) {
      assertKnown(rule.name(), rule.expression(), known);
    }
    for (Path runbook : runbooks()) {
      for (String query : queries(runbook)) {
        assertKnown(runbook.toString(), query, known);
      }
    }
  }

  @Test
  void eachAlertHasARunbookAndEachRunbookAnAlert() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Rule rule : Rule.alerts()) {
      names.add(rule.name() + ".md");
    }
    Set<String> pages = new TreeSet<>();
    for (Path runbook : runbooks()) {
      String text = Files.readString(runbook);
      pages.add(runbook.getFileName().toString());
      int from = 0;
      for (String section : SECTIONS) {
        int at = text.indexOf(section, from);
        assertTrue(at > 0, runbook + " has no " + section);
        from = at;
      }
      assertFalse(queries(runbook).isEmpty(), runbook + " has no query");
    }
    assertEquals(names, pages);
  }

  @Test
  void queriesOfRunbooksArePromQl(@TempDir Path directory) throws IOException {
    Tool promtool = Tool.orSkip("promtool");
    StringBuilder file = new StringBuilder("groups:\n- name: runbooks\n  rules:\n");
    for (Path runbook : runbooks()) {
      int number = 0;
      for (String query : queries(runbook)) {
        file.append("  - record: runbook:")
            .append(runbook.getFileName().toString().replace(".md", ""))
            .append(":")
            .append(number++)
            .append("\n    expr: |\n")
            .append(query.indent(6));
      }
    }
    promtool
        .run(
            "check",
            "rules",
            Files.writeString(directory.resolve("runbooks.yaml"), file).toString())
        .orFail();
  }

  private static String[] checkRules(List<Path> files) {
    List<String> arguments = new ArrayList<>(List.of("check", "rules", "--lint=all"));
    files.forEach(file -> arguments.add(file.toString()));
    return arguments.toArray(String[]::new);
  }

  private static void assertKnown(String where, String expression, MetricNames known) {
    assertEquals(
        Set.of(),
        known.unknown(PromQl.metrics(expression)),
        where + ": neither in docs/contract.md nor in exporters.txt");
  }

  private static List<Path> runbooks() throws IOException {
    try (var pages = Files.list(RUNBOOKS)) {
      return pages.sorted().toList();
    }
  }

  private static List<String> queries(Path runbook) throws IOException {
    return QUERIES
        .matcher(Files.readString(runbook))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
