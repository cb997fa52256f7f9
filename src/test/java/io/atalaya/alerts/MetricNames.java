package io.atalaya.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a query may ask for: those of the contract, of exporters, and of our own recorded
 * series.
 *
 * @param names of families: without what histograms and summaries add
 */
public record MetricNames(Set<String> names) {

  private static final Pattern OURS = Pattern.compile("`((?:atalaya|cache)_[a-z0-9_]+)");

  /** Reads what is written down of them. */
  public static MetricNames read() throws IOException {
    Set<String> names = new HashSet<>();
    Matcher matcher = OURS.matcher(Files.readString(Path.of("docs", "contract.md")));
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    for (String line : Files.readAllLines(Rule.MONITORING.resolve("exporters.txt"))) {
      if (!line.startsWith("#")) {
        names.add(line.split(" ", 2)[0]);
      }
    }
    Rule.all().stream().filter(rule -> !rule.alert()).map(Rule::name).forEach(names::add);
    return new MetricNames(names);
  }

  /** Those of {@code metrics} that nobody exports. */
  public Set<String> unknown(Set<String> metrics) {
    Set<String> unknown = new TreeSet<>(metrics);
    unknown.removeIf(
        metric ->
            names.contains(metric)
                || names.contains(metric.replaceAll("_(bucket|count|sum|max)$", "")));
    return unknown;
  }
}
