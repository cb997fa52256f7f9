package io.atalaya.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random runs against a model that keeps every observation and works each boundary out from the
 * beginning, by the definitions; and against a twin that is written and read at every boundary.
 */
class SignalSimulationTest {

  private static final int RUNS = 300;
  private static final int BOUNDARIES = 120;
  private static final long PANE = 10_000;
  private static final Duration WINDOW = Duration.ofHours(1);

  private record Judged(long t, Observation observation) {}

  @Test
  void agreesWithTheDefinitionsAndWithARestoredTwin() {
    Random random = new Random(20261123);
    int published = 0;
    for (int run = 0; run < RUNS; run++) {
      List<Threshold> bounds = randomBounds(random);
      VersionChecks checks = new VersionChecks("m", "v1", Check.of(bounds));
      VersionChecks twin = restored(checks, bounds);
      List<Judged> history = new ArrayList<>();
      String before = "quiet";
      double level = 0;
      for (int i = 1; i <= BOUNDARIES; i++) {
        long t = i * PANE;
        level = 0.9 * level + 0.3 * random.nextGaussian();
        Observation observation = randomObservation(random, level);
        history.add(new Judged(t, observation));

        List<Signal> signals = checks.judge(t, (_, _) -> observation);
        String after = ruling(bounds, history);

        assertEquals(after.equals(before) ? 0 : 1, signals.size());
        if (!signals.isEmpty()) {
          Signal signal = signals.getFirst();
          assertEquals(t, signal.timeMillis());
          assertEquals(after.equals("quiet") ? before : after, text(signal));
          assertEquals(
              after.equals("quiet") ? Signal.State.RESOLVED : Signal.State.FIRING, signal.state());
          published++;
        }
        twin = restored(twin, bounds);
        assertEquals(signals, twin.judge(t, (_, _) -> observation));
        before = after;
      }
    }
    assertTrue(published > 5 * RUNS, "the runs must have something to say: " + published);
  }

  /** The severity and limit in force by definition, or "quiet". */
  private static String ruling(List<Threshold> bounds, List<Judged> history) {
    Threshold ruling = null;
    for (Threshold bound : bounds) {
      if (fires(bound, history)
          && (ruling == null || bound.severity().compareTo(ruling.severity()) > 0)) {
        ruling = bound;
      }
    }
    return ruling == null ? "quiet" : ruling.severity() + " " + ruling.limit();
  }

  private static String text(Signal signal) {
    return signal.severity() + " " + signal.threshold().orElseThrow();
  }

  /**
   * A bound fires when, since the last value that clears it, there was an unbroken run of breaches
   * that lasted {@code holdFor}.
   */
  private static boolean fires(Threshold bound, List<Judged> history) {
    int cleared = -1;
    for (int i = 0; i < history.size(); i++) {
      if (judges(bound, history.get(i)) && goodBy(bound, history.get(i)) >= margin(bound)) {
        cleared = i;
      }
    }
    for (int end = cleared + 1; end < history.size(); end++) {
      int begin = end;
      while (begin > cleared && breaches(bound, history.get(begin))) {
        begin--;
      }
      if (begin < end
          && history.get(end).t - history.get(begin + 1).t >= bound.holdFor().toMillis()) {
        return true;
      }
    }
    return false;
  }

  private static boolean judges(Threshold bound, Judged at) {
    Observation o = at.observation;
    if (o.value().isEmpty() || o.scored() < bound.minScored()) {
      return false;
    }
    return bound.minCoverage() == 0
        || (o.coverage().isPresent() && o.coverage().getAsDouble() >= bound.minCoverage());
  }

  private static boolean breaches(Threshold bound, Judged at) {
    return judges(bound, at)
        && goodBy(bound, at) < 0
        && (bound.confidenceLevel() == 0
            || goodBy(bound, at) + reach(at.observation, bound.confidenceLevel()) < 0);
  }

  /** How far the confidence interval reaches to either side; infinitely where it is undefined. */
  private static double reach(Observation observation, double level) {
    return observation
        .interval()
        .at(level)
        .map(interval -> (interval.upper() - interval.lower()) / 2)
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** How far the value is on the good side of the limit; values and limits are whole eighths. */
  private static double goodBy(Threshold bound, Judged at) {
    double above = at.observation.value().getAsDouble() - bound.limit();
    return bound.bound() == Threshold.Bound.MIN ? above : -above;
  }

  private static double margin(Threshold bound) {
    return bound.clear() * Math.abs(bound.limit());
  }

  private static Observation randomObservation(Random random, double level) {
    OptionalDouble value =
        random.nextInt(12) == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.round(level * 8) / 8.0);
    OptionalDouble coverage =
        random.nextInt(12) == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(random.nextInt(3, 9) / 8.0);
    double reach = random.nextInt(4) / 8.0;
    return Observation.scored(value, random.nextInt(28, 60), coverage)
        .with(
            reached ->
                reach > 0.25
                    ? Optional.empty()
                    : Optional.of(
                        new ConfidenceInterval(
                            value.getAsDouble() - reach,
                            value.getAsDouble() + reach,
                            reached,
                            "simulated")));
  }

  private static List<Threshold> randomBounds(Random random) {
    List<Threshold> bounds = new ArrayList<>();
    for (Threshold.Bound side : Threshold.Bound.values()) {
      for (Severity severity : Severity.values()) {
        if (random.nextBoolean()) {
          bounds.add(
              new Threshold(
                  "bias",
                  side,
                  random.nextInt(-8, 9) / 8.0,
                  WINDOW,
                  severity,
                  random.nextBoolean() ? 30 : 0,
                  random.nextBoolean() ? 0.5 : 0,
                  random.nextBoolean() ? 0.9 : 0,
                  Duration.ofMillis(random.nextInt(4) * PANE + random.nextInt(2)),
                  random.nextInt(3) / 4.0));
        }
      }
    }
    return bounds;
  }

  private static VersionChecks restored(VersionChecks checks, List<Threshold> bounds) {
    ByteWriter out = new ByteWriter();
    checks.writeTo(out);
    return VersionChecks.readFrom(new ByteReader(out.toByteArray()), "m", "v1", Check.of(bounds));
  }
}
