package io.atalaya.monitor;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Features;
import io.atalaya.event.Interaction;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.kpi.KpiCounts;
import io.atalaya.kpi.KpiDefinition;
import io.atalaya.kpi.KpiDefinition.Mean;
import io.atalaya.kpi.KpiDefinition.Quantity;
import io.atalaya.kpi.KpiDefinition.Ratio;
import io.atalaya.kpi.KpiDefinition.Sum;
import io.atalaya.kpi.KpiPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Business figures of a version beside those of its predecessor. */
class KpiComparisonTest {

  private static final int PANES = 30;
  private static final long WIDTH = 1_000;
  private static final Duration LENGTH = Duration.ofMillis(PANES * WIDTH);

  private static final KpiPlan PLAN =
      new KpiPlan(
          Map.of(
              "ctr",
              new KpiDefinition(
                  new Ratio(new Quantity.Count("click"), new Quantity.Count("impression")),
                  false,
                  true),
              "each",
              new KpiDefinition(
                  new Ratio(new Quantity.Total("click"), new Quantity.Predictions()), false, false),
              "clicks",
              new KpiDefinition(new Sum("click"), false, false),
              "rating",
              new KpiDefinition(new Mean("rating"), false, false)));

  private final VersionWindow mine = window();
  private final VersionWindow theirs = window();

  @Test
  void aBlockIsEmptyWithoutInteractionsAndPredictions() {
    assertTrue(new KpiBlock().isEmpty());
    assertFalse(new KpiBlock(new KpiCounts(), 1).isEmpty());
    KpiCounts counts = new KpiCounts();
    counts.add(
        PLAN,
        new Interaction(null, Rig.MODEL, "1", 0, true, "click", Double.NaN, null),
        null,
        false);
    assertFalse(new KpiBlock(counts, 0).isEmpty());
  }

  private static VersionWindow window() {
    return VersionWindow.of(
        LENGTH,
        PLAN,
        new WidthPanes(
            WIDTH,
            PaneStatistic.TRAFFIC.stated(WIDTH),
            new StatedPanes<>(
                WIDTH, QualityCounts::new, QualityCounts::writeTo, QualityCounts::readFrom),
            PaneStatistic.COHORT.stated(WIDTH),
            new StatedPanes<>(
                WIDTH,
                () -> new SegmentCounts(QualityCounts::new),
                SegmentCounts::writeTo,
                in -> SegmentCounts.readFrom(in, QualityCounts::new)),
            PaneStatistic.KPI.stated(WIDTH),
            PaneStatistic.GENERATIONS.stated(WIDTH)),
        LENGTH.toMillis() - 1);
  }

  private static void fill(
      VersionWindow window, int p, int predictions, int impressions, int clicks) {
    TrafficCounts traffic = new TrafficCounts();
    for (int i = 0; i < predictions; i++) {
      traffic.add(prediction(), null);
    }
    KpiCounts counts = new KpiCounts();
    add(counts, "impression", Double.NaN, impressions);
    add(counts, "click", p % 4 + 1, clicks);
    window.panes().traffic().put(p * WIDTH, 0, traffic);
    window.panes().kpis().put(p * WIDTH, 0, counts);
  }

  private static void add(KpiCounts counts, String type, double value, int times) {
    for (int i = 0; i < times; i++) {
      counts.add(
          PLAN,
          new Interaction(null, "m", "1", 0, true, type, value, "s"),
          "s" + i % 2,
          i % 3 == 0);
    }
  }

  private static Prediction prediction() {
    return new Prediction(
        PredictionId.of("p"),
        "m",
        "1",
        0,
        new Label.Numeric(1),
        null,
        Double.NaN,
        Double.NaN,
        Features.NONE,
        null,
        null,
        null,
        null);
  }

  private Map<String, VersionComparison> compared() {
    Map<String, VersionComparison> found = new TreeMap<>();
    VersionComparison.of(List.of(mine), "1", List.of(theirs))
        .forEach(each -> found.put(each.metric(), each));
    return found;
  }

  private static void assertIs(
      double difference, double p, double lower, double upper, VersionComparison found) {
    assertEquals(difference, found.difference(), 1e-12);
    assertEquals(p, found.pValue(), 1e-9 * p);
    assertEquals(lower, found.lower().orElseThrow(), 1e-10);
    assertEquals(upper, found.upper().orElseThrow(), 1e-10);
  }

  /**
   * NumPy 2.4.6 and SciPy 1.17.1: the difference without each of the 30 panes; {@code 2 *
   * t.sf(abs(d) / se, df)} and {@code d ± t.ppf(0.975, df) * se}, df being one less than the fewer
   * effective blocks by the number of interactions and predictions.
   */
  @Test
  void ratiosAreComparedByBlocksThatAreLeftOutOfBothVersions() {
    for (int p = 0; p < PANES; p++) {
      fill(mine, p, 20, 10 + p % 3, p * 7 % 5);
      fill(theirs, p, 5 + p % 7, 12, p * 3 % 4);
    }
    Map<String, VersionComparison> found = compared();
    assertIs(
        0.05681818181818182,
        0.06392748727062562,
        -0.0035136519673313257,
        0.11715001560369498,
        requireNonNull(found.get("kpi:ctr")));
    assertIs(
        -0.24879432624113468,
        0.0006500540358859746,
        -0.38132278696144944,
        -0.11626586552081991,
        requireNonNull(found.get("kpi:each")));
    // Sums grow with a version's share of the traffic, and nobody rated.
    assertEquals(Set.of("kpi:ctr", "kpi:each", "error-ratio"), found.keySet());
  }

  @Test
  void fewerThanThirtyOrTooFewBlocksAreNotCompared() {
    for (int p = 0; p < PANES; p++) {
      fill(theirs, p, 20, 10, 1);
    }
    fill(mine, 0, 0, 100, 10);
    fill(mine, 1, 0, 100, 10);
    assertEquals(Set.of(), compared().keySet(), "two blocks");
    for (int p = 0; p < 7; p++) {
      fill(mine, p, 0, 3, 1);
    }
    assertEquals(Set.of(), compared().keySet(), "28 interactions");
    fill(mine, 7, 0, 3, 1);
    assertEquals(Set.of("kpi:ctr"), compared().keySet(), "32 interactions");
  }
}
