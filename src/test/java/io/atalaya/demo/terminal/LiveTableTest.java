package io.atalaya.demo.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class LiveTableTest {

  private static final LocalDate DAY = LocalDate.of(2011, 12, 4);

  // What the pipeline exports, in the order and with the labels of others between.
  private static final String SCRAPE =
      """
      # HELP atalaya_mae Mean absolute error
      # TYPE atalaya_mae gauge
      atalaya_mae{model="bike-demand",version="summer-2011",window="1m"} 99.0
      atalaya_mae{model="bike-demand",version="summer-2011",window="10s"} 36.44
      atalaya_estimated_mae{model="bike-demand",version="summer-2011",window="10s"} 34.12
      atalaya_interval_coverage_ratio{model="bike-demand",version="summer-2011",window="10s"} 0.7812
      atalaya_cohort_coverage_ratio{model="bike-demand",version="summer-2011",window="10s"} 0.9412
      atalaya_drift_effect{feature="temperature",model="bike-demand",test="ks",window="5s"} 0.9
      atalaya_drift_effect{feature="temperature",model="bike-demand",test="jensen-shannon",window="5s"} 0.71
      atalaya_drift_effect{feature="__confidence__",model="bike-demand",test="jensen-shannon",window="5s"} 0.333
      atalaya_r2{model="bike-demand",version="summer-2011",window="10s"} 0.7604
      atalaya_accuracy_ratio{model="bike-demand",version="summer-2011",window="10s"} 0.7296
      atalaya_scored_predictions{model="bike-demand",version="summer-2011",window="10s"} 599.0
      atalaya_confidence_mean{model="bike-demand",version="summer-2011",window="10s"} 0.504
      atalaya_prediction_latency_quantile_seconds{model="bike-demand",window="10s",quantile="0.5"} 1.0E-5
      atalaya_prediction_latency_quantile_seconds{model="bike-demand",window="10s",quantile="0.95"} 2.5E-4
      atalaya_cache_hit_ratio{model="bike-demand",version="summer-2011",window="1m"} 0.5
      atalaya_cache_hit_ratio{model="bike-demand",version="summer-2011",window="10s"} 0.7712
      atalaya_cache_saved_calls{model="bike-demand",version="summer-2011",window="10s"} 1851.0
      atalaya_cached_latency_quantile_seconds{model="bike-demand",window="10s",quantile="0.95"} 0.02
      atalaya_cached_latency_quantile_seconds{model="bike-demand",window="10s",quantile="0.5"} 8.4E-4
      atalaya_computed_latency_quantile_seconds{model="bike-demand",window="10s",quantile="0.5"} 0.00212
      atalaya_accuracy_ratio{model="shop-purchase",version="spring",window="10s"} 0.9
      atalaya_drift_detected{feature="pages",model="shop-purchase"} 1.0
      atalaya_kpi{kpi="conversion-rate",model="shop-purchase",version="spring",window="1m"} 0.2
      atalaya_kpi{kpi="conversion-rate",model="shop-purchase",version="spring",window="10s"} 0.1042
      atalaya_kpi{kpi="engagement-rate",model="shop-purchase",version="spring",window="10s"} 0.448
      atalaya_generation_score{model="product-texts",score="relevance",version="templates",window="10s"} 0.714
      atalaya_generation_score{model="product-texts",score="coherence",version="templates",window="10s"} 0.522
      atalaya_drift_detected{feature="temperature",model="bike-demand"} 1.0
      atalaya_drift_detected{feature="hour",model="bike-demand"} 0.0
      atalaya_drift_detected{feature="__confidence__",model="bike-demand"} 1.0
      """;

  @Test
  void aRowShowsTheFiguresOfItsWindowBelowTheirNames() {
    assertEquals(
        """
        done replaying    MAE  est.    R2 accuracy conf. in 90 ripe hits saved  hit miss bought  eng.  rel.  coh. signals  drifting
         44% 2011-12-04  36.4  34.1  0.76    0.730  0.50  0.78 0.94 0.77  1851  0.8  2.1  0.104 0.448  0.71  0.52       2  temperature 0.71, confidence 0.33\
        """,
        LiveTable.header() + "\n" + row(0.44, SCRAPE, 2));
  }

  @Test
  void whatIsAbsentIsADash() {
    assertEquals(
        "  0% 2011-12-04     -     -     -        -     -     -    -    -     -    -    -      -     -     -     -       -",
        row(0, "", 0));
  }

  private static String row(double progress, String scrape, int firing) {
    Exposition exposition = Exposition.parse(scrape);
    return LiveTable.row(
        progress,
        DAY,
        DemandFigures.of(exposition, "bike-demand", "10s"),
        CacheFigures.of(exposition, "bike-demand", "10s"),
        ShopFigures.of(exposition, "shop-purchase", "10s"),
        TextFigures.of(exposition, "product-texts", "10s"),
        firing);
  }
}
