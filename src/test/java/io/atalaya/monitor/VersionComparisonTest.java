package io.atalaya.monitor;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.kpi.KpiPlan;
import io.atalaya.matching.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two versions whose pairs and failures are formulas of the pane's and the pair's number. */
class VersionComparisonTest {

  private static final long WIDTH = 10_000;
  private static final int PANES = 30;
  private static final Duration LENGTH = Duration.ofMillis(PANES * WIDTH);

  /** What a version does in pane p: so many pairs k with an error and an actual, and answers. */
  private record Version(
      int pairs,
      IntBinaryOperator error,
      IntBinaryOperator actual,
      int answers,
      IntUnaryOperator failures) {}

  private static final Version VERSION =
      new Version(
          4,
          (p, k) -> (p * p + 5 * k) % 9 - 3 + p % 5,
          (p, k) -> 100 + (p * 13 + k * 7) % 17,
          10,
          p -> (p * p % 4 == 0 ? 1 : 0) + (p % 10 == 3 ? 3 : 0));

  private static final Version BASELINE =
      new Version(
          3,
          (p, k) -> (p * p + 3 * k) % 7 - 2 + p % 5,
          (p, k) -> 100 + (p * 11 + k * 5) % 19,
          8,
          p -> p % 6 == 0 ? 1 : 0);

  private final VersionWindow mine = window();
  private final VersionWindow theirs = window();

  /**
   * NumPy 2.4.6, SciPy 1.17.1: d = difference without a pane of both versions - difference, {@code
   * 2 * t.sf(abs(difference) / sqrt(29 / 30 * sum(d**2)), 29)}; of the failures that is 0.00214,
   * and {@code 2 * norm.sf(abs(z))} of 24 of 300 and 5 of 240, with the pooled share, is more.
   */
  @Test
  void blocksAreLeftOutOfBothVersionsAtOnce() {
    for (int p = 0; p < PANES; p++) {
      fill(mine, VERSION, p, 1);
      fill(theirs, BASELINE, p, 1);
    }
    Map<String, VersionComparison> found = compared();
    assertEquals(5, found.size());
    assertIs(0.5888888888888886, 0.002701478191191054, found.get("mae"));
    assertIs(0.6948117781910783, 0.0006705574925999331, found.get("rmse"));
    assertIs(0.2833333333333332, 0.21581187461051954, found.get("bias"));
    assertIs(-0.0056450116204734835, 0.0019229020192572653, found.get("accuracy"));
    assertIs(0.05916666666666667, 0.0024405615156869176, found.get("error-ratio"));
  }

  /**
   * SciPy 1.17.1, panes 0 and 3 eight times over: {@code ttest_ind(abs(e), abs(f),
   * equal_var=False)} and {@code ttest_ind(e, f, equal_var=False)}; Welch's formulas with the delta
   * method's standard errors of RMSE and WAPE; {@code 2 * norm.sf(abs(z))} of 32 failures of 160
   * and 8 of 128, with the pooled share.
   */
  @Test
  void inTwoBlocksPairsAndFailuresCountAsIndependent() {
    for (int p : new int[] {0, 3}) {
      fill(mine, VERSION, p, 8);
      fill(theirs, BASELINE, p, 8);
    }
    Map<String, VersionComparison> found = compared();
    assertEquals(5, found.size());
    assertIs(-0.25, 0.45528441303501926, found.get("mae"));
    assertIs(-0.09902546496446618, 0.7721199099400008, found.get("rmse"));
    assertIs(-0.8333333333333335, 0.11251612442229764, found.get("bias"));
    assertIs(0.002599842456203927, 0.4084033526062209, found.get("accuracy"));
    assertIs(0.1375, 0.0007999752241538324, found.get("error-ratio"));
  }

  /** By blocks as above; Fisher's exact test of 10 of 300 and 0 of 240 gives less. */
  @Test
  void aBurstOfFailuresIsOneEvent() {
    Version bursting = new Version(0, (_, _) -> 0, (_, _) -> 0, 10, p -> p == 7 ? 10 : 0);
    for (int p = 0; p < PANES; p++) {
      fill(mine, bursting, p, 1);
      fill(theirs, new Version(0, (_, _) -> 0, (_, _) -> 0, 8, _ -> 0), p, 1);
    }
    assertIs(1 / 30.0, 0.3255819880161935, compared().get("error-ratio"));
  }

