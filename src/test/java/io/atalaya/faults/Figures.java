package io.atalaya.faults;

import io.atalaya.run.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What several instances export together that must not depend on what happened to them: every gauge
 * that follows from the log. Counters and histograms are an instance's own since its start, and an
 * age depends on when it is asked.
 *
 * @param samples the values by name and labels
 * @param repeated the samples, and the models with any sample at all, that more than one exports
 */
record Figures(Map<String, Double> samples, Set<String> repeated) {

  private static final double TOLERANCE = 1e-12;

  private static final Pattern OWN =
      Pattern.compile(
          "atalaya_\\w+_(total|bucket|count|sum|max|created)\\b.*"
              + "|atalaya_(replay_active|consumer_lag_records|event_to_gauge|oldest_pending)\\b.*"
              + "|atalaya_cache_applied_invalidation\\b.*"
              + "|atalaya_(model|system)_(up|probe|availability)\\w*.*"
              + "|atalaya_oldest_pending_seconds.*");

  private static final Pattern MODEL = Pattern.compile("[{,]model=\"([^\"]*)\"");

  /** Reads those of all instances. */
  static Figures of(List<Service> services) {
    return ofExpositions(services.stream().map(Service::metrics).toList());
  }

  /** Those of all instances, one exposition each. */
  static Figures ofExpositions(List<String> expositions) {
    Map<String, Double> samples = new TreeMap<>();
    Set<String> models = new TreeSet<>();
    Set<String> repeated = new TreeSet<>();
    for (String exposition : expositions) {
      lines(exposition)
          .forEach(
              line -> {
                int end = line.lastIndexOf(' ');
                String sample = line.substring(0, end);
                if (samples.put(sample, Double.parseDouble(line.substring(end + 1))) != null) {
                  repeated.add(sample);
                }
              });
      for (String model : models(exposition)) {
        if (!models.add(model)) {
          repeated.add(model);
        }
      }
    }
    return new Figures(samples, repeated);
  }

  /** The models of which an exposition has any sample. */
  static Set<String> models(String exposition) {
    Set<String> models = new TreeSet<>();
    Matcher label = MODEL.matcher("");
    lines(exposition)
        .forEach(
            line -> {
              if (label.reset(line).find()) {
                models.add(label.group(1));
              }
            });
    return models;
  }

  private static Stream<String> lines(String exposition) {
    return exposition
        .lines()
        .filter(line -> line.startsWith("atalaya_") && !OWN.matcher(line).matches());
  }

  /** In which samples these differ from {@code expected}, one line each. */
  List<String> differences(Figures expected) {
    List<String> differences = new ArrayList<>();
    repeated.forEach(what -> differences.add("exported more than once: " + what));
    TreeSet<String> names = new TreeSet<>(samples.keySet());
    names.addAll(expected.samples.keySet());
    for (String name : names) {
      Double actual = samples.get(name);
      Double wanted = expected.samples.get(name);
      if (actual == null || wanted == null || !near(actual, wanted)) {
        differences.add("%s is %s, undisturbed %s".formatted(name, actual, wanted));
      }
    }
    return differences;
  }

  private static boolean near(double actual, double expected) {
    return actual == expected
        || Math.abs(actual - expected)
            <= TOLERANCE * Math.max(Math.abs(actual), Math.abs(expected));
  }
}
