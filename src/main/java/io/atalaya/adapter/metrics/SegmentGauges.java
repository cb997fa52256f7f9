package io.atalaya.adapter.metrics;

import static io.atalaya.adapter.metrics.GaugeFamily.labels;
import static io.atalaya.adapter.metrics.GaugeFamily.ofVersion;

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
              segment -> OptionalDouble.of((double) segment.quality().scored())),
          figure(
              "segment_accuracy_ratio",
              "Accuracy of the segment",
              segment -> segment.quality().accuracy()),
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
          figure(
              "segment_error_ratio",
              "Share of failed predictions of the segment",
              SegmentFigures::errorRatio));

  private SegmentGauges() {}

  /** All families, in the order of their importance. */
  static Stream<GaugeFamily> families() {
    return FIGURES.stream().map(Figure::family);
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
  }

  private static Figure figure(
      String name, String help, Function<SegmentFigures, OptionalDouble> value) {
    return new Figure(ofVersion(name, help, "window", "segment"), value);
  }
}
