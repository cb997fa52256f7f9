package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.event.Interval;
import io.atalaya.event.Label;
import io.atalaya.event.Probabilities;
import io.atalaya.matching.Pair;
import io.atalaya.monitor.ModelSettings.Kind;
import io.atalaya.monitor.PartialKey.Part;
import io.atalaya.signal.ConfidenceInterval;
import io.atalaya.signal.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionWindowsTest {

  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final long NOW = Rig.START + 60_000;

  private static ModelPlan plan(Kind kind) {
    ModelSettings model =
        new ModelSettings(
            kind,
            kind == Kind.CLASSIFIER ? new ClassSettings("yes", 0.5) : ClassSettings.DEFAULT,
            null,
            null,
            List.of(WINDOW),
            WINDOW,
            WINDOW,
            null,
            List.of(),
            SegmentSettings.DEFAULT,
            null,
            Map.of(),
            PriceSettings.NONE,
            null,
            new InvalidationSettings(Set.of(), Duration.ZERO, false));
    return new ModelPlan(
        new MonitorSettings(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of(), model, 1, 1_000, 2_000),
        model);
  }

  /** Ten pairs a second, of which index 0 states five and index 1 the others. */
  private static VersionWindows windows(ModelPlan plan, int seconds, PairOf pairs) {
    VersionWindows windows = new VersionWindows(plan, NOW - 1);
    for (int i = 0; i < 10 * seconds; i += 5) {
      long pane = Rig.START + i / 10 * 1_000L;
      QualityCounts quality = plan.quality().empty().get();
      for (int j = i; j < i + 5; j++) {
        quality.add(pairs.at(j, pane));
      }
      PartialKey key = new PartialKey("m", "1", 1_000, pane, i / 5 % 2, Part.QUALITY, "");
      assertTrue(windows.put(Partial.of(key, plan.fingerprint(Part.QUALITY), quality::writeTo)));
    }
    return windows;
  }

  private interface PairOf {
    Pair at(int i, long millis);
  }

  private static Pair ofClasses(int i, long millis) {
    boolean yes = i % 10 < 3;
    boolean right = new SplittableRandom(i).nextInt(4) > 0;
    return new Pair(
        "1",
        new Label.Category(yes ? "yes" : "not yes"),
        new Label.Category(yes == right ? "yes" : "not yes"),
        millis,
        millis,
        null,
        0,
        null,
        Probabilities.of("yes", yes ? 0.8 : 0.1));
  }

  private static Pair ofNumbers(int i, long millis) {
    @Nullable Interval interval = i % 2 == 0 ? new Interval(0, i % 10 == 0 ? 1 : 20, 0.9) : null;
    return new Pair(
        "1",
        new Label.Numeric(i % 7),
        new Label.Numeric(10),
        millis,
        millis,
        null,
        0,
        interval,
        null);
  }

  private static ConfidenceInterval interval(Observation observation) {
    return observation.interval().at(0.95).orElseThrow();
  }

  @Test
  void figuresOfClassesAreJudgedWithTheirIntervals() {
    VersionWindow.Judged judged =
        windows(plan(Kind.CLASSIFIER), 60, VersionWindowsTest::ofClasses).judgedAt(WINDOW, NOW);
    Observation accuracy = judged.observe("accuracy");
    assertEquals(0.75, accuracy.value().orElseThrow(), 0.05);
    assertEquals(600, accuracy.scored());
    ConfidenceInterval of = interval(accuracy);
    assertEquals("block-jackknife", of.method());
    // Of independent pairs: 2 · 1.64 · √(0.75 · 0.25 / 600) = 0.058.
    assertEquals(0.058, of.upper() - of.lower(), 0.02);
    for (String figure : List.of("precision", "recall", "f1", "log-loss", "brier", "auc")) {
      Observation observation = judged.observe(figure);
      double value = observation.value().orElseThrow();
      ConfidenceInterval around = interval(observation);
      assertTrue(around.lower() <= value && value <= around.upper(), figure);
    }
    assertEquals(OptionalDouble.empty(), judged.observe("mae").value());
  }

  @Test
  void aBurstOfClassesIsJudgedAsIndependentPairs() {
    VersionWindow.Judged judged =
        windows(plan(Kind.CLASSIFIER), 2, VersionWindowsTest::ofClasses).judgedAt(WINDOW, NOW);
    ConfidenceInterval accuracy = interval(judged.observe("accuracy"));
    assertEquals("independent-pairs", accuracy.method());
    // 2 · 1.64 · √(0.65 · 0.35 / 20) = 0.35 of independent pairs, and a little less of Wilson's.
    assertEquals(0.34, accuracy.upper() - accuracy.lower(), 0.02);
    assertFalse(judged.observe("calibration-error").interval().at(0.95).isPresent());
  }

  @Test
  void theCoverageOfIntervalsIsOverThePairsWithOne() {
    VersionWindow.Judged judged =
        windows(plan(Kind.PREDICTIVE), 60, VersionWindowsTest::ofNumbers).judgedAt(WINDOW, NOW);
    Observation coverage = judged.observe("interval-coverage");
    assertEquals(OptionalDouble.of(0.8), coverage.value());
    assertEquals(300, coverage.scored());
    ConfidenceInterval of = interval(coverage);
    assertTrue(of.lower() <= 0.8 && 0.8 <= of.upper(), of.toString());
    assertEquals(600, judged.observe("mae").scored());
  }
}
