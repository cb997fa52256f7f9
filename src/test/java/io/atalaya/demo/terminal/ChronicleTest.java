package io.atalaya.demo.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChronicleTest {

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final String FIRING =
      """
      {"id": "1", "model": "bike-demand", "version": "summer-2011", "check": "accuracy",
       "state": "firing", "severity": "critical", "time": "2026-11-23T10:00:41Z", "window": "10s",
       "observed": 0.73812, "threshold": 0.75, "evidence": {"scored": 599}}
      """;
  private static final String DRIFT =
      """
      {"id": "2", "model": "bike-demand", "version": "summer-2011", "check": "drift",
       "state": "firing", "severity": "warning", "time": "2026-11-23T10:00:27Z", "window": "5s",
       "observed": 2, "threshold": 0,
       "evidence": {"features": "temperature, __confidence__", "temperature.ks": 0.46}}
      """;
  private static final String INVALIDATION =
      """
      {"id": "3", "model": "bike-demand", "epoch": 1, "scope": "model", "reason": "drift",
       "signal": "2", "time": "2026-11-23T10:00:27Z", "dry_run": false}
      """;

  private final Chronicle chronicle = new Chronicle(START);

  @Test
  void tellsEachDecisionWithItsFigureAndWhenItWas() {
    assertEquals(
        " +27s  signal firing (warning): bike-demand drift over 5s: temperature, confidence",
        chronicle.tell(Notices.signal(json(DRIFT))));
    assertEquals(
        " +27s  cache invalidated, because of drift: epoch 1",
        chronicle.tell(Notices.invalidation(json(INVALIDATION))));
    assertEquals(
        " +41s  signal firing (critical): bike-demand accuracy over 10s, at 0.7381 (bound 0.7500)",
        chronicle.tell(Notices.signal(json(FIRING))));
    assertEquals(2, chronicle.firing());
    assertEquals(1, chronicle.epoch());
  }

  @Test
  void aResolvedCheckIsFiringNoMore() {
    chronicle.tell(Notices.signal(json(FIRING)));
    assertEquals(1, chronicle.firing());
    chronicle.tell(Notices.signal(json(FIRING.replace("\"firing\"", "\"resolved\""))));
    assertEquals(0, chronicle.firing());
  }

  @Test
  void theSummaryHasTheFirstFiringsAndTheExtremes() {
    chronicle.tell(Notices.signal(json(DRIFT)));
    chronicle.tell(Notices.invalidation(json(INVALIDATION)));
    chronicle.tell(Notices.signal(json(DRIFT.replace("10:00:27Z", "10:00:50Z"))));
    observe(0.84, "temperature");
    observe(0.59, "humidity");
    observe(0.71, "humidity");
    assertEquals(
        List.of(
            "bike accuracy       0.840 at best, 0.590 at worst",
            "drifted             humidity 0.41, temperature 0.16, confidence 0.00 (largest Jensen-Shannon distance)",
            "shop sessions       7.7 % to 10.9 % buy, 38.4 % to 54.6 % engaged",
            "who buys            AUC 0.970 at best, 0.828 at worst",
            "relevance of texts  0.840 at best, 0.590 at worst",
            "coherence of texts  0.840 at best, 0.590 at worst",
            "drift               bike-demand, fired first +27s: temperature, confidence",
            "signals             2 published, 1 firing at the end",
            "invalidations       1, the cache is at epoch 1",
            "labels              97 % of the last predictions have theirs, half of them within 0.40 s,"
                + " 0 outcomes without a prediction",
            "latency             95 % below 0.25 ms"),
        chronicle.summary());
  }

  @Test
  void withoutFiguresTheSummarySaysSo() {
    assertEquals(
        List.of(
            "drifted             nothing",
            "signals             0 published, 0 firing at the end",
            "invalidations       0, the cache is at epoch 0"),
        chronicle.summary());
  }

  private void observe(double accuracy, String drifting) {
    String scrape =
        """
        atalaya_accuracy_ratio{model="bike-demand",window="10s"} %f
        atalaya_drift_detected{model="bike-demand",feature="FEATURE"} 1
        atalaya_drift_effect{model="bike-demand",feature="FEATURE",test="jensen-shannon"} %f
        atalaya_cohort_coverage_ratio{model="bike-demand",window="10s"} 0.97
        atalaya_label_delay_quantile_seconds{model="bike-demand",window="10s",quantile="0.5"} 0.4
        atalaya_prediction_latency_quantile_seconds{model="bike-demand",window="10s",quantile="0.95"} 0.00025
        atalaya_orphan_outcomes{model="bike-demand",window="10s"} 0
        atalaya_kpi{model="shop-purchase",window="10s",kpi="conversion-rate"} %f
        atalaya_kpi{model="shop-purchase",window="10s",kpi="engagement-rate"} %f
        atalaya_roc_auc{model="shop-purchase",window="10s"} %f
        atalaya_generation_score{model="product-texts",window="10s",score="relevance"} %1$f
        atalaya_generation_score{model="product-texts",window="10s",score="coherence"} %1$f
        """;
    Exposition exposition =
        Exposition.parse(
            scrape
                .replace("FEATURE", drifting)
                .formatted(
                    accuracy,
                    1 - accuracy,
                    0.13 * accuracy,
                    0.65 * accuracy,
                    0.493 + 0.5679 * accuracy));
    chronicle.observe(
        DemandFigures.of(exposition, "bike-demand", "10s"),
        ShopFigures.of(exposition, "shop-purchase", "10s"),
        TextFigures.of(exposition, "product-texts", "10s"));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
