package io.atalaya.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.tool.Tool;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each alert fires, is silent at its limit and without data, and resolves: shown by promtool. */
class RuleCasesTest {

  /** It never is silent. */
  private static final String WATCHDOG = "Watchdog";

  @Test
  void promtoolAgrees() throws IOException {
    Tool promtool = Tool.orSkip("promtool");
    // At the same time: each takes some seconds of one processor.
    Rule.files(RuleCase.DIRECTORY).parallelStream()
        .map(file -> promtool.run("test", "rules", file.toString()))
        .forEach(Tool.Outcome::orFail);
  }

  @Test
  void noAlertIsWithoutItsCases() throws IOException {
    var cases = RuleCase.byAlert();
    Set<String> names = Rule.alerts().stream().map(Rule::name).collect(Collectors.toSet());
    assertEquals(names, cases.keySet(), "alerts, and alerts that have cases");
    names.remove(WATCHDOG);
    for (String name : names) {
      List<RuleCase> own = cases.getOrDefault(name, List.of());
      assertTrue(own.stream().anyMatch(RuleCase::firesAndResolves), name + " fires and resolves");
      assertTrue(own.stream().anyMatch(RuleCase::silent), name + " is silent");
    }
  }

  @Test
  void eachSeverityOfAnAlertFiresInACase() throws IOException {
    var cases = RuleCase.byAlert();
    for (Rule rule : Rule.alerts()) {
      String severity = rule.labels().getOrDefault("severity", "");
      Set<String> shown = new TreeSet<>();
      cases.getOrDefault(rule.name(), List.of()).forEach(one -> shown.addAll(one.severities()));
      assertTrue(
          severity.startsWith("{{") ? !shown.isEmpty() : shown.contains(severity),
          rule.name() + " as " + severity + ": " + shown);
    }
  }
}
