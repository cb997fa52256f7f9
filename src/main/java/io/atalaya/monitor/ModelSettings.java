package io.atalaya.monitor;

import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.drift.DriftSettings;
import io.atalaya.generation.ScoringSettings;
import io.atalaya.kpi.KpiDefinition;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.Threshold;
import io.atalaya.window.WindowLabel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one model is monitored.
 *
 * <p>An argument out of its bounds is refused with a message that begins with its configuration
 * key.
 *
 * @param kind what the model answers with
 * @param classes how a classifier's answers are read
 * @param unit the unit of its numbers, for people
 * @param team who owns it, for routing
 * @param windows the sliding windows of its figures; the record keeps them ascending, each once,
 *     with those of thresholds and drift among them
 * @param labelHorizon how long a prediction waits for its outcome, and an outcome for corrections
 * @param attributionWindow how far from a prediction's event time an interaction may be appended
 *     that is attributed to it; at most the label horizon, for which predictions are remembered
 * @param expectedRange the range of plausible predictions, bounds included
 * @param thresholds the bounds on its figures
 * @param segments which segments have figures of their own
 * @param drift how its drift is judged; null when it is not
 * @param kpis its business figures by name
 * @param prices what its answers cost
 * @param scoring how the texts that it generates are scored; null when they are not
 * @param invalidation when its cached predictions are invalidated
 */
public record ModelSettings(
    Kind kind,
    ClassSettings classes,
    @Nullable String unit,
    @Nullable String team,
    List<Duration> windows,
    Duration labelHorizon,
    Duration attributionWindow,
    @Nullable Range expectedRange,
    List<Threshold> thresholds,
    SegmentSettings segments,
    @Nullable DriftSettings drift,
    Map<String, KpiDefinition> kpis,
    PriceSettings prices,
    @Nullable ScoringSettings scoring,
    InvalidationSettings invalidation) {

  /** What a model answers with. */
  public enum Kind {
    PREDICTIVE,
    CLASSIFIER,
    GENERATIVE
  }

  /** A closed interval in the model's unit; a missing bound is infinite. */
  public record Range(double min, double max) {

    public Range {
      if (!(min <= max)) {
        throw new IllegalArgumentException(
            "min: " + min + " is above max " + max + ": give min at most max");
      }
    }
  }

  public ModelSettings {
    thresholds = List.copyOf(thresholds);
    kpis = Map.copyOf(kpis);
    windows = allWindows(windows, thresholds, drift);
    if (kind != Kind.CLASSIFIER && !classes.equals(ClassSettings.DEFAULT)) {
      throw new IllegalArgumentException(
          "kind: %s has no positive-class and no decision-threshold: leave them out, or give kind: classifier"
              .formatted(kind.name().toLowerCase(Locale.ROOT)));
    }
    if (kind != Kind.GENERATIVE && scoring != null) {
      throw new IllegalArgumentException(
          "scoring: kind %s has no texts to score: leave it out, or give kind: generative"
              .formatted(kind.name().toLowerCase(Locale.ROOT)));
    }
    if (!labelHorizon.isPositive()) {
      throw new IllegalArgumentException(
          "label-horizon: " + labelHorizon + " is not above 0: give a duration, for example 24h");
    }
    if (!attributionWindow.isPositive() || attributionWindow.compareTo(labelHorizon) > 0) {
      throw new IllegalArgumentException(
          "attribution-window: %s is not above 0 and at most label-horizon, %s: give less, or raise that"
              .formatted(WindowLabel.of(attributionWindow), WindowLabel.of(labelHorizon)));
    }
    Set<List<Object>> seen = new HashSet<>();
    for (Threshold threshold : thresholds) {
      String key = "thresholds." + threshold.check();
      checkDefined(key, threshold.check(), kpis);
      if (threshold.check().equals("out-of-range") && expectedRange == null) {
        throw new IllegalArgumentException(
            key + ": needs the expected-range of the model: give it min, max or both");
      }
      // What tells one atalaya_threshold series from another.
      if (!seen.add(
          List.of(
              threshold.check(), threshold.bound(), threshold.window(), threshold.severity()))) {
        throw new IllegalArgumentException(
            "%s: two %s bounds over %s of severity %s: keep one"
                .formatted(
                    key,
                    threshold.bound().name().toLowerCase(Locale.ROOT),
                    WindowLabel.of(threshold.window()),
                    threshold.severity().name().toLowerCase(Locale.ROOT)));
      }
    }
    for (String reason : invalidation.on()) {
      checkDefined("invalidation.on", reason, kpis);
    }
  }

  private static List<Duration> allWindows(
      List<Duration> windows, List<Threshold> thresholds, @Nullable DriftSettings drift) {
    SortedSet<Duration> all = new TreeSet<>(windows);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("windows: is empty: give one or more, for example [1h]");
    }
    thresholds.forEach(threshold -> all.add(threshold.window()));
    if (drift != null) {
      all.add(drift.window());
    }
    return List.copyOf(all);
  }

  private static void checkDefined(String key, String check, Map<String, KpiDefinition> kpis) {
    if (check.startsWith(CheckDefinition.KPI)
        && !kpis.containsKey(check.substring(CheckDefinition.KPI.length()))) {
      throw new IllegalArgumentException(
          key + ": " + check + " is not defined: define it under kpis of the model");
    }
  }
}
