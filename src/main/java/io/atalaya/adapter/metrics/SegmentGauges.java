package io.atalaya.adapter.metrics;

import static io.atalaya.adapter.metrics.GaugeFamily.labels;
import static io.atalaya.adapter.metrics.GaugeFamily.ofVersion;

import io.atalaya.accuracy.ClassificationQuality;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.SegmentFigures;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.window.WindowLabel;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** The gauges of the segments that have figures of their own, and of {@code other}. */
final class SegmentGauges {

  private record Figure(GaugeFamily family, Function<SegmentFigures, OptionalDouble> value) {}

  private static final List<Figure> FIGURES =
      List.of(
          figure(
              "segment_predictions",
              "Predictions of the segment in the window, failed ones included",
              segment -> OptionalDouble.of((double) segment.predictions())),
          figure(
              "segment_scored_predictions",
              "Pairs of a prediction and its outcome of the segment",
              segment -> OptionalDouble.of((double) segment.scored())),
          figure("segment_accuracy_ratio", "Accuracy of the segment", SegmentFigures::accuracy),
          figure(
              "segment_mae",
              "Mean absolute error of the segment, in the model's unit",
              segment -> segment.quality().mae()),
          figure(
              "segment_rmse",
              "Root mean squared error of the segment, in the model's unit",
              segment -> segment.quality().rmse()),
          figure(
              "segment_bias",
              "Mean error of the segment, in the model's unit",
              segment -> segment.quality().bias()),
          ofClasses(
              "segment_precision_ratio",
              "Precision of the segment",
              ClassificationQuality::precision),
          ofClasses("segment_recall_ratio", "Recall of the segment", ClassificationQuality::recall),
          ofClasses("segment_f1_ratio", "F1 of the segment", ClassificationQuality::f1),
          figure(
              "segment_error_ratio",
              "Share of failed predictions of the segment",
              SegmentFigures::errorRatio));

  private static final GaugeFamily KPI =
      ofVersion("segment_kpi", "A business figure of the segment", "window", "segment", "kpi");

  private SegmentGauges() {}

  /** All families, in the order of their importance. */
  static Stream<GaugeFamily> families() {
    return Stream.concat(FIGURES.stream().map(Figure::family), Stream.of(KPI));
  }

  /** Gives the gauges of a model to {@code sink}, in the order of {@link #families}. */
  static void export(ModelSnapshot model, GaugeSink sink) {
    for (Figure figure : FIGURES) {
      for (VersionSnapshot version : model.versions()) {
        for (SegmentFigures segment : version.segments()) {
          sink.add(
              figure.family,
              labels(model, version, WindowLabel.of(segment.window()), segment.segment()),
              figure.value.apply(segment));
        }
      }
    }
    exportKpis(model, sink);
  }

  private static void exportKpis(ModelSnapshot model, GaugeSink sink) {
    for (VersionSnapshot version : model.versions()) {
      for (SegmentFigures segment : version.segments()) {
        String window = WindowLabel.of(segment.window());
        segment
            .kpis()
            .forEach(
                (kpi, value) ->
                    sink.add(KPI, labels(model, version, window, segment.segment(), kpi), value));
      }
    }
  }

  private static Figure ofClasses(
      String name, String help, Function<ClassificationQuality, OptionalDouble> value) {
    return figure(
        name,
        help,
        segment ->
            segment.classes() == null ? OptionalDouble.empty() : value.apply(segment.classes()));
  }

  private static Figure figure(
      String name, String help, Function<SegmentFigures, OptionalDouble> value) {
    return new Figure(ofVersion(name, help, "window", "segment"), value);
  }
}
