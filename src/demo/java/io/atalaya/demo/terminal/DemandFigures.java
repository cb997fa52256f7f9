package io.atalaya.demo.terminal;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * The figures of a model that forecasts, at one moment, as the pipeline exports them; empty when it
 * exports none.
 *
 * @param mae mean absolute error, in the model's unit
 * @param estimatedMae the same of all predictions in the window, labelled or not, as estimated
 * @param r2 coefficient of determination
 * @param accuracy 1 − WAPE, 0 to 1
 * @param confidence mean confidence, 0 to 1
 * @param held the share of prediction intervals that hold the actual
 * @param p95Millis the 95th percentile of the latency
 * @param labels how complete and how late the labels are
 * @param drifting the features with a persisted drift verdict and their distance from the
 *     reference, the largest first
 */
public record DemandFigures(
    OptionalDouble mae,
    OptionalDouble estimatedMae,
    OptionalDouble r2,
    OptionalDouble accuracy,
    OptionalDouble confidence,
    OptionalDouble held,
    OptionalDouble p95Millis,
    Labels labels,
    SequencedMap<String, Double> drifting) {

  /**
   * The health of the labels.
   *
   * @param coverage the share of the window's predictions that have their label by now
   * @param medianSeconds the median of the delay
   * @param p95Seconds its 95th percentile
   * @param pending the predictions that wait
   * @param orphans the outcomes that no prediction came to
   */
  public record Labels(
      OptionalDouble coverage,
      OptionalDouble medianSeconds,
      OptionalDouble p95Seconds,
      OptionalDouble pending,
      OptionalDouble orphans) {}

  /**
   * The figures of a scrape.
   *
   * @param model the value of the label {@code model}
   * @param window the value of the label {@code window}: {@code 10s}, for example
   */
  public static DemandFigures of(Exposition scrape, String model, String window) {
    Map<String, String> of = Map.of("model", model, "window", window);
    return new DemandFigures(
        scrape.value("atalaya_mae", of),
        scrape.value("atalaya_estimated_mae", of),
        scrape.value("atalaya_r2", of),
        scrape.value("atalaya_accuracy_ratio", of),
        scrape.value("atalaya_confidence_mean", of),
        scrape.value("atalaya_interval_coverage_ratio", of),
        scrape.millis("atalaya_prediction_latency_quantile_seconds", of, "0.95"),
        new Labels(
            scrape.value("atalaya_cohort_coverage_ratio", of),
            scrape.quantile("atalaya_label_delay_quantile_seconds", of, "0.5"),
            scrape.quantile("atalaya_label_delay_quantile_seconds", of, "0.95"),
            scrape.value("atalaya_pending_predictions", Map.of("model", model)),
            scrape.value("atalaya_orphan_outcomes", of)),
        drifting(scrape, model));
  }

  private static SequencedMap<String, Double> drifting(Exposition scrape, String model) {
    SequencedMap<String, Double> drifting = new LinkedHashMap<>();
    scrape.labelsWhereOne("atalaya_drift_detected", Map.of("model", model), "feature").stream()
        .map(feature -> Map.entry(feature, distance(scrape, model, feature)))
        .sorted(Comparator.comparing((Map.Entry<String, Double> each) -> -each.getValue()))
        .forEach(each -> drifting.put(each.getKey(), each.getValue()));
    return drifting;
  }

  private static double distance(Exposition scrape, String model, String feature) {
    return scrape
        .value(
            "atalaya_drift_effect",
            Map.of("model", model, "feature", feature, "test", "jensen-shannon"))
        .orElse(0);
  }
}
