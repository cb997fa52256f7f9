package io.atalaya.notebook.thresholds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.signal.Threshold;
import io.atalaya.signal.Threshold.Bound;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ThresholdTunerTest {

  private static final int DAYS = 60;
  private static final Span HEALTHY = new Span(0, DAYS * Judgements.DAY);
  private static final Threshold MAE =
      Judgements.threshold("mae", Bound.MAX, 12, Duration.ofHours(1), 0.05);

  /** Ten, but for a peak of two hours on every tenth day, each higher than the one before. */
  private static double[] peaks(int days) {
    double[] values = new double[24 * days];
    Arrays.fill(values, 10);
    for (int day = 5; day < days; day += 10) {
      values[24 * day] = values[24 * day + 1] = values[24 * day + 2] = 20 + day;
    }
    return values;
  }

  private static CheckHistory history(double... values) {
    return new CheckHistory(List.of(Judgements.hourly(values)));
  }

  @Test
  void boundIsTheTightestThatRaisesNoMoreAlarmsThanAllowed() {
    Tuned tuned =
        new ThresholdTuner(new Goal(1, HEALTHY, List.of())).tune(MAE, history(peaks(DAYS)));

    // Peaks of 25, 35, 45, 55, 65 and 75: two may be alarms in 60 days.
    assertEquals(6, tuned.current().falseAlarms().alarms());
    Suggestion.Observed observed = assertInstanceOf(Suggestion.Observed.class, tuned.suggestion());
    assertEquals(2, observed.allowed());
    assertEquals(55, observed.trial().limit());
    assertEquals(2, observed.trial().falseAlarms().alarms());
  }

  @Test
  void boundIsRoundedTowardsTheLooseSide() {
    double[] values = peaks(DAYS);
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] + 0.123_4) / 100;
    }
    Tuned upper = new ThresholdTuner(new Goal(1, HEALTHY, List.of())).tune(MAE, history(values));
    Tuned lower =
        new ThresholdTuner(new Goal(1, HEALTHY, List.of()))
            .tune(
                Judgements.threshold("bias", Bound.MIN, -0.1, Duration.ofHours(1), 0),
                history(Arrays.stream(values).map(value -> -value).toArray()));

    assertEquals(0.552, upper.suggestion().bound().orElseThrow().limit());
    assertEquals(-0.552, lower.suggestion().bound().orElseThrow().limit());
  }

  @Test
  void detectionIsTimedFromTheBeginningOfWhatIsKnown() {
    double[] values = Arrays.copyOf(peaks(DAYS), 24 * (DAYS + 20));
    Arrays.fill(values, 24 * DAYS, values.length, 10);
    Arrays.fill(values, 24 * (DAYS + 3), 24 * (DAYS + 10), 100);
    Goal goal =
        new Goal(
            1,
            HEALTHY,
            List.of(
                new Span((DAYS + 1) * Judgements.DAY, (DAYS + 12) * Judgements.DAY),
                new Span((DAYS + 15) * Judgements.DAY, (DAYS + 20) * Judgements.DAY)));

    Trial trial =
        new ThresholdTuner(goal).tune(MAE, history(values)).suggestion().bound().orElseThrow();

    assertEquals(
        List.of(OptionalDouble.of(2 + 1 / 24.0), OptionalDouble.empty()), trial.delayDays());
    assertEquals(1, trial.found());
  }

  @Test
  void whereTheHealthyTimeIsTooShortTheTailIsExtrapolated() {
    Threshold atOnce = Judgements.threshold("mae", Bound.MAX, 12, Duration.ZERO, 0);
    double[] values = new double[24 * DAYS];
    for (int i = 0; i < DAYS; i++) {
      // One peak a day, exponential above 10: the level of one in n days is 10 + ln n.
      values[24 * (37 * i % DAYS)] = 10 - Math.log(1 - (i + 0.65) / DAYS);
    }
    Tuned tuned =
        new ThresholdTuner(new Goal(0.1, HEALTHY, List.of())).tune(atOnce, history(values));

    Suggestion.Extrapolated far =
        assertInstanceOf(Suggestion.Extrapolated.class, tuned.suggestion());
    assertEquals(ThresholdTuner.PEAKS, far.peaks());
    assertEquals(10 + Math.log(300), far.trial().limit(), 0.7);
    assertTrue(far.trial().limit() > Arrays.stream(values).max().orElseThrow());
    assertEquals(0, far.trial().falseAlarms().alarms());
  }

  @Test
  void whatCannotBeToldIsSaid() {
    Goal rare = new Goal(0.01, HEALTHY, List.of());
    Goal seldom = new Goal(0.1, HEALTHY, List.of());
    double[] undefined = new double[100];
    Arrays.fill(undefined, Double.NaN);

    assertReason(
        "60.0 healthy days are too short for 0.01 alarms in 30 days: give at least 300 days",
        new ThresholdTuner(rare).tune(MAE, history(peaks(DAYS))));
    assertReason(
        "no bound raises the 10 alarms",
        new ThresholdTuner(seldom).tune(MAE, history(peaks(DAYS))));
    assertReason("undefined", new ThresholdTuner(seldom).tune(MAE, history(undefined)));
  }

  private static void assertReason(String part, Tuned tuned) {
    String reason = assertInstanceOf(Suggestion.None.class, tuned.suggestion()).reason();
    assertTrue(reason.contains(part), reason);
  }
}
