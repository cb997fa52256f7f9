package io.atalaya.demo.terminal;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;

/**
 * One model's figures at one moment, as the pipeline exports them; empty when it exports none.
 *
 * @param pairs scored pairs in the window
 * @param mae mean absolute error, in the model's unit
 * @param rmse root mean squared error, in the model's unit
 * @param r2 coefficient of determination
 * @param accuracy 1 − WAPE, 0 to 1
 * @param confidence mean confidence, 0 to 1
 * @param p95Millis the 95th percentile of the latency
 * @param drifting the features with a persisted drift verdict
 */
public record Figures(
    OptionalDouble pairs,
    OptionalDouble mae,
    OptionalDouble rmse,
    OptionalDouble r2,
    OptionalDouble accuracy,
    OptionalDouble confidence,
    OptionalDouble p95Millis,
    SortedSet<String> drifting) {

  /**
   * The figures of a scrape.
   *
   * @param window the value of the label {@code window}: {@code 10s}, for example
   */
  public static Figures of(Exposition scrape, String window) {
    Map<String, String> labels = Map.of("window", window);
    OptionalDouble p95 =
        scrape.value(
            "atalaya_prediction_latency_quantile_seconds",
            Map.of("window", window, "quantile", "0.95"));
    return new Figures(
        scrape.value("atalaya_scored_predictions", labels),
        scrape.value("atalaya_mae", labels),
        scrape.value("atalaya_rmse", labels),
        scrape.value("atalaya_r2", labels),
        scrape.value("atalaya_accuracy_ratio", labels),
        scrape.value("atalaya_confidence_mean", labels),
        p95.isPresent() ? OptionalDouble.of(1000 * p95.getAsDouble()) : p95,
        scrape.labelsWhereOne("atalaya_drift_detected", "feature"));
  }
}
