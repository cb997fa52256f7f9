package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.signal.Evidence;
import io.atalaya.signal.Observation;
import io.atalaya.signal.Signal;
import io.atalaya.signal.VersionChecks;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DriftCheckTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final DriftFigures HIT = figures(0, 0.5);
  private static final DriftFigures MISS = figures(1, 0.5);
  private static final InsufficientData FEW = new InsufficientData(5, 300);

  private final DriftRule rule = new DriftRule(ExampleFigures.SETTINGS);
  private final VersionChecks checks =
      new VersionChecks("m", "v1", List.of(DriftCheck.over(ExampleFigures.SETTINGS)));
  private long now;

  @Test
  void firesOnceWhenAFeatureDriftsAndResolvesWhenNoneDoes() {
    assertEquals(List.of(), states(Map.of("f", HIT, "g", MISS)));
    assertEquals(List.of(Signal.State.FIRING), states(Map.of("f", HIT, "g", HIT)));
    assertEquals(List.of(), states(Map.of("f", MISS, "g", HIT)));
    assertEquals(List.of(), states(Map.of("f", MISS, "g", MISS)));
    assertEquals(List.of(Signal.State.RESOLVED), states(Map.of("f", MISS, "g", MISS)));
  }

  @Test
  void goesOnWhileADriftingFeatureLacksData() {
    states(Map.of("f", HIT, "g", MISS));
    states(Map.of("f", HIT, "g", MISS));

    assertEquals(List.of(), states(Map.of("f", FEW, "g", MISS)));
    assertEquals(Observation.UNDEFINED, DriftCheck.observe(rule));
    assertEquals(List.of(Signal.State.RESOLVED), states(Map.of("f", FEW, "g", MISS)));
  }

  @Test
  void goesOnWhileNothingCanBeJudged() {
    states(Map.of("f", HIT));
    states(Map.of("f", HIT));

    assertEquals(List.of(), states(Map.of("f", FEW)));
    assertEquals(List.of(), states(Map.of("f", FEW)));
    assertEquals(List.of(), states(Map.of("f", FEW)));
    assertEquals(List.of(Signal.State.RESOLVED), states(Map.of("f", MISS)));
  }

  @Test
  void goesOnAfterAChangeOfReferenceUntilAWindowIsJudged() {
    states(Map.of("f", HIT));
    states(Map.of("f", HIT));

    rule.compareWith("another");

    assertEquals(List.of(), observed(now + 1));
    assertEquals(List.of(Signal.State.RESOLVED), states(Map.of("f", HIT)));
  }

  @Test
  void evidenceNamesTheDriftingFeaturesWithTheLargestDistanceFirst() {
    Map<String, DriftFigures> windows =
        Map.of("calm", MISS, "b", figures(0, 0.25), "a", figures(0, 0.25), "z", figures(0, 0.75));
    states(windows);
    states(windows);

    assertEquals(
        Observation.of(3)
            .with(
                Evidence.NONE
                    .with("features", "z, a, b")
                    .with(shown("z", 0.75))
                    .with(shown("a", 0.25))
                    .with(shown("b", 0.25))),
        DriftCheck.observe(rule));
    assertEquals(
        List.of(
            "features",
            "z.score",
            "z.ks",
            "z.wasserstein",
            "z.p_adjusted",
            "z.n",
            "z.m",
            "a.score"),
        DriftCheck.observe(rule).evidence().values().keySet().stream().limit(8).toList());
  }

  @Test
  void evidenceShowsTenFeaturesAtMost() {
    Map<String, DriftFigures> windows = new HashMap<>();
    for (int i = 0; i < 11; i++) {
      windows.put("f" + i, figures(0, (11 - i) / 11.0));
    }
    states(windows);
    states(windows);

    Observation observation = DriftCheck.observe(rule);

    assertEquals(OptionalDouble.of(11), observation.value());
    assertEquals(
        new Evidence.Value.Text("f0, f1, f2, f3, f4, f5, f6, f7, f8, f9"),
        observation.evidence().values().get("features"));
    assertEquals(1 + 10 * 6, observation.evidence().values().size());
  }

  @Test
  void importanceMovesAFeatureUpInTheRanking() {
    DriftRule weighted =
        new DriftRule(
            ExampleFigures.settings(
                Map.of(
                    "b", new DriftSettings.Feature(DriftSettings.Kind.BY_REFERENCE, 4),
                    "z", new DriftSettings.Feature(DriftSettings.Kind.BY_REFERENCE, 0))));
    Map<String, DriftFigures> windows =
        Map.of("b", figures(0, 0.25), "a", figures(0, 0.5), "z", figures(0, 0.75));
    weighted.judge(HOUR, windows);
    weighted.judge(2 * HOUR, windows);

    Evidence evidence = DriftCheck.observe(weighted).evidence();

    assertEquals(new Evidence.Value.Text("b, a, z"), evidence.values().get("features"));
    assertEquals(new Evidence.Value.Numeric(1), evidence.values().get("b.score"));
    assertEquals(new Evidence.Value.Numeric(0), evidence.values().get("z.score"));
  }

  @Test
  void evidenceShowsBothDistributionsAndWhatIsWrongWithTheInput() {
    TestResult missing = TestResult.of(DriftTest.MISSING, 0.6, 0.6, 0.02, OptionalDouble.of(1e-9));
    TestResult few = TestResult.of(DriftTest.MISTYPED, 0.01, 0.01, 0.02, OptionalDouble.of(1e-9));
    Map<String, DriftFigures> windows =
        Map.of(
            "lost",
            new DriftFigures(400, 0, 9, 9, List.of(missing), Optional.empty()),
            "number",
            hit(
                List.of(HIT.results().getFirst(), few),
                new Contrast.Quantiles(
                    List.of(1.0, 2.0, 3.0, 4.0, 5.0), List.of(6.0, 7.0, 8.0, 9.0, 10.0))),
            "word",
            hit(
                HIT.results(),
                new Contrast.Shares(
                    List.of(
                        new Contrast.Share("rain", 0.25, 0.5),
                        new Contrast.Share(Contrast.UNSEEN, 0, 0.125)))));
    states(windows);
    states(windows);

    Map<String, Evidence.Value> evidence = DriftCheck.observe(rule).evidence().values();

    assertEquals(new Evidence.Value.Text("lost, number, word"), evidence.get("features"));
    assertEquals(new Evidence.Value.Numeric(0.6), evidence.get("lost.missing"));
    assertEquals(new Evidence.Value.Numeric(1e-9), evidence.get("lost.missing.p_adjusted"));
    assertEquals(new Evidence.Value.Count(0), evidence.get("lost.n"));
    assertEquals(new Evidence.Value.Numeric(1), evidence.get("number.reference.p05"));
    assertEquals(new Evidence.Value.Numeric(8), evidence.get("number.current.p50"));
    assertEquals(new Evidence.Value.Numeric(10), evidence.get("number.current.p95"));
    assertEquals(null, evidence.get("number.mistyped"));
    assertEquals(
        new Evidence.Value.Text("rain: 50.0 % (25.0 %), __unseen__: 12.5 % (0.0 %)"),
        evidence.get("word.shares"));
  }

  private List<Signal.State> states(Map<String, ? extends Comparison> windows) {
    now += HOUR;
    rule.judge(now, windows);
    return observed(now);
  }

  private List<Signal.State> observed(long t) {
    return checks.judge(t, (_, _) -> DriftCheck.observe(rule)).stream().map(Signal::state).toList();
  }

  private static Evidence shown(String feature, double ks) {
    return Evidence.NONE
        .with(feature + ".score", ks)
        .with(feature + ".ks", ks)
        .with(feature + ".wasserstein", 0.5)
        .with(feature + ".p_adjusted", 0.0)
        .with(feature + ".n", 300L)
        .with(feature + ".m", 10_000L);
  }

  private static DriftFigures hit(List<TestResult> results, Contrast contrast) {
    return new DriftFigures(300, 300, 10_000, 10_000, results, Optional.of(contrast));
  }

  private static DriftFigures figures(double p, double ks) {
    return ExampleFigures.of(300, 10_000, ks, OptionalDouble.of(p), OptionalDouble.of(0.5));
  }
}
