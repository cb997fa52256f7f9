package io.atalaya.adapter.rest;

import io.atalaya.accuracy.IntervalQuality;
import io.atalaya.accuracy.RegressionQuality;
import io.atalaya.monitor.Quantiles;
import io.atalaya.monitor.WindowFigures;
import io.atalaya.window.WindowLabel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The figures of one window, under the names of their metrics. What is undefined is missing;
 * quantiles are keyed by {@code 0.5}, {@code 0.95} and {@code 0.99}, business figures by name.
 */
public record WindowView(
    String window,
    long predictions,
    long scoredPredictions,
    OptionalDouble mae,
    OptionalDouble rmse,
    OptionalDouble r2,
    OptionalDouble bias,
    OptionalDouble mapeRatio,
    OptionalDouble wapeRatio,
    OptionalDouble accuracyRatio,
    OptionalDouble labelCoverageRatio,
    OptionalDouble cohortCoverageRatio,
    OptionalDouble estimatedMae,
    OptionalDouble estimatedAccuracyRatio,
    Optional<ClassesView> classes,
    Optional<IntervalView> intervals,
    double throughputPerSecond,
    OptionalDouble errorRatio,
    OptionalDouble outOfRangeRatio,
    OptionalDouble confidenceMean,
    OptionalDouble predictionBurstinessRatio,
    OptionalDouble predictionsPeakPerMinute,
    OptionalDouble cacheHitRatio,
    long cacheSavedCalls,
    OptionalDouble cacheSavedCost,
    Optional<Map<String, Double>> predictionLatencyQuantileSeconds,
    Optional<Map<String, Double>> cachedLatencyQuantileSeconds,
    Optional<Map<String, Double>> computedLatencyQuantileSeconds,
    Optional<Map<String, Double>> absoluteErrorQuantile,
    Optional<Map<String, Double>> labelDelayQuantileSeconds,
    Optional<Map<String, Double>> kpi,
    Optional<GenerationView> generation) {

  /**
   * Prediction intervals.
   *
   * @param scoredPredictions the pairs with an interval
   * @param coverageRatio the share of intervals that hold the actual
   * @param levelRatio the share that they state to hold
   * @param widthMean their mean width, in the model's unit
   */
  @Schema(name = "IntervalView")
  public record IntervalView(
      long scoredPredictions,
      OptionalDouble coverageRatio,
      OptionalDouble levelRatio,
      OptionalDouble widthMean) {

    private static Optional<IntervalView> of(IntervalQuality quality) {
      return quality.scored() == 0
          ? Optional.empty()
          : Optional.of(
              new IntervalView(
                  quality.scored(), quality.coverage(), quality.level(), quality.meanWidth()));
    }
  }

  static WindowView of(WindowFigures figures) {
    RegressionQuality quality = figures.quality();
    return new WindowView(
        WindowLabel.of(figures.window()),
        figures.predictions(),
        quality.scored(),
        quality.mae(),
        quality.rmse(),
        quality.r2(),
        quality.bias(),
        quality.mape(),
        quality.wape(),
        figures.accuracy(),
        figures.labelCoverage(),
        figures.cohortCoverage(),
        figures.estimatedMae(),
        figures.estimatedAccuracy(),
        ClassesView.of(figures.classes()),
        IntervalView.of(figures.intervals()),
        figures.throughput(),
        figures.errorRatio(),
        figures.outOfRangeRatio(),
        figures.confidenceMean(),
        figures.pattern().burstiness(),
        figures.pattern().peakPerMinute(),
        figures.cache().hitRatio(),
        figures.cache().savedCalls(),
        figures.cache().savedCost(),
        quantiles(figures.latencySeconds()),
        quantiles(figures.cache().cachedSeconds()),
        quantiles(figures.cache().computedSeconds()),
        quantiles(figures.absoluteError()),
        quantiles(figures.labelDelaySeconds()),
        kpis(figures.kpis()),
        GenerationView.of(figures.generation()));
  }

  /** Business figures by name; empty without any. */
  static Optional<Map<String, Double>> kpis(Map<String, Double> defined) {
    return defined.isEmpty() ? Optional.empty() : Optional.of(defined);
  }

  static Optional<Map<String, Double>> quantiles(Quantiles quantiles) {
    Map<String, Double> defined = new LinkedHashMap<>();
    for (int i = 0; i < Quantiles.SHOWN.size(); i++) {
      String quantile = Quantiles.SHOWN.get(i).toString();
      quantiles.values().get(i).ifPresent(value -> defined.put(quantile, value));
    }
    return defined.isEmpty() ? Optional.empty() : Optional.of(defined);
  }
}
