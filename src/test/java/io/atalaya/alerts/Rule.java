package io.atalaya.alerts;

import static io.atalaya.adapter.kafka.YamlFile.mapping;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.atalaya.adapter.kafka.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule of {@code k8s/monitoring/rules}.
 *
 * @param file where it is
 * @param name of the alert, or of the series that is recorded
 * @param alert whether it is an alert
 * @param expression in PromQL
 * @param labels that it adds
 * @param annotations none of a recording rule
 */
record Rule(
    Path file,
    String name,
    boolean alert,
    String expression,
    Map<String, String> labels,
    Map<String, String> annotations) {

  static final Path MONITORING = Path.of("k8s", "monitoring");
  static final Path DIRECTORY = MONITORING.resolve("rules");

  /** All rules, in the order of their files. */
  static List<Rule> all() throws IOException {
    List<Rule> rules = new ArrayList<>();
    for (Path file : files(DIRECTORY)) {
      for (Object group : list(YamlFile.read(file).get("groups"))) {
        for (Object rule : list(mapping(group).get("rules"))) {
          rules.add(of(file, mapping(rule)));
        }
      }
    }
    return rules;
  }

  static List<Rule> alerts() throws IOException {
    return all().stream().filter(Rule::alert).toList();
  }

  /** The YAML files of a directory, by name. */
  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static List<?> list(@Nullable Object value) {
    return assertInstanceOf(List.class, value);
  }

  private static Rule of(Path file, Map<String, Object> rule) {
    boolean alert = rule.containsKey("alert");
    return new Rule(
        file,
        String.valueOf(rule.get(alert ? "alert" : "record")),
        alert,
        String.valueOf(rule.get("expr")),
        texts(rule.get("labels")),
        texts(rule.get("annotations")));
  }

  private static Map<String, String> texts(@Nullable Object mapping) {
    Map<String, String> texts = new TreeMap<>();
    if (mapping != null) {
      mapping(mapping).forEach((key, value) -> texts.put(key, String.valueOf(value)));
    }
    return texts;
  }
}
