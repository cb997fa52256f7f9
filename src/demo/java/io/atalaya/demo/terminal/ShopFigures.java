package io.atalaya.demo.terminal;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of a shop at one moment, as the pipeline exports them; empty when it exports none.
 *
 * @param conversionRate conversions over impressions
 * @param engagementRate engagements over impressions
 * @param auc how well the model tells who buys: the area under its ROC curve
 */
public record ShopFigures(
    OptionalDouble conversionRate, OptionalDouble engagementRate, OptionalDouble auc) {

  /**
   * The figures of a scrape.
   *
   * @param model the value of the label {@code model}
   * @param window the value of the label {@code window}: {@code 10s}, for example
   */
  public static ShopFigures of(Exposition scrape, String model, String window) {
    return new ShopFigures(
        kpi(scrape, model, window, "conversion-rate"),
        kpi(scrape, model, window, "engagement-rate"),
        scrape.value("atalaya_roc_auc", Map.of("model", model, "window", window)));
  }

  private static OptionalDouble kpi(Exposition scrape, String model, String window, String kpi) {
    return scrape.value("atalaya_kpi", Map.of("model", model, "window", window, "kpi", kpi));
  }
}
