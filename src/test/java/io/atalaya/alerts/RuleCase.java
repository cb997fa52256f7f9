package io.atalaya.alerts;

import static io.atalaya.adapter.kafka.YamlFile.mapping;
import static io.atalaya.alerts.Rule.list;

import io.atalaya.adapter.kafka.YamlFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A test of promtool's in {@code k8s/monitoring/tests}.
 *
 * @param file where it is
 * @param name the alert, with what tells it from others, and what is shown of it
 * @param alerts how many alerts are expected, at one time after the other
 * @param severities of all that are expected
 */
record RuleCase(Path file, String name, List<Integer> alerts, TreeSet<String> severities) {

  static final Path DIRECTORY = Rule.MONITORING.resolve("tests");

  static List<RuleCase> all() throws IOException {
    List<RuleCase> cases = new ArrayList<>();
    for (Path file : Rule.files(DIRECTORY)) {
      for (Object test : list(YamlFile.read(file).get("tests"))) {
        List<Integer> alerts = new ArrayList<>();
        TreeSet<String> severities = new TreeSet<>();
        for (Object at : list(mapping(test).get("alert_rule_test"))) {
          List<?> expected = list(mapping(at).get("exp_alerts"));
          alerts.add(expected.size());
          expected.stream()
              .map(alert -> mapping(alert, "exp_labels").get("severity"))
              .forEach(severity -> severities.add(String.valueOf(severity)));
        }
        cases.add(
            new RuleCase(
                file, String.valueOf(mapping(test).get("name")), List.copyOf(alerts), severities));
      }
    }
    return cases;
  }

  /** The alert that it is about. */
  String alert() {
    return name.split("[ :]", 2)[0];
  }

  /** It fires, and is silent again later. */
  boolean firesAndResolves() {
    return name.endsWith(": fires, then resolves")
        && alerts.getLast() == 0
        && alerts.stream().anyMatch(number -> number > 0);
  }

  /** It is silent just before its limit, and when its series have ended. */
  boolean silent() {
    return name.contains(": silent ")
        && name.endsWith("data")
        && alerts.size() >= 2
        && alerts.stream().allMatch(number -> number == 0);
  }

  static Map<String, List<RuleCase>> byAlert() throws IOException {
    return all().stream().collect(Collectors.groupingBy(RuleCase::alert));
  }
}
