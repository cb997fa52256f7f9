package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.DriftFigures;
import io.atalaya.drift.DriftTest;
import io.atalaya.drift.DriftVerdict.Drifted;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.TestResult;
import io.atalaya.event.Features;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.Rig.Appended;
import io.atalaya.monitor.VersionSnapshot.FeatureDrift;
import io.atalaya.signal.Evidence;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Names, missing values and values of another type, through both stages: 40 predictions a second,
 * of which those of the first 30 s are learned from. Windows are of 20 s.
 */
class InputHealthTest {

  private static final int A_SECOND = 40;
  private static final String[] NAMES = {"x", "weather"};

  /** The i-th input: x has the type of a number, every fifth weather is missing. */
  private static Features healthy(int i) {
    String weather = i % 5 == 0 ? null : i % 2 == 0 ? "clear" : "rain";
    return features(i % 100, weather);
  }

  private static Features features(double x, @Nullable String weather) {
    return new Features(
        NAMES, new double[] {x, Double.NaN}, new @Nullable String[] {null, weather});
  }

  /** 60 healthy seconds, and as many with other inputs. */
  private static Rig run(IntFunction<Features> then) {
    Rig rig = new Rig();
    List<Appended> all = new ArrayList<>();
    for (int i = 0; i < 120 * A_SECOND; i++) {
      long millis = Rig.START + i * 1_000L / A_SECOND;
      Features features = i < 60 * A_SECOND ? healthy(i) : then.apply(i);
      Prediction prediction = Rig.prediction("p" + i, millis, 100 + i % 7, 0.5, features);
      all.add(new Appended(prediction, millis));
    }
    for (int i = 0; i < all.size(); i++) {
      rig.read(all.get(i), true);
      if (i % A_SECOND == A_SECOND - 1) {
        for (int index = 0; index < Rig.INDEXES; index++) {
          rig.flush(index, all.get(i).millis() + 1);
        }
        rig.judge();
      }
    }
    return rig;
  }

  private static FeatureDrift drift(Rig rig, String feature) {
    return rig.snapshot().versions().getFirst().drift().stream()
        .filter(drift -> drift.feature().equals(feature))
        .findFirst()
        .orElseThrow();
  }

  private static TestResult result(@Nullable DriftFigures figures, DriftTest test) {
    return Objects.requireNonNull(figures).result(test).orElseThrow();
  }

  private static List<String> drifting(Rig rig) {
    return rig.snapshot().versions().getFirst().drifting().stream()
        .map(FeatureDrift::feature)
        .toList();
  }

  @Test
  void aReferenceIsLearnedFromAllNamesAndFromASampleOfTheNumbers() {
    ReferenceProfile profile = Objects.requireNonNull(run(InputHealthTest::healthy).reference());

    // 30 s of each index, which all began at once.
    FeatureReference weather = profile.reference("weather");
    assertEquals(
        new FeatureReference(
            CategorySample.of(Map.of("clear", 480L, "rain", 480L), 0), 1_200, 240, 0),
        weather);
    FeatureReference x = profile.reference("x");
    assertEquals(1_200, x.predictions());
    assertEquals(0, x.missing());
    assertEquals(200, x.size());
    assertInstanceOf(ReferenceSample.class, x.values());
    assertEquals(1_200, profile.reference(ReferenceProfile.CONFIDENCE).predictions());
  }

  @Test
  void healthyInputsDoNotDrift() {
    Rig rig = run(InputHealthTest::healthy);
    assertEquals(List.of(), drifting(rig));
    DriftFigures figures = Objects.requireNonNull(drift(rig, "weather").figures());
    assertEquals(20 * A_SECOND, figures.predictions());
    assertEquals(20 * A_SECOND * 4 / 5, figures.n());
    assertEquals(0, result(figures, DriftTest.MISSING).effect(), 1e-12);
  }

  @Test
  void aFeatureThatIsNotThereAnyMoreDriftsByWhatIsMissing() {
    Rig rig = run(i -> features(Double.NaN, i % 2 == 0 ? "clear" : "rain"));

    assertEquals(List.of("x", "weather"), drifting(rig));
    FeatureDrift x = drift(rig, "x");
    DriftFigures closed = assertInstanceOf(Drifted.class, x.verdict()).figures();
    assertEquals(0, closed.n());
    assertEquals(1, result(closed, DriftTest.MISSING).effect());
    assertEquals(1, x.score().orElseThrow());
    // What was missing before is there now: a change of a fifth.
    assertEquals(0.2, result(drift(rig, "weather").figures(), DriftTest.MISSING).effect(), 1e-12);
    Map<String, Evidence.Value> evidence = rig.signals().getLast().evidence().values();
    assertEquals(new Evidence.Value.Text("x, weather"), evidence.get("features"));
    assertEquals(new Evidence.Value.Numeric(1), evidence.get("x.missing"));
  }

  @Test
  void valuesOfAnotherTypeAndUnknownOnesAreToldApart() {
    Rig rig =
        run(
            i ->
                new Features(
                    NAMES,
                    new double[] {i % 4 == 0 ? 1_000 : i % 100, i % 2 == 0 ? 1 : Double.NaN},
                    new @Nullable String[] {null, i % 2 == 0 ? null : "snow"}));

    FeatureDrift x = drift(rig, "x");
    assertEquals(0.25, result(x.figures(), DriftTest.OUT_OF_RANGE).effect(), 0.01);
    DriftFigures weather = Objects.requireNonNull(drift(rig, "weather").figures());
    assertEquals(0.5, result(weather, DriftTest.MISTYPED).effect());
    assertEquals(1, result(weather, DriftTest.UNSEEN).effect());
    assertEquals(20 * A_SECOND / 2, weather.n());
    assertEquals(List.of("weather", "x"), drifting(rig));
  }

  @Test
  void predictionsThatSayNothingOfTheirInputsAreNotMissingThem() {
    Rig rig = run(i -> i % 10 == 0 ? healthy(i / 10) : Features.NONE);
    assertEquals(List.of(), drifting(rig));
    assertEquals(
        20 * A_SECOND / 10, Objects.requireNonNull(drift(rig, "x").figures()).predictions());
  }

  @Test
  void anEmptyObjectLacksAllInputs() {
    Rig rig = run(i -> Features.EMPTY);
    assertTrue(drifting(rig).contains("x"));
    assertFalse(drifting(rig).contains(ReferenceProfile.PREDICTION));
  }
}
