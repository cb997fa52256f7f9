package io.atalaya.notebook.metrics;

import io.atalaya.monitor.ModelSettings;
import io.atalaya.notebook.report.Part;
import io.atalaya.notebook.report.chart.Axis;
import io.atalaya.notebook.report.chart.Chart;
import io.atalaya.notebook.report.chart.Mark;
import io.atalaya.notebook.report.chart.Series;
import io.atalaya.signal.Signal;
import io.atalaya.signal.Threshold;
import io.atalaya.window.WindowLabel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The metrics of one model over time: a chart for each metric (of drift effects one for each test,
 * of business figures one for each), with a line for each series, the bounds of its check as
 * levels, and the beginnings of the alarms as marks.
 *
 * @param model the model
 * @param settings how it is monitored
 * @param history what came of it
 */
record MetricCharts(String model, ModelSettings settings, History history) {

  private static final double MILLIS = 1e3;

  /** More lines would not be told apart; the others are in the JSON of the last figures. */
  private static final int MOST_LINES = 9;

  /** The metrics that tell who the model is or how the check stands, and counters. */
  private static final Set<String> NOT_PLOTTED =
      Set.of(
          "atalaya_model_info",
          "atalaya_signal_firing",
          "atalaya_threshold",
          "atalaya_drift_effect_bound",
          "atalaya_drift_insufficient_data",
          "atalaya_interval_level_ratio",
          "atalaya_roc_auc_error_bound",
          "atalaya_series_refused");

  /** The check that bounds a metric, where its name is not the metric's. */
  private static final Map<String, String> CHECKS =
      Map.ofEntries(
          Map.entry("atalaya_accuracy_ratio", "accuracy"),
          Map.entry("atalaya_mape_ratio", "mape"),
          Map.entry("atalaya_wape_ratio", "wape"),
          Map.entry("atalaya_precision_ratio", "precision"),
          Map.entry("atalaya_recall_ratio", "recall"),
          Map.entry("atalaya_f1_ratio", "f1"),
          Map.entry("atalaya_brier_score", "brier"),
          Map.entry("atalaya_roc_auc", "auc"),
          Map.entry("atalaya_calibration_error_ratio", "calibration-error"),
          Map.entry("atalaya_confidence_mean", "confidence"),
          Map.entry("atalaya_throughput_per_second", "throughput"),
          Map.entry("atalaya_error_ratio", "error-ratio"),
          Map.entry("atalaya_out_of_range_ratio", "out-of-range"),
          Map.entry("atalaya_label_coverage_ratio", "label-coverage"),
          Map.entry("atalaya_interval_coverage_ratio", "interval-coverage"),
          Map.entry("atalaya_estimated_accuracy_ratio", "estimated-accuracy"),
          Map.entry("atalaya_drift_share", "drift"),
          Map.entry("atalaya_drift_detected", "drift"),
          Map.entry("atalaya_drift_effect", "drift"));

  private record Plot(String name, String part) {}

  /** The charts of the model's metrics whose names a section takes. */
  List<Part> parts(Predicate<String> metrics) {
    SequencedMap<Plot, List<History.Curve>> plots = new LinkedHashMap<>();
    for (History.Curve curve : history.curves()) {
      Sample metric = curve.metric();
      if (metric.label("model").equals(model)
          && isPlotted(metric.name())
          && metrics.test(metric.name())) {
        String part = metric.label("test").isEmpty() ? metric.label("kpi") : metric.label("test");
        plots
            .computeIfAbsent(new Plot(metric.name(), part), ignored -> new ArrayList<>())
            .add(curve);
      }
    }
    List<Part> parts = new ArrayList<>();
    plots.forEach((plot, curves) -> parts.add(new Part.Picture(chart(plot, curves))));
    return parts;
  }

  private static boolean isPlotted(String name) {
    return name.startsWith("atalaya_")
        && !NOT_PLOTTED.contains(name)
        && !name.startsWith("atalaya_segment_")
        && !name.startsWith("atalaya_drift_p_")
        && !name.startsWith("atalaya_drift_statistic")
        && !name.matches(".*_(total|bucket|count|sum|created)");
  }

  private Chart chart(Plot plot, List<History.Curve> curves) {
    String check = check(plot);
    List<Series> lines = new ArrayList<>();
    Set<String> windows = new LinkedHashSet<>();
    boolean oneVersion =
        curves.stream().map(curve -> curve.metric().label("version")).distinct().count() == 1;
    for (History.Curve curve : curves.subList(0, Math.min(MOST_LINES, curves.size()))) {
      windows.add(curve.metric().label("window"));
      lines.add(
          new Series(
              legend(curve.metric(), oneVersion),
              curve.points().entrySet().stream()
                  .map(point -> new Series.Point(point.getKey() / MILLIS, point.getValue()))
                  .toList()));
    }
    String title = plot.part.isEmpty() ? plot.name : plot.name + " " + plot.part;
    return new Chart.Lines(
        (model + "-" + title).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
        caption(title, curves.size()),
        Axis.time("event time"),
        Axis.linear(title.replace("atalaya_", "")),
        lines,
        marks(check, windows));
  }

  private String caption(String title, int lines) {
    return lines <= MOST_LINES
        ? "%s of %s.".formatted(title, model)
        : "%s of %s, the first %d of %d series.".formatted(title, model, MOST_LINES, lines);
  }

  private static String legend(Sample metric, boolean oneVersion) {
    String legend =
        metric.labels().entrySet().stream()
            .filter(label -> !Set.of("model", "kpi", "test").contains(label.getKey()))
            .filter(label -> !(oneVersion && label.getKey().equals("version")))
            .map(
                label ->
                    label.getKey().equals("quantile") ? "p" + label.getValue() : label.getValue())
            .collect(Collectors.joining(" "));
    return legend.isEmpty() ? metric.label("version") : legend;
  }

  private static String check(Plot plot) {
    if (plot.name.equals("atalaya_kpi")) {
      return "kpi:" + plot.part;
    }
    return CHECKS.getOrDefault(plot.name, plot.name.replace("atalaya_", "").replace('_', '-'));
  }

  private List<Mark> marks(String check, Set<String> windows) {
    List<Mark> marks = new ArrayList<>();
    for (Threshold threshold : settings.thresholds()) {
      String window = WindowLabel.of(threshold.window());
      if (threshold.check().equals(check) && windows.contains(window)) {
        marks.add(
            new Mark.Level(
                threshold.limit(),
                "%s %s".formatted(threshold.bound().name().toLowerCase(Locale.ROOT), window)));
      }
    }
    for (Signal signal : history.signals()) {
      boolean isDrift = signal.check().equals("drift");
      if (signal.model().equals(model)
          && signal.begins()
          && (signal.check().equals(check) || isDrift)) {
        marks.add(
            new Mark.At(
                signal.timeMillis() / MILLIS, isDrift ? "drift" : "%s fires".formatted(check)));
      }
    }
    return marks;
  }
}
