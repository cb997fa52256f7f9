package io.atalaya.adapter.metrics;

import static io.atalaya.adapter.metrics.GaugeFamily.labels;
import static io.atalaya.adapter.metrics.GaugeFamily.ofVersion;

import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.monitor.WindowFigures;
import io.atalaya.window.WindowLabel;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The gauges of quality before its labels have come, and of how near to the truth such estimates
 * were: never under the names of what was measured.
 */
final class EstimateGauges {

  private static final GaugeFamily MAE =
      ofVersion(
          "estimated_mae",
          "Mean absolute error to be expected of the window's predictions, labelled or not",
          "window");

  private static final GaugeFamily ACCURACY =
      ofVersion(
          "estimated_accuracy_ratio",
          "Share of right classes to be expected of the window's predictions, labelled or not",
          "window");

  private static final GaugeFamily ERROR =
      ofVersion(
          "estimate_error",
          "Mean difference of estimated and true loss, over blocks of the longest window");

  private static final GaugeFamily SKILL =
      ofVersion(
          "estimate_skill_ratio",
          "Above 0 where estimates beat the supposition that nothing changes, at most 1");

  private EstimateGauges() {}

  /** All families, in the order of their importance. */
  static Stream<GaugeFamily> families() {
    return Stream.of(MAE, ACCURACY, ERROR, SKILL);
  }

  /** Gives the gauges of a model to {@code sink}, in the order of {@link #families}. */
  static void export(ModelSnapshot model, GaugeSink sink) {
    export(model, MAE, WindowFigures::estimatedMae, sink);
    export(model, ACCURACY, WindowFigures::estimatedAccuracy, sink);
    for (VersionSnapshot version : model.versions()) {
      sink.add(ERROR, labels(model, version), version.estimateScore().meanAbsoluteError());
    }
    for (VersionSnapshot version : model.versions()) {
      sink.add(SKILL, labels(model, version), version.estimateScore().skill());
    }
  }

  private static void export(
      ModelSnapshot model,
      GaugeFamily family,
      Function<WindowFigures, OptionalDouble> value,
      GaugeSink sink) {
    for (VersionSnapshot version : model.versions()) {
      for (WindowFigures window : version.windows()) {
        sink.add(
            family, labels(model, version, WindowLabel.of(window.window())), value.apply(window));
      }
    }
  }
}
