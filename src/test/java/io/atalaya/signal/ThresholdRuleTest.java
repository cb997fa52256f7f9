package io.atalaya.signal;

import static io.atalaya.signal.Threshold.Bound.MAX;
import static io.atalaya.signal.Threshold.Bound.MIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.signal.ThresholdState.Firing;
import io.atalaya.signal.ThresholdState.Pending;
import io.atalaya.signal.ThresholdState.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ThresholdRuleTest {

  private static final long T = 1_700_000_000_000L;
  private static final Firing SINCE_BEFORE = new Firing(T - 60_000);

  @Test
  void aMinimumIsBreachedBelowItsLimit() {
    ThresholdRule rule = bounded(MIN, 0.8, 0);

    assertEquals(new Quiet(), rule.next(new Quiet(), T, Observation.of(0.8)));
    assertEquals(new Firing(T), rule.next(new Quiet(), T, Observation.of(Math.nextDown(0.8))));
  }

  @Test
  void aMaximumIsBreachedAboveItsLimit() {
    ThresholdRule rule = bounded(MAX, 0.1, 0);

    assertEquals(new Quiet(), rule.next(new Quiet(), T, Observation.of(0.1)));
    assertEquals(new Firing(T), rule.next(new Quiet(), T, Observation.of(Math.nextUp(0.1))));
  }

  @Test
  void aMinimumResolvesAtItsClearLevel() {
    ThresholdRule rule = bounded(MIN, 0.8, 0.05);

    assertEquals(SINCE_BEFORE, rule.next(SINCE_BEFORE, T, Observation.of(Math.nextDown(0.84))));
    assertEquals(new Quiet(), rule.next(SINCE_BEFORE, T, Observation.of(0.84)));
  }

  @Test
  void aMaximumResolvesAtItsClearLevel() {
    ThresholdRule rule = bounded(MAX, 0.1, 0.05);

    assertEquals(SINCE_BEFORE, rule.next(SINCE_BEFORE, T, Observation.of(Math.nextUp(0.095))));
    assertEquals(new Quiet(), rule.next(SINCE_BEFORE, T, Observation.of(0.095)));
  }

  @Test
  void aClearLevelThatTheFigureCannotReachGivesWayToOneThatItCan() {
    ThresholdRule rule =
        ThresholdRule.of(
            new Threshold(
                "accuracy",
                MIN,
                0.96,
                Duration.ofHours(1),
                Severity.WARNING,
                0,
                0,
                0,
                Duration.ZERO,
                0.05));
    assertEquals(SINCE_BEFORE, rule.next(SINCE_BEFORE, T, Observation.of(0.979)));
    assertEquals(new ThresholdState.Quiet(), rule.next(SINCE_BEFORE, T, Observation.of(0.98)));
  }

  @Test
  void clearLevelsLieOnTheGoodSideWhateverTheSignOfTheLimit() {
    assertEquals(0.84, ThresholdRule.clearLevel(MIN, 0.8, 0.05));
    assertEquals(-0.95, ThresholdRule.clearLevel(MIN, -1, 0.05));
    assertEquals(-1.05, ThresholdRule.clearLevel(MAX, -1, 0.05));
    assertEquals(0.095, ThresholdRule.clearLevel(MAX, 0.1, 0.05));
    assertEquals(0.0, ThresholdRule.clearLevel(MAX, 0, 0.05));
  }

  @Test
  void withoutAMarginItResolvesAtTheLimit() {
    ThresholdRule rule = bounded(MAX, 0, 0.05);

    assertEquals(SINCE_BEFORE, rule.next(SINCE_BEFORE, T, Observation.of(Double.MIN_VALUE)));
    assertEquals(new Quiet(), rule.next(SINCE_BEFORE, T, Observation.of(0)));
  }

  @Test
  void betweenLimitAndClearLevelNothingChanges() {
    ThresholdRule rule = bounded(MIN, 0.8, 0.05);

    assertEquals(new Quiet(), rule.next(new Quiet(), T, Observation.of(0.82)));
    assertEquals(SINCE_BEFORE, rule.next(SINCE_BEFORE, T, Observation.of(0.82)));
  }

  @Test
  void firesOnceTheBreachHasLasted() {
    ThresholdRule rule = ThresholdRule.of(lasting(Duration.ofMinutes(2)));
    Observation breach = Observation.of(0.5);

    assertEquals(new Pending(T), rule.next(new Quiet(), T, breach));
    assertEquals(new Pending(T), rule.next(new Pending(T), T + 119_999, breach));
    assertEquals(new Firing(T + 120_000), rule.next(new Pending(T), T + 120_000, breach));
  }

  @Test
  void aBreachThatBreaksOffStartsAnew() {
    ThresholdRule rule = ThresholdRule.of(lasting(Duration.ofMinutes(2)));

    assertEquals(new Quiet(), rule.next(new Pending(T), T + 60_000, Observation.of(0.8)));
  }

  @Test
  void anUndefinedFigureDropsAPendingBreachAndKeepsAFiringOne() {
    ThresholdRule rule = ThresholdRule.of(lasting(Duration.ofMinutes(2)));

    assertEquals(new Quiet(), rule.next(new Quiet(), T, Observation.UNDEFINED));
    assertEquals(new Quiet(), rule.next(new Pending(T), T, Observation.UNDEFINED));
    assertEquals(SINCE_BEFORE, rule.next(SINCE_BEFORE, T, Observation.UNDEFINED));
  }

  @Test
  void judgesFromTheLeastNumberOfPairsOn() {
    ThresholdRule rule = ThresholdRule.of(labelled(30, 0));

    assertEquals(new Quiet(), rule.next(new Quiet(), T, pairs(0.5, 29, 1)));
    assertEquals(new Firing(T), rule.next(new Quiet(), T, pairs(0.5, 30, 1)));
    assertEquals(SINCE_BEFORE, rule.next(SINCE_BEFORE, T, pairs(0.9, 29, 1)));
    assertEquals(new Quiet(), rule.next(SINCE_BEFORE, T, pairs(0.9, 30, 1)));
  }

  @Test
  void judgesFromTheLeastCoverageOn() {
    ThresholdRule rule = ThresholdRule.of(labelled(0, 0.5));

    assertEquals(new Quiet(), rule.next(new Quiet(), T, pairs(0.5, 9, Math.nextDown(0.5))));
    assertEquals(new Firing(T), rule.next(new Quiet(), T, pairs(0.5, 9, 0.5)));
  }

  @Test
  void anUndefinedCoverageMattersOnlyWhereOneIsAskedFor() {
    Observation breach = Observation.of(0.5);

    assertEquals(new Quiet(), ThresholdRule.of(labelled(0, 0.5)).next(new Quiet(), T, breach));
    assertEquals(new Firing(T), ThresholdRule.of(labelled(0, 0)).next(new Quiet(), T, breach));
  }

  @Test
  void aMinimumIsBreachedWhenTheUpperEndOfTheIntervalIsBelowIt() {
    ThresholdRule rule = sure(MIN, 0.95);

    assertEquals(new Quiet(), rule.next(new Quiet(), T, between(0.6, 0.8)));
    assertEquals(new Firing(T), rule.next(new Quiet(), T, between(0.6, Math.nextDown(0.8))));
  }

  @Test
  void aMaximumIsBreachedWhenTheLowerEndOfTheIntervalIsAboveIt() {
    ThresholdRule rule = sure(MAX, 0.95);

    assertEquals(new Quiet(), rule.next(new Quiet(), T, between(0.8, 1.0)));
    assertEquals(new Firing(T), rule.next(new Quiet(), T, between(Math.nextUp(0.8), 1.0)));
  }

  @Test
  void anIntervalThatIncludesTheLimitDropsAPendingBreachAndKeepsAFiringOne() {
    ThresholdRule rule = sure(MIN, 0.95);

    assertEquals(new Quiet(), rule.next(new Pending(T - 1), T, between(0.6, 0.8)));
    assertEquals(SINCE_BEFORE, rule.next(SINCE_BEFORE, T, between(0.6, 0.8)));
  }

  @Test
  void withoutAnIntervalNothingIsSure() {
    assertEquals(new Quiet(), sure(MIN, 0.95).next(new Quiet(), T, pairs(0.5, 100, 1)));
    assertEquals(new Firing(T), sure(MIN, 0).next(new Quiet(), T, pairs(0.5, 100, 1)));
  }

  @Test
  void anIntervalIsAskedForWhenTheFigureBreachesAndForTheConfiguredLevel() {
    List<Double> asked = new ArrayList<>();
    ConfidenceInterval.Source source =
        level -> {
          asked.add(level);
          return Optional.empty();
        };
    for (double value : new double[] {0.9, 0.8, 0.7}) {
      sure(MIN, 0.99).next(new Quiet(), T, pairs(value, 100, 1).with(source));
    }
    sure(MIN, 0).next(new Quiet(), T, pairs(0.7, 100, 1).with(source));
    ThresholdRule.of(labelled(101, 0)).next(new Quiet(), T, pairs(0.7, 100, 1).with(source));
    sure(MIN, 0.99).next(SINCE_BEFORE, T, pairs(0.7, 100, 1).with(source));

    assertEquals(List.of(0.99), asked);
  }

  @Test
  void judgingABoundaryAgainChangesNothing() {
    ThresholdRule rule = bounded(MIN, 0.8, 0.05);
    ThresholdState once = rule.next(new Quiet(), T, Observation.of(0.5));

    assertEquals(once, rule.next(once, T, Observation.of(0.5)));
  }

  @Test
  void statesSurviveWritingAndReading() {
    for (ThresholdState state :
        new ThresholdState[] {new Quiet(), new Pending(-5), new Firing(T)}) {
      ByteWriter out = new ByteWriter();
      state.writeTo(out);

      assertEquals(state, ThresholdState.readFrom(new ByteReader(out.toByteArray())));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> ThresholdState.readFrom(new ByteReader(new byte[] {3})));
  }

  private static ThresholdRule bounded(Threshold.Bound bound, double limit, double clear) {
    return ThresholdRule.of(threshold(bound, limit, clear));
  }

  private static Threshold threshold(Threshold.Bound bound, double limit, double clear) {
    return new Threshold(
        "bias", bound, limit, Duration.ofHours(1), Severity.WARNING, 0, 0, 0, Duration.ZERO, clear);
  }

  private static Threshold lasting(Duration holdFor) {
    return new Threshold(
        "bias", MIN, 0.8, Duration.ofHours(1), Severity.WARNING, 0, 0, 0, holdFor, 0);
  }

  private static Threshold labelled(long minScored, double minCoverage) {
    return new Threshold(
        "accuracy",
        MIN,
        0.8,
        Duration.ofHours(1),
        Severity.WARNING,
        minScored,
        minCoverage,
        0,
        Duration.ZERO,
        0);
  }

  private static ThresholdRule sure(Threshold.Bound bound, double level) {
    return ThresholdRule.of(
        new Threshold(
            "mae",
            bound,
            0.8,
            Duration.ofHours(1),
            Severity.WARNING,
            0,
            0,
            level,
            Duration.ZERO,
            0));
  }

  /** An observation in the middle of its interval. */
  private static Observation between(double lower, double upper) {
    return pairs((lower + upper) / 2, 100, 1)
        .with(level -> Optional.of(new ConfidenceInterval(lower, upper, level, "given")));
  }

  private static Observation pairs(double value, long scored, double coverage) {
    return Observation.scored(OptionalDouble.of(value), scored, OptionalDouble.of(coverage));
  }
}
