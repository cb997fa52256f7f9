package io.atalaya.signal;

import io.atalaya.window.WindowLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * One figure over one window, and all the bounds that it is held to.
 *
 * @param name the check's name
 * @param window the sliding window that the figure is taken over
 * @param bounds the bounds, at least one, in the order of the configuration
 */
public record Check(String name, Duration window, List<ThresholdRule> bounds) {

  private record Subject(String check, Duration window) {}

  private record Level(Threshold.Bound bound, Severity severity) {}

  public Check {
    bounds = List.copyOf(bounds);
    if (bounds.isEmpty()) {
      throw new IllegalArgumentException("bounds: " + name + " has none; give it a min or max");
    }
    Set<Level> levels = new HashSet<>();
    for (ThresholdRule rule : bounds) {
      if (!levels.add(new Level(rule.bound(), rule.severity()))) {
        throw new IllegalArgumentException(
            "bounds: %s over %s has two %s bounds of severity %s; give each another severity"
                .formatted(name, WindowLabel.of(window), rule.bound(), rule.severity()));
      }
    }
  }

  /** The checks that thresholds make up: those of one name and window are one check. */
  public static List<Check> of(List<Threshold> thresholds) {
    SequencedMap<Subject, List<ThresholdRule>> rules = new LinkedHashMap<>();
    for (Threshold threshold : thresholds) {
      rules
          .computeIfAbsent(
              new Subject(threshold.check(), threshold.window()), _ -> new ArrayList<>())
          .add(ThresholdRule.of(threshold));
    }
    return rules.entrySet().stream()
        .map(entry -> new Check(entry.getKey().check, entry.getKey().window, entry.getValue()))
        .toList();
  }
}
