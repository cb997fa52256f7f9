package io.atalaya.adapter.metrics;

import static io.atalaya.adapter.metrics.GaugeFamily.labels;
import static io.atalaya.adapter.metrics.GaugeFamily.ofVersion;

import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.Quantiles;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.monitor.WindowFigures;
import io.atalaya.window.WindowLabel;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** The gauges of quality, labels, traffic and quantiles. */
final class FigureGauges {

  private record Figure(GaugeFamily family, Function<WindowFigures, OptionalDouble> value) {}

  private record Spread(GaugeFamily family, Function<WindowFigures, Quantiles> values) {}

  private static final List<Figure> QUALITY =
      List.of(
          figure(
              "scored_predictions",
              "Pairs of a prediction and its outcome in the window",
              window -> OptionalDouble.of((double) window.scored())),
          figure(
              "mae", "Mean absolute error, in the model's unit", window -> window.quality().mae()),
          figure(
              "rmse",
              "Root mean squared error, in the model's unit",
              window -> window.quality().rmse()),
          figure("r2", "Coefficient of determination", window -> window.quality().r2()),
          figure(
              "bias",
              "Mean error (prediction less actual), in the model's unit",
              window -> window.quality().bias()),
          figure(
              "mape_ratio",
              "Mean of the absolute error over the actual, where that is not 0",
              window -> window.quality().mape()),
          figure(
              "wape_ratio",
              "Sum of absolute errors over the sum of absolute actuals",
              window -> window.quality().wape()),
          figure(
              "accuracy_ratio",
              "Forecast accuracy, 1 less WAPE, at least 0; of a classifier the share of right classes",
              WindowFigures::accuracy),
          figure(
              "label_coverage_ratio",
              "Share of labelled predictions among those labelled or due in the window",
              WindowFigures::labelCoverage),
          figure(
              "cohort_coverage_ratio",
              "Of the predictions made in the window that did not fail, the share labelled by now",
              WindowFigures::cohortCoverage));

  private static final GaugeFamily PENDING =
      ofVersion("pending_predictions", "Predictions that wait for their outcome");

  private static final GaugeFamily OLDEST_PENDING =
      ofVersion("oldest_pending_seconds", "Age of the oldest prediction without an outcome");

  private static final List<Figure> TRAFFIC =
      List.of(
          figure(
              "throughput_per_second",
              "Predictions a second, failed ones included",
              window -> OptionalDouble.of(window.throughput())),
          figure("error_ratio", "Share of failed predictions among all", WindowFigures::errorRatio),
          figure(
              "out_of_range_ratio",
              "Share of predicted numbers outside the expected range",
              WindowFigures::outOfRangeRatio),
          figure("confidence_mean", "Mean stated confidence", WindowFigures::confidenceMean),
          figure(
              "prediction_burstiness_ratio",
              "Variance over mean of the predictions a minute: 1 where they are independent",
              window -> window.pattern().burstiness()),
          figure(
              "predictions_peak_per_minute",
              "The most predictions in a minute",
              window -> window.pattern().peakPerMinute()),
          figure(
              "cache_hit_ratio",
              "Share of answers from a cache among those that say",
              window -> window.cache().hitRatio()),
          figure(
              "cache_saved_calls",
              "Answers from a cache, which were not computed",
              window -> OptionalDouble.of((double) window.cache().savedCalls())),
          figure(
              "cache_saved_cost",
              "What the saved calls would have cost, in the currency of the configured price",
              window -> window.cache().savedCost()));

  private static final List<Figure> INTERVALS =
      List.of(
          figure(
              "interval_coverage_ratio",
              "Share of prediction intervals that hold the actual",
              window -> window.intervals().coverage()),
          figure(
              "interval_level_ratio",
              "Mean share of actuals that the intervals state to hold",
              window -> window.intervals().level()),
          figure(
              "interval_width_mean",
              "Mean width of the prediction intervals, in the model's unit",
              window -> window.intervals().meanWidth()));

  private static final List<Spread> SPREADS =
      List.of(
          spread(
              "prediction_latency_quantile_seconds",
              "Quantiles of the stated latency",
              WindowFigures::latencySeconds),
          spread(
              "cached_latency_quantile_seconds",
              "Quantiles of the stated latency of answers from a cache",
              window -> window.cache().cachedSeconds()),
          spread(
              "computed_latency_quantile_seconds",
              "Quantiles of the stated latency of answers that say that they are from no cache",
              window -> window.cache().computedSeconds()),
          spread(
              "absolute_error_quantile",
              "Quantiles of the absolute error, in the model's unit",
              WindowFigures::absoluteError),
          spread(
              "label_delay_quantile_seconds",
              "Quantiles of the time from prediction to outcome",
              WindowFigures::labelDelaySeconds));

  private static final GaugeFamily KPI =
      ofVersion("kpi", "A business figure defined in the configuration", "window", "kpi");

  private FigureGauges() {}

  /** All families, in the order of their importance. */
  static Stream<GaugeFamily> families() {
    return Stream.of(
            QUALITY.stream().map(Figure::family),
            Stream.of(PENDING, OLDEST_PENDING),
            TRAFFIC.stream().map(Figure::family),
            Stream.of(KPI),
            INTERVALS.stream().map(Figure::family),
            SPREADS.stream().map(Spread::family))
        .flatMap(families -> families);
  }

  /** Gives the gauges of a model to {@code sink}, in the order of {@link #families}. */
  static void export(ModelSnapshot model, GaugeSink sink) {
    QUALITY.forEach(figure -> export(model, figure, sink));
    for (VersionSnapshot version : model.versions()) {
      sink.add(PENDING, labels(model, version), (double) version.pending());
    }
    for (VersionSnapshot version : model.versions()) {
      sink.add(OLDEST_PENDING, labels(model, version), version.oldestPendingSeconds());
    }
    TRAFFIC.forEach(figure -> export(model, figure, sink));
    for (VersionSnapshot version : model.versions()) {
      for (WindowFigures window : version.windows()) {
        String label = WindowLabel.of(window.window());
        window
            .kpis()
            .forEach((kpi, value) -> sink.add(KPI, labels(model, version, label, kpi), value));
      }
    }
    INTERVALS.forEach(figure -> export(model, figure, sink));
    SPREADS.forEach(spread -> export(model, spread, sink));
  }

  private static void export(ModelSnapshot model, Figure figure, GaugeSink sink) {
    for (VersionSnapshot version : model.versions()) {
      for (WindowFigures window : version.windows()) {
        sink.add(
            figure.family,
            labels(model, version, WindowLabel.of(window.window())),
            figure.value.apply(window));
      }
    }
  }

  private static void export(ModelSnapshot model, Spread spread, GaugeSink sink) {
    for (VersionSnapshot version : model.versions()) {
      for (WindowFigures window : version.windows()) {
        List<OptionalDouble> values = spread.values.apply(window).values();
        for (int i = 0; i < values.size(); i++) {
          String quantile = Quantiles.SHOWN.get(i).toString();
          sink.add(
              spread.family,
              labels(model, version, WindowLabel.of(window.window()), quantile),
              values.get(i));
        }
      }
    }
  }

  private static Figure figure(
      String name, String help, Function<WindowFigures, OptionalDouble> value) {
    return new Figure(ofVersion(name, help, "window"), value);
  }

  private static Spread spread(
      String name, String help, Function<WindowFigures, Quantiles> values) {
    return new Spread(ofVersion(name, help, "window", "quantile"), values);
  }
}
