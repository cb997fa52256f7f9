package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftVerdict.Drifted;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.DriftVerdict.Stable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DriftRuleTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final DriftFigures HIT = figures(0.01, 0.1, 0.0);
  private static final DriftFigures MISS = figures(0.9, 0.5, 0.5);

  private long now;

  @Test
  void aWindowIsAHitFromAlphaAndAnyBoundOfAnEffectOn() {
    assertTrue(isHit(figures(0.01, 0.1, 0.0)));
    assertTrue(isHit(figures(0.01, 0.0, 0.1)));
    assertFalse(isHit(figures(Math.nextUp(0.01), 0.1, 0.1)));
    assertFalse(isHit(figures(0.01, Math.nextDown(0.1), Math.nextDown(0.1))));
  }

  @Test
  void withoutAPValueThereIsNoHit() {
    assertFalse(
        isHit(ExampleFigures.of(300, 10_000, 1, OptionalDouble.empty(), OptionalDouble.of(9))));
  }

  @Test
  void aFaultOfTheInputIsAHitByItsOwnPValueAndItsOwnEffect() {
    for (DriftTest test :
        List.of(DriftTest.MISSING, DriftTest.MISTYPED, DriftTest.UNSEEN, DriftTest.OUT_OF_RANGE)) {
      assertTrue(isHit(withFault(MISS, test, 0.02, 0.01)), test.label());
      assertFalse(isHit(withFault(MISS, test, 0.02, Math.nextUp(0.01))), test.label());
      assertFalse(isHit(withFault(MISS, test, Math.nextDown(0.02), 0)), test.label());
    }
  }

  @Test
  void theEffectOfAFaultDoesNotMakeASmallChangeOfTheDistributionAHit() {
    assertFalse(isHit(withFault(figures(0.001, 0.05, 0.05), DriftTest.MISSING, 0.5, 0.9)));
  }

  @Test
  void faultsOfOneKindAreAFamilyOfTheirOwn() {
    DriftRule rule = new DriftRule(settings(1, 1));

    Map<String, DriftVerdict> verdicts =
        rule.judge(
            HOUR,
            Map.of(
                "a", withFault(MISS, DriftTest.MISSING, 0.5, 0.006),
                "b", withFault(MISS, DriftTest.MISSING, 0.5, 0.9),
                "c", withFault(MISS, DriftTest.MISTYPED, 0.5, 0.01)));

    assertInstanceOf(Stable.class, verdicts.get("a"));
    assertInstanceOf(Stable.class, verdicts.get("b"));
    assertInstanceOf(Drifted.class, verdicts.get("c"));
  }

  @Test
  void aFeatureWithoutAValueDriftsByWhatIsMissing() {
    TestResult missing = TestResult.of(DriftTest.MISSING, 1, 1, 0.02, OptionalDouble.of(1e-9));
    assertTrue(isHit(withoutValues(300, missing)));
    assertEquals(new InsufficientData(0, 300), verdict(withoutValues(299, missing)));
  }

  @Test
  void aFeatureWithoutAValueAndWithoutAChangeLacksData() {
    TestResult missing = TestResult.of(DriftTest.MISSING, 0.01, 0.01, 0.02, OptionalDouble.of(0));
    assertEquals(new InsufficientData(0, 300), verdict(withoutValues(5_000, missing)));
  }

  @Test
  void whatFewValuesSayOfThemselvesIsNoHit() {
    TestResult ks = TestResult.of(DriftTest.KS, 1, 1, 0.1, OptionalDouble.of(0));
    TestResult unseen = TestResult.of(DriftTest.UNSEEN, 1, 1, 0.02, OptionalDouble.of(0));
    assertEquals(
        new InsufficientData(299, 300),
        verdict(new DriftFigures(900, 299, 900, 900, List.of(ks, unseen), Optional.empty())));
  }

  @Test
  void withoutAWassersteinDistanceTheOtherEffectDecides() {
    assertTrue(
        isHit(ExampleFigures.of(300, 10_000, 0.1, OptionalDouble.of(0), OptionalDouble.empty())));
    assertFalse(
        isHit(ExampleFigures.of(300, 10_000, 0.09, OptionalDouble.of(0), OptionalDouble.empty())));
  }

  @Test
  void theAdjustedPValueDecides() {
    DriftRule rule = new DriftRule(settings(1, 1));

    Map<String, DriftVerdict> verdicts =
        rule.judge(HOUR, Map.of("a", figures(0.006, 0.5, 0), "b", figures(0.9, 0.5, 0)));

    Stable stable = assertInstanceOf(Stable.class, verdicts.get("a"));
    assertEquals(0.012, stable.figures().adjustedP().orElseThrow(), 1e-17);
  }

  @Test
  void featuresWithTooFewValuesAreNotOfTheFamily() {
    DriftRule rule = new DriftRule(settings(1, 1));

    Map<String, DriftVerdict> verdicts =
        rule.judge(
            HOUR,
            Map.of(
                "a",
                figures(0.006, 0.5, 0),
                "few",
                ExampleFigures.of(299, 9, 1, OptionalDouble.of(1), OptionalDouble.empty())));

    assertInstanceOf(Drifted.class, verdicts.get("a"));
    assertEquals(new InsufficientData(299, 300), verdicts.get("few"));
  }

  @Test
  void driftedTakesEnoughOfTheLastClosedWindows() {
    DriftRule rule = new DriftRule(settings(3, 2));

    assertEquals("Stable 1", after(rule, HIT));
    assertEquals("Stable 1", after(rule, MISS));
    assertEquals("Drifted 2", after(rule, HIT));
    assertEquals("Stable 1", after(rule, MISS));
    assertEquals("Stable 1", after(rule, MISS));
    assertEquals("Stable 0", after(rule, MISS));
  }

  @Test
  void aVerdictCanOutlastAMiss() {
    DriftRule rule = new DriftRule(settings(3, 2));
    after(rule, HIT);
    after(rule, HIT);

    assertEquals("Drifted 2", after(rule, MISS));
  }

  @Test
  void aLongPersistenceIsRemembered() {
    DriftRule rule = new DriftRule(settings(100, 100));
    for (int i = 1; i < 100; i++) {
      assertEquals("Stable " + i, after(rule, HIT));
    }

    assertEquals("Drifted 100", after(rule, HIT));
    assertEquals("Drifted 100", after(rule, HIT));
    assertEquals("Stable 99", after(rule, MISS));
  }

  @Test
  void aWindowWithTooLittleDataCountsAndIsNoHit() {
    DriftRule rule = new DriftRule(settings(3, 2));
    after(rule, HIT);

    assertEquals("InsufficientData 5", after(rule, new InsufficientData(5, 300)));
    assertEquals("Drifted 2", after(rule, HIT));
    assertEquals("InsufficientData 5", after(rule, new InsufficientData(5, 300)));
    assertEquals("InsufficientData 5", after(rule, new InsufficientData(5, 300)));
    assertEquals("Stable 1", after(rule, HIT));
  }

  @Test
  void anotherReferenceMakesAllBeginAnew() {
    DriftRule rule = new DriftRule(settings(3, 2));
    rule.compareWith("first");
    after(rule, HIT);
    after(rule, HIT);

    rule.compareWith("first");
    assertEquals(1, rule.verdicts().size());
    rule.compareWith("second");
    assertEquals(Map.of(), rule.verdicts());

    assertEquals("Stable 1", after(rule, HIT));
  }

  @Test
  void aFeatureThatIsNotJudgedKeepsItsVerdict() {
    DriftRule rule = new DriftRule(settings(3, 2));
    after(rule, HIT);
    DriftVerdict before = rule.verdicts().get("f");

    rule.judge(now + HOUR, Map.of("g", MISS));

    assertEquals(before, rule.verdicts().get("f"));
  }

  @Test
  void judgingABoundaryAgainChangesNothing() {
    DriftRule rule = new DriftRule(settings(3, 2));
    rule.judge(HOUR, Map.of("f", HIT));

    assertEquals("Stable 1", text(rule.judge(HOUR, Map.of("f", HIT))));
    assertEquals("Stable 1", text(rule.judge(HOUR - 1, Map.of("f", HIT))));
    assertEquals("Drifted 2", text(rule.judge(HOUR + 1, Map.of("f", HIT))));
  }

  @Test
  void aWindowClosesAtAMultipleOfItsLengthWithEnoughValues() {
    DriftRule rule = new DriftRule(settings(3, 2));

    assertTrue(rule.closes(HOUR, 2 * HOUR, 300));
    assertFalse(rule.closes(HOUR, 2 * HOUR, 299));
    assertFalse(rule.closes(HOUR, 2 * HOUR - 1, 300));
    assertFalse(rule.closes(HOUR, 2 * HOUR + 1, 300));
    assertFalse(rule.closes(HOUR, HOUR, 300));
    assertTrue(rule.closes(-HOUR, 0, 300));
  }

  @Test
  void aWindowRunsOnUntilItWouldOutgrowTheLongest() {
    DriftRule rule = new DriftRule(settings(3, 2));

    assertTrue(rule.closes(HOUR, 3 * HOUR, 300));
    assertFalse(rule.closes(HOUR, 4 * HOUR, 299));
    assertTrue(rule.closes(HOUR, 5 * HOUR, 299));
    assertTrue(rule.closes(HOUR, 5 * HOUR, 0));
  }

  @Test
  void aStateCutShortIsRefused() {
    DriftRule rule = new DriftRule(settings(3, 2));
    rule.judge(HOUR, Map.of("f", HIT, "g", new InsufficientData(1, 2)));
    byte[] bytes = written(rule);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> DriftRule.readFrom(new ByteReader(cut), settings(3, 2)));
    }
  }

  @Test
  void aShorterPersistenceForgetsOlderWindows() {
    DriftRule before = new DriftRule(settings(3, 2));
    after(before, HIT);
    after(before, HIT);
    after(before, MISS);

    DriftRule rule = DriftRule.readFrom(new ByteReader(written(before)), settings(2, 2));

    assertEquals("Stable 1", after(rule, HIT));
    assertEquals("Drifted 2", after(rule, HIT));
  }

  private static boolean isHit(DriftFigures figures) {
    return verdict(figures) instanceof Drifted;
  }

  private static DriftVerdict verdict(DriftFigures figures) {
    return Objects.requireNonNull(
        new DriftRule(settings(1, 1)).judge(HOUR, Map.of("f", figures)).get("f"));
  }

  private static DriftFigures withFault(
      DriftFigures figures, DriftTest test, double effect, double p) {
    List<TestResult> results = new ArrayList<>(figures.results());
    results.add(TestResult.of(test, effect, effect, 0.02, OptionalDouble.of(p)));
    return figures.with(results);
  }

  private static DriftFigures withoutValues(long predictions, TestResult missing) {
    return new DriftFigures(predictions, 0, 900, 900, List.of(missing), Optional.empty());
  }

  private String after(DriftRule rule, Comparison window) {
    now += HOUR;
    return text(rule.judge(now, Map.of("f", window)));
  }

  private static String text(Map<String, DriftVerdict> verdicts) {
    return switch (Objects.requireNonNull(verdicts.get("f"))) {
      case Stable(_, int hits) -> "Stable " + hits;
      case Drifted(_, int hits) -> "Drifted " + hits;
      case InsufficientData(long have, _, _) -> "InsufficientData " + have;
    };
  }

  private static byte[] written(DriftRule rule) {
    ByteWriter out = new ByteWriter();
    rule.writeTo(out);
    return out.toByteArray();
  }

  private static DriftFigures figures(double p, double ks, double wasserstein) {
    return ExampleFigures.of(300, 10_000, ks, OptionalDouble.of(p), OptionalDouble.of(wasserstein));
  }

  private static DriftSettings settings(int of, int atLeast) {
    return new DriftSettings(
        Duration.ofHours(1),
        new ReferenceSource.Learned(10_000, Duration.ofHours(24)),
        new SignificanceLevel.Alpha(0.01),
        DriftSettings.Effect.DEFAULT,
        300,
        new DriftSettings.Persistence(of, atLeast),
        Duration.ofHours(4));
  }
}