  /** Fisher's exact test of 0 of 40 and 10 of 240; by blocks the first would seem certain. */
  @Test
  void aVersionThatDidNotFailYetIsNotBetterForCertain() {
    for (int p = 0; p < PANES; p++) {
      fill(mine, new Version(0, (_, _) -> 0, (_, _) -> 0, p % 3 == 0 ? 4 : 0, _ -> 0), p, 1);
      fill(theirs, new Version(0, (_, _) -> 0, (_, _) -> 0, 8, at -> at % 3 == 0 ? 1 : 0), p, 1);
    }
    assertIs(-1 / 24.0, 0.3665771681542508, compared().get("error-ratio"));
  }

  @Test
  void fewerThanThirtyOfEitherAreNotCompared() {
    for (int p = 0; p < PANES; p++) {
      fill(theirs, BASELINE, p, 1);
    }
    fill(mine, VERSION, 0, 1);
    fill(mine, VERSION, 1, 1);
    assertEquals(Set.of(), compared().keySet(), "8 pairs, 20 answers");
    assertEquals(List.of(), VersionComparison.of(List.of(theirs), "2", List.of(mine)));
    fill(mine, VERSION, 2, 1);
    assertEquals(Set.of("error-ratio"), compared().keySet(), "12 pairs, 30 answers");
    for (int p = 3; p < 8; p++) {
      fill(mine, VERSION, p, 1);
    }
    assertEquals(5, compared().size(), "32 pairs");
  }

  @Test
  void aVersionThatDoesTheSameDoesNotDiffer() {
    for (int p = 0; p < PANES; p++) {
      fill(mine, VERSION, p, 1);
      fill(theirs, VERSION, p, 1);
    }
    compared().values().forEach(found -> assertIs(0, 1, found));
  }

  /** An accuracy is never shown below 0, and yet it is no certainty that both are as bad. */
  @Test
  void accuraciesOfZeroAreTestedByWhatIsBehindThem() {
    Version bad = new Version(4, (p, k) -> 300 + p * p % 7 + k, (_, _) -> 100, 1, _ -> 0);
    Version worse = new Version(4, (p, k) -> 400 + p * p % 5 + k, (_, _) -> 100, 1, _ -> 0);
    for (int p = 0; p < PANES; p++) {
      fill(mine, bad, p, 1);
      fill(theirs, worse, p, 1);
    }
    assertIs(0, 0, compared().get("accuracy"));
  }

  private Map<String, VersionComparison> compared() {
    Map<String, VersionComparison> found = new TreeMap<>();
    for (VersionComparison each : VersionComparison.of(List.of(mine), "1", List.of(theirs))) {
      assertEquals("1", each.baseline());
      assertEquals(LENGTH, each.window());
      found.put(each.metric(), each);
    }
    return found;
  }

  private static void assertIs(double difference, double p, @Nullable VersionComparison found) {
    VersionComparison comparison = requireNonNull(found);
    assertEquals(difference, comparison.difference(), 1e-12, comparison.metric());
    assertEquals(p, comparison.pValue(), 1e-9 * p + 1e-30, comparison.metric());
  }

  private static VersionWindow window() {
    return VersionWindow.of(
        LENGTH,
        new KpiPlan(Map.of()),
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

  private static void fill(VersionWindow window, Version version, int p, int times) {
    QualityCounts quality = new QualityCounts();
    TrafficCounts traffic = new TrafficCounts();
    for (int i = 0; i < times; i++) {
      for (int k = 0; k < version.pairs; k++) {
        double actual = version.actual.applyAsInt(p, k);
        double predicted = actual + version.error.applyAsInt(p, k);
        quality.add(
            new Pair(
                "",
                new Label.Numeric(predicted),
                new Label.Numeric(actual),
                p,
                p,
                null,
                0,
                null,
                null));
      }
      for (int k = 0; k < version.answers; k++) {
        traffic.add(prediction(k < version.failures.applyAsInt(p) ? "timeout" : null), null);
      }
    }
    window.panes().quality().put(p * WIDTH, 0, quality);
    window.panes().traffic().put(p * WIDTH, 0, traffic);
  }

  private static Prediction prediction(@Nullable String error) {
    return new Prediction(
        PredictionId.of("p"),
        "m",
        "",
        0,
        error == null ? new Label.Numeric(1) : null,
        error,
        Double.NaN,
        Double.NaN,
        Features.NONE,
        null,
        null,
        null,
        null);
  }
}
