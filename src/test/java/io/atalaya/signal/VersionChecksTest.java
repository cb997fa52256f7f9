package io.atalaya.signal;

import static io.atalaya.signal.Severity.CRITICAL;
import static io.atalaya.signal.Severity.WARNING;
import static io.atalaya.signal.Signal.State.FIRING;
import static io.atalaya.signal.Threshold.Bound.MAX;
import static io.atalaya.signal.Threshold.Bound.MIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionChecksTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Threshold WARNS = bound("accuracy", MIN, 0.9, HOUR, WARNING);
  private static final Threshold ALARMS = bound("accuracy", MIN, 0.8, HOUR, CRITICAL);

  @Test
  void aSignalSaysAllThatItRestsOn() {
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS)));

    List<Signal> signals =
        checks.judge(
            60_000,
            (_, _) ->
                Observation.scored(OptionalDouble.of(0.85), 40, OptionalDouble.of(0.75))
                    .with(Evidence.NONE.with("unit", "rentals")));

    assertEquals(
        List.of(
            new Signal(
                new SignalKey("m", "v1", "accuracy", "1h"),
                FIRING,
                WARNING,
                60_000,
                60_000,
                OptionalDouble.of(0.85),
                OptionalDouble.of(0.9),
                Evidence.NONE
                    .with("since", "1970-01-01T00:01:00Z")
                    .with("scored", 40L)
                    .with("coverage", 0.75)
                    .with("unit", "rentals"))),
        signals);
  }

  @Test
  void aFiringSignalShowsTheIntervalThatItRestsOnAndAResolvedOneDoesNot() {
    Threshold sure =
        new Threshold("accuracy", MIN, 0.9, HOUR, WARNING, 0, 0, 0.95, Duration.ZERO, 0);
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(sure)));

    Signal firing = checks.judge(1, (_, _) -> within(0.5)).getFirst();
    Signal resolved = checks.judge(2, (_, _) -> within(0.95)).getFirst();

    assertEquals(
        Evidence.NONE
            .with("since", "1970-01-01T00:00:00.001Z")
            .with("interval_lower", 0.25)
            .with("interval_upper", 0.75)
            .with("interval_level", 0.95)
            .with("interval_method", "given"),
        firing.evidence());
    assertEquals(Evidence.NONE.with("since", "1970-01-01T00:00:00.001Z"), resolved.evidence());
  }

  @Test
  void aBoundThatTheFigureAloneDecidesShowsNoInterval() {
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS)));

    Signal firing = checks.judge(1, (_, _) -> within(0.5)).getFirst();

    assertEquals(Evidence.NONE.with("since", "1970-01-01T00:00:00.001Z"), firing.evidence());
  }

  @Test
  void eachFigureIsJudgedOverItsOwnWindow() {
    Threshold overFiveMinutes = bound("accuracy", MIN, 0.9, Duration.ofMinutes(5), WARNING);
    Threshold latency = bound("latency-p95", MAX, 0.1, HOUR, WARNING);
    VersionChecks checks =
        new VersionChecks("m", "v1", Check.of(List.of(WARNS, overFiveMinutes, latency)));

    List<Signal> signals =
        checks.judge(1, (check, window) -> Observation.of(window.equals(HOUR) ? 1 : 0));

    assertEquals(
        List.of("m/v1/accuracy/5m", "m/v1/latency-p95/1h"),
        signals.stream().map(signal -> signal.key().text()).toList());
  }

  @Test
  void boundsThatFireTogetherGiveOneSignalOfTheHighestSeverity() {
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS, ALARMS)));

    assertEquals(List.of("1 FIRING CRITICAL 0.8"), said(checks, 1, 0.7));
    assertEquals(
        List.of(new ThresholdState.Firing(1), new ThresholdState.Firing(1)),
        checks.states().stream().map(VersionChecks.BoundState::state).toList());
  }

  @Test
  void severityRisesAndFallsWithinOneEpisode() {
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS, ALARMS)));

    assertEquals(List.of("1 FIRING WARNING 0.9"), said(checks, 1, 0.85));
    assertEquals(List.of(), said(checks, 2, 0.85));
    assertEquals(List.of("1 FIRING CRITICAL 0.8"), said(checks, 3, 0.75));
    assertEquals(List.of("1 FIRING WARNING 0.9"), said(checks, 4, 0.85));
    assertEquals(List.of("1 RESOLVED WARNING 0.9"), said(checks, 5, 0.95));
  }

  @Test
  void anEpisodeCanResolveFromItsHighestSeverityAtOnce() {
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS, ALARMS)));

    said(checks, 1, 0.7);

    assertEquals(List.of("1 RESOLVED CRITICAL 0.8"), said(checks, 2, 0.95));
  }

  @Test
  void identifiersDifferThroughoutAnEpisode() {
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS, ALARMS)));
    List<Signal> all = new ArrayList<>();
    double[] values = {0.85, 0.75, 0.85, 0.75, 0.95};
    for (int t = 0; t < values.length; t++) {
      double value = values[t];
      all.addAll(checks.judge(t, (_, _) -> Observation.of(value)));
    }

    Set<String> ids = new HashSet<>();
    all.forEach(signal -> ids.add(signal.id()));

    assertEquals(5, all.size());
    assertEquals(5, ids.size());
  }

  @Test
  void bothSidesOfAFigureCanBeBounded() {
    Threshold above = bound("accuracy", MAX, 0.99, HOUR, WARNING);
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS, above)));

    assertEquals(List.of("1 FIRING WARNING 0.9"), said(checks, 1, 0.85));
    assertEquals(List.of("1 FIRING WARNING 0.99"), said(checks, 2, 0.995));
  }

  @Test
  void aBoundaryJudgedAgainGivesNoSecondSignal() {
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS, ALARMS)));

    said(checks, 1, 0.7);

    assertEquals(List.of(), said(checks, 1, 0.7));
  }

  @Test
  void endingResolvesWhatFires() {
    Threshold latency = bound("latency-p95", MAX, 10, HOUR, WARNING);
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS, latency)));
    said(checks, 1, 0.7);

    List<Signal> ended = checks.end(2);

    assertEquals(List.of("1 RESOLVED WARNING 0.9"), ended.stream().map(this::text).toList());
    assertEquals(OptionalDouble.empty(), ended.getFirst().observed());
    assertEquals(List.of(), checks.end(3));
  }

  @Test
  void anEpisodeSurvivesAChangedLimit() {
    VersionChecks before = new VersionChecks("m", "v1", Check.of(List.of(WARNS)));
    said(before, 1, 0.7);

    VersionChecks after = restored(before, List.of(bound("accuracy", MIN, 0.85, HOUR, WARNING)));

    assertEquals(List.of("1 FIRING WARNING 0.85"), said(after, 2, 0.7));
    assertEquals(List.of(), said(after, 3, 0.7));
  }

  @Test
  void anEpisodeEndsWhenItsBoundIsNoLongerConfigured() {
    VersionChecks before = new VersionChecks("m", "v1", Check.of(List.of(WARNS, ALARMS)));
    said(before, 1, 0.85);

    VersionChecks after = restored(before, List.of(ALARMS));

    assertEquals(List.of("1 RESOLVED WARNING 0.9"), said(after, 2, 0.85));
  }

  @Test
  void anEpisodeEndsOnceWhenItsCheckIsNoLongerConfigured() {
    VersionChecks before = new VersionChecks("m", "v1", Check.of(List.of(WARNS)));
    said(before, 1, 0.7);

    VersionChecks after = restored(before, List.of());

    assertEquals(List.of("1 RESOLVED WARNING 0.9"), said(after, 2, 0.7));
    assertEquals(List.of(), said(after, 3, 0.7));
    assertEquals(1, written(after).length);
  }

  @Test
  void aQuietCheckThatIsNoLongerConfiguredIsForgotten() {
    VersionChecks after =
        restored(new VersionChecks("m", "v1", Check.of(List.of(WARNS))), List.of());

    assertEquals(1, written(after).length);
  }

  @Test
  void refusesTwoBoundsThatNothingTellsApart() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Check.of(List.of(WARNS, bound("accuracy", MIN, 0.5, HOUR, WARNING))));

    assertEquals(
        "bounds: accuracy over 1h has two MIN bounds of severity WARNING;"
            + " give each another severity",
        refused.getMessage());
  }

  @Test
  void refusesTwoChecksThatWouldShareASignal() {
    List<Check> twice =
        List.of(Check.of(List.of(WARNS)).getFirst(), Check.of(List.of(ALARMS)).getFirst());

    assertThrows(IllegalArgumentException.class, () -> new VersionChecks("m", "v1", twice));
  }

  @Test
  void refusesBytesThatMakeNoSense() {
    VersionChecks checks = new VersionChecks("m", "v1", Check.of(List.of(WARNS)));
    said(checks, 1, 0.7);
    byte[] bytes = written(checks);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> VersionChecks.readFrom(new ByteReader(cut), "m", "v1", Check.of(List.of(WARNS))));
    }
  }

  private static Observation within(double value) {
    return Observation.of(value)
        .with(
            level ->
                Optional.of(new ConfidenceInterval(value - 0.25, value + 0.25, level, "given")));
  }

  private List<String> said(VersionChecks checks, long t, double value) {
    return checks.judge(t, (_, _) -> Observation.of(value)).stream().map(this::text).toList();
  }

  private String text(Signal signal) {
    return "%d %s %s %s"
        .formatted(
            signal.sinceMillis(),
            signal.state(),
            signal.severity(),
            signal.threshold().orElseThrow());
  }

  private static VersionChecks restored(VersionChecks checks, List<Threshold> thresholds) {
    return VersionChecks.readFrom(new ByteReader(written(checks)), "m", "v1", Check.of(thresholds));
  }

  private static byte[] written(VersionChecks checks) {
    ByteWriter out = new ByteWriter();
    checks.writeTo(out);
    return out.toByteArray();
  }

  private static Threshold bound(
      String check, Threshold.Bound bound, double limit, Duration window, Severity severity) {
    return new Threshold(check, bound, limit, window, severity, 0, 0, 0, Duration.ZERO, 0);
  }
}
