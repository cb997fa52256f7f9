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
        List.of("features", "z.ks", "z.wasserstein", "z.p_adjusted", "z.n", "z.m", "a.ks"),
        DriftCheck.observe(rule).evidence().values().keySet().stream().limit(7).toList());
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
    assertEquals(1 + 10 * 5, observation.evidence().values().size());
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
        .with(feature + ".ks", ks)
        .with(feature + ".wasserstein", 0.5)
        .with(feature + ".p_adjusted", 0.0)
        .with(feature + ".n", 300L)
        .with(feature + ".m", 10_000L);
  }

  private static DriftFigures figures(double p, double ks) {
    return ExampleFigures.of(300, 10_000, ks, OptionalDouble.of(p), OptionalDouble.of(0.5));
  }
}
