package io.atalaya.monitor;

import io.atalaya.cache.InvalidationSettings;
import io.atalaya.drift.DriftSettings;
import io.atalaya.kpi.KpiDefinition;
import io.atalaya.signal.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one model is monitored.
 *
 * @param kind what the model answers with
 * @param unit the unit of its numbers, for people
 * @param team who owns it, for routing
 * @param windows the sliding windows of its figures, ascending; those of thresholds and drift are
 *     among them
 * @param labelHorizon how long a prediction waits for its outcome, and an outcome for corrections
 * @param expectedRange the range of plausible predictions, bounds included
 * @param thresholds the bounds on its figures
 * @param drift how its drift is judged; null when it is not
 * @param kpis its business figures by name
 * @param invalidation when its cached predictions are invalidated
 */
public record ModelSettings(
    Kind kind,
    @Nullable String unit,
    @Nullable String team,
    List<Duration> windows,
    Duration labelHorizon,
    @Nullable Range expectedRange,
    List<Threshold> thresholds,
    @Nullable DriftSettings drift,
    Map<String, KpiDefinition> kpis,
    InvalidationSettings invalidation) {

  /** What a model answers with. */
  public enum Kind {
    PREDICTIVE,
    CLASSIFIER,
    GENERATIVE
  }

  /** A closed interval in the model's unit; a missing bound is infinite. */
  public record Range(double min, double max) {}

  public ModelSettings {
    windows = List.copyOf(windows);
    thresholds = List.copyOf(thresholds);
    kpis = Map.copyOf(kpis);
  }
}
