package io.atalaya.faults;

import io.atalaya.run.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What several instances export together that must not depend on what happened to them: every gauge
 * that follows from the log. Counters and histograms are an instance's own since its start, and an
 * age depends on when it is asked.
 *
 * @param samples the values by name and labels
 */
record Figures(Map<String, Double> samples) {

  private static final double TOLERANCE = 1e-12;

  private static final Pattern OWN =
      Pattern.compile(
          "atalaya_\\w+_(total|bucket|count|sum|created)\\b.*"
              + "|atalaya_(replay_active|consumer_lag_records|event_to_gauge|oldest_pending)\\b.*"
              + "|atalaya_oldest_pending_seconds.*");

  /** Reads those of all instances; a sample that two export is an error. */
  static Figures of(List<Service> services) {
    Map<String, Double> samples = new TreeMap<>();
    for (Service service : services) {
      of(service.metrics())
          .forEach(
              (sample, value) -> {
                if (samples.put(sample, value) != null) {
                  throw new AssertionError("exported twice: " + sample);
                }
              });
    }
    return new Figures(samples);
  }

  /** The samples of one exposition. */
  static Map<String, Double> of(String exposition) {
    Map<String, Double> samples = new TreeMap<>();
    exposition
        .lines()
        .filter(line -> line.startsWith("atalaya_") && !OWN.matcher(line).matches())
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              String sample = line.substring(0, end);
              if (samples.put(sample, Double.parseDouble(line.substring(end + 1))) != null) {
                throw new AssertionError("exported twice by one: " + sample);
              }
            });
    return samples;
  }

  /** In which samples these differ from {@code expected}, one line each. */
  List<String> differences(Figures expected) {
    List<String> differences = new ArrayList<>();
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
