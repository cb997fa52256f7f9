package io.atalaya.adapter.rest;

import io.atalaya.accuracy.RegressionQuality;
import io.atalaya.monitor.SegmentFigures;
import io.atalaya.window.WindowLabel;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The figures of one segment over one window, under the names of their metrics. */
public record SegmentView(
    String window,
    String segment,
    long predictions,
    long scoredPredictions,
    OptionalDouble accuracyRatio,
    OptionalDouble mae,
    OptionalDouble rmse,
    OptionalDouble bias,
    Optional<ClassesView> classes,
    OptionalDouble errorRatio,
    Optional<Map<String, Double>> kpi) {

  static SegmentView of(SegmentFigures figures) {
    RegressionQuality quality = figures.quality();
    return new SegmentView(
        WindowLabel.of(figures.window()),
        figures.segment(),
        figures.predictions(),
        figures.scored(),
        figures.accuracy(),
        quality.mae(),
        quality.rmse(),
        quality.bias(),
        ClassesView.of(figures.classes()),
        figures.errorRatio(),
        WindowView.kpis(figures.kpis()));
  }
}
