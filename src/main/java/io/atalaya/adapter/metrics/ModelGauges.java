package io.atalaya.adapter.metrics;

import static io.atalaya.adapter.metrics.GaugeFamily.labels;
import static io.atalaya.adapter.metrics.GaugeFamily.ofVersion;

import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.signal.Threshold;
import io.atalaya.signal.ThresholdState;
import io.atalaya.signal.VersionChecks.BoundState;
import io.atalaya.window.WindowLabel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a model's snapshot into gauges, the most important first: who the model is, what fires and
 * at which bounds, how good and how complete it is, its traffic, its quantiles, its texts, how it
 * differs from its predecessor, its drift, what is estimated, its segments. An undefined figure
 * gives no gauge. No two gauges of a family have the same labels.
 */
final class ModelGauges {

  private static final GaugeFamily INFO =
      ofVersion("model_info", "The model, always 1, for joins and routing", "kind", "unit", "team");

  private static final GaugeFamily FIRING =
      ofVersion(
          "signal_firing",
          "1 while a bound of the check fires, else 0",
          "window",
          "check",
          "severity");

  private static final GaugeFamily THRESHOLD =
      new GaugeFamily(
          "atalaya_threshold",
          "A configured bound, in the base unit of its figure",
          List.of("model", "window", "check", "bound", "severity"));

  private static final GaugeFamily ORPHANS =
      new GaugeFamily(
          "atalaya_orphan_outcomes",
          "Outcomes that no prediction had come to when their time was over",
          List.of("model", "window"));

  private ModelGauges() {}

  /** All families, in the order of their importance. */
  static List<GaugeFamily> families() {
    return Stream.of(
            Stream.of(INFO, FIRING, THRESHOLD),
            FigureGauges.families(),
            ClassGauges.families(),
            GenerationGauges.families(),
            ComparisonGauges.families(),
            DriftGauges.families(),
            Stream.of(ORPHANS),
            EstimateGauges.families(),
            SegmentGauges.families())
        .flatMap(families -> families)
        .toList();
  }

  /** Gives the gauges of a model to {@code sink}, in the order of {@link #families}. */
  static void export(ModelSnapshot model, GaugeSink sink) {
    for (VersionSnapshot version : model.versions()) {
      exportInfo(model, version, sink);
    }
    for (VersionSnapshot version : model.versions()) {
      exportFiring(model, version, sink);
    }
    for (Threshold threshold : model.settings().thresholds()) {
      exportThreshold(model, threshold, sink);
    }
    FigureGauges.export(model, sink);
    ClassGauges.export(model, sink);
    GenerationGauges.export(model, sink);
    ComparisonGauges.export(model, sink);
    DriftGauges.export(model, sink);
    model
        .orphans()
        .forEach(
            (window, orphans) ->
                sink.add(ORPHANS, List.of(model.model(), WindowLabel.of(window)), orphans));
    EstimateGauges.export(model, sink);
    SegmentGauges.export(model, sink);
  }

  private static void exportInfo(ModelSnapshot model, VersionSnapshot version, GaugeSink sink) {
    ModelSettings settings = model.settings();
    sink.add(
        INFO,
        labels(
            model, version, lower(settings.kind()), text(settings.unit()), text(settings.team())),
        1);
  }

  private static void exportFiring(ModelSnapshot model, VersionSnapshot version, GaugeSink sink) {
    // A minimum and a maximum of the same severity share a gauge.
    Map<List<String>, Boolean> firing = new LinkedHashMap<>();
    for (BoundState bound : version.bounds()) {
      firing.merge(
          labels(
              model,
              version,
              bound.key().window(),
              bound.key().check(),
              lower(bound.rule().severity())),
          bound.state() instanceof ThresholdState.Firing,
          Boolean::logicalOr);
    }
    firing.forEach((labels, fires) -> sink.add(FIRING, labels, fires ? 1 : 0));
  }

  private static void exportThreshold(ModelSnapshot model, Threshold threshold, GaugeSink sink) {
    sink.add(
        THRESHOLD,
        List.of(
            model.model(),
            WindowLabel.of(threshold.window()),
            threshold.check(),
            lower(threshold.bound()),
            lower(threshold.severity())),
        threshold.limit());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
