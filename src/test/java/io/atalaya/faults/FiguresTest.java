package io.atalaya.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiguresTest {

  private static final String MAE = "atalaya_mae{model=\"m\",version=\"1\",window=\"1h\"}";
  private static final String BIAS = "atalaya_bias{model=\"m\",version=\"1\",window=\"1h\"}";

  @Test
  void aModelThatTwoExportIsADifferenceWhicheverSamplesTheyAre() {
    assertEquals(List.of(), figures(MAE + " 1.0\n" + BIAS + " 2.0").differences(undisturbed()));
    assertEquals(
        List.of("exported more than once: m"),
        figures(MAE + " 1.0", BIAS + " 2.0").differences(undisturbed()));
  }

  @Test
  void aSampleThatIsThereTwiceIsADifference() {
    assertEquals(
        List.of("exported more than once: " + MAE),
        figures(MAE + " 1.0\n" + MAE + " 1.0\n" + BIAS + " 2.0").differences(undisturbed()));
  }

  @Test
  void whatIsMissingAndWhatIsOffByMoreThanRoundingAreDifferences() {
    assertEquals(
        List.of(BIAS + " is null, undisturbed 2.0", MAE + " is 1.00000000001, undisturbed 1.0"),
        figures(MAE + " 1.00000000001").differences(undisturbed()));
    assertEquals(
        List.of(), figures(MAE + " 1.0000000000001\n" + BIAS + " 2.0").differences(undisturbed()));
  }

  @Test
  void whatIsAnInstancesOwnIsNoFigure() {
    String own =
        """
        atalaya_predictions_total{model="m",version="1"} 5.0
        atalaya_prediction_confidence_bucket{model="m",version="1",le="0.5"} 3.0
        atalaya_oldest_pending_seconds{model="m",version="1"} 7.5
        atalaya_consumer_lag_records 0.0
        atalaya_cache_applied_invalidation{model="m"} 3.0
        atalaya_cache_stale_seconds_max{model="m"} 0.2
        jvm_threads_live_threads 40.0
        """;
    assertEquals(Set.of(), figures(own).samples().keySet());
    assertEquals(Set.of(), Figures.models(own));
    assertEquals(Set.of("m"), Figures.models(own + MAE + " 1.0"));
  }

  private static Figures undisturbed() {
    return figures(MAE + " 1.0\n" + BIAS + " 2.0");
  }

  private static Figures figures(String... expositions) {
    return Figures.ofExpositions(List.of(expositions));
  }
}
