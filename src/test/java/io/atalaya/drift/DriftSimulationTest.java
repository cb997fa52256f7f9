package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftVerdict.Drifted;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.DriftVerdict.Stable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random runs against a model that keeps every window and works each verdict out from the
 * beginning, by the definitions; and against a twin that is written and read at every boundary.
 */
class DriftSimulationTest {

  private static final int RUNS = 150;
  private static final int WINDOWS = 60;
  private static final double ALPHA = 0.05;
  private static final long MIN_SAMPLES = 300;

  private int of;
  private int atLeast;

  @Test
  void agreesWithTheDefinitionsAndWithARestoredTwin() {
    Random random = new Random(20261123);
    int drifted = 0;
    int insufficient = 0;
    for (int run = 0; run < RUNS; run++) {
      of = random.nextInt(1, 8);
      atLeast = random.nextInt(1, of + 1);
      DriftRule rule = new DriftRule(settings());
      DriftRule twin = restored(rule);
      List<Map<String, Comparison>> history = new ArrayList<>();
      for (int i = 1; i <= WINDOWS; i++) {
        long t = i * 3_600_000L;
        String reference = "reference " + i / 25;
        if (i % 25 == 0) {
          history.clear();
        }
        Map<String, Comparison> windows = randomWindows(random);
        history.add(windows);

        rule.compareWith(reference);
        twin.compareWith(reference);
        Map<String, DriftVerdict> verdicts = rule.judge(t, windows);

        assertEquals(verdicts, twin.judge(t, windows));
        twin = restored(twin);
        assertEquals(verdicts, twin.verdicts());
        assertEquals(verdicts.keySet(), windows.keySet());
        for (Map.Entry<String, DriftVerdict> entry : verdicts.entrySet()) {
          assertEquals(byDefinition(entry.getKey(), history), text(entry.getValue()));
          drifted += entry.getValue() instanceof Drifted ? 1 : 0;
          insufficient += entry.getValue() instanceof InsufficientData ? 1 : 0;
        }
      }
    }
    assertTrue(drifted > 10 * RUNS, "the runs must have something to say: " + drifted);
    assertTrue(insufficient > 10 * RUNS, "the runs must lack data: " + insufficient);
  }

  private String byDefinition(String feature, List<Map<String, Comparison>> history) {
    Comparison last = history.getLast().get(feature);
    if (last instanceof InsufficientData(long have, long need, String _)) {
      return "insufficient %d of %d".formatted(have, need);
    }
    if (last instanceof DriftFigures figures
        && figures.n() < MIN_SAMPLES
        && !isHit(feature, history.getLast())) {
      return "insufficient %d of %d".formatted(figures.n(), MIN_SAMPLES);
    }
    int hits = 0;
    for (int i = Math.max(0, history.size() - of); i < history.size(); i++) {
      hits += isHit(feature, history.get(i)) ? 1 : 0;
    }
    return (hits >= atLeast ? "drifted " : "stable ") + hits;
  }

  private static final DriftSettings.Effect EFFECT =
      new DriftSettings.Effect(0.25, 0.5, 0.7, 9, 1, 1, 0.1);

  private static boolean isHit(String feature, Map<String, Comparison> windows) {
    if (!(windows.get(feature) instanceof DriftFigures figures)) {
      return false;
    }
    boolean differs =
        adjustedP(figures, windows) <= ALPHA
            && (effect(figures, DriftTest.KS) >= 0.25
                || effect(figures, DriftTest.WASSERSTEIN) >= 0.5
                || effect(figures, DriftTest.NEYMAN) >= 0.7);
    return differs
        || isFaulty(figures, DriftTest.MISSING, windows)
        || isFaulty(figures, DriftTest.OUT_OF_RANGE, windows);
  }

  /** The less of both tests, times how many there are. */
  private static double adjustedP(DriftFigures figures, Map<String, Comparison> windows) {
    int tests = 0;
    double least = 2;
    for (DriftTest test : List.of(DriftTest.KS, DriftTest.NEYMAN)) {
      if (p(figures, test).isPresent()) {
        tests++;
        least = Math.min(least, adjusted(p(figures, test).getAsDouble(), test, windows));
      }
    }
    return Math.max(1, tests) * least;
  }

  private static boolean isFaulty(
      DriftFigures figures, DriftTest test, Map<String, Comparison> windows) {
    return isSignificant(figures, test, windows) && effect(figures, test) >= 0.1;
  }

  private static boolean isSignificant(
      DriftFigures figures, DriftTest test, Map<String, Comparison> windows) {
    return p(figures, test).isPresent()
        && adjusted(p(figures, test).getAsDouble(), test, windows) <= ALPHA;
  }

  /** The p-value of a test that has enough to say something. */
  private static OptionalDouble p(DriftFigures figures, DriftTest test) {
    long samples = test == DriftTest.MISSING ? figures.predictions() : figures.n();
    return samples < MIN_SAMPLES
        ? OptionalDouble.empty()
        : figures.result(test).map(TestResult::p).orElse(OptionalDouble.empty());
  }

  private static double effect(DriftFigures figures, DriftTest test) {
    return figures.result(test).map(TestResult::effect).orElse(-1.0);
  }

  /** The least of p(j)·k/rank(j) over all p-values p(j) of the family that are not below p. */
  private static double adjusted(double p, DriftTest test, Map<String, Comparison> windows) {
    List<Double> family = new ArrayList<>();
    for (Comparison window : windows.values()) {
      if (window instanceof DriftFigures figures) {
        p(figures, test).ifPresent(family::add);
      }
    }
    double least = 1;
    for (double other : family) {
      if (other >= p) {
        long rank = family.stream().filter(each -> each <= other).count();
        least = Math.min(least, other * family.size() / rank);
      }
    }
    return least;
  }

  private static String text(DriftVerdict verdict) {
    return switch (verdict) {
      case Stable(_, int hits) -> "stable " + hits;
      case Drifted(_, int hits) -> "drifted " + hits;
      case InsufficientData(long have, long need, String _) ->
          "insufficient %d of %d".formatted(have, need);
    };
  }

  private static Map<String, Comparison> randomWindows(Random random) {
    Map<String, Comparison> windows = new HashMap<>();
    for (int feature = 0; feature < 6; feature++) {
      windows.put(
          "f" + feature,
          random.nextInt(8) == 0
              ? new InsufficientData(random.nextInt(300), 300)
              : randomFigures(random));
    }
    return windows;
  }

  private static DriftFigures randomFigures(Random random) {
    long n = random.nextInt(5) == 0 ? 0 : random.nextInt(280, 400);
    List<TestResult> results = new ArrayList<>();
    if (n > 0) {
      results.addAll(
          ExampleFigures.of(
                  n,
                  1_000,
                  random.nextInt(5) / 8.0,
                  randomP(random),
                  random.nextInt(8) == 0
                      ? OptionalDouble.empty()
                      : OptionalDouble.of(random.nextInt(5) / 4.0),
                  EFFECT)
              .results());
      if (random.nextInt(3) > 0) {
        double effect = random.nextInt(5) / 5.0;
        results.add(TestResult.of(DriftTest.NEYMAN, effect, effect, 0.7, randomP(random)));
      }
      addFault(random, DriftTest.OUT_OF_RANGE, results);
    }
    addFault(random, DriftTest.MISSING, results);
    long predictions = Math.max(n, random.nextInt(280, 450));
    return new DriftFigures(predictions, n, 2_000, 1_000, results, Optional.empty());
  }

  private static void addFault(Random random, DriftTest test, List<TestResult> results) {
    if (random.nextInt(3) == 0) {
      double effect = random.nextInt(4) / 20.0;
      results.add(TestResult.of(test, effect, effect, EFFECT.of(test), randomP(random)));
    }
  }

  private static OptionalDouble randomP(Random random) {
    return random.nextInt(8) == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(0.2 * Math.pow(random.nextDouble(), 3));
  }

  private DriftSettings settings() {
    return new DriftSettings(
        Duration.ofHours(1),
        new ReferenceSource.Learned(10_000, Duration.ofHours(24)),
        new SignificanceLevel.Alpha(ALPHA),
        EFFECT,
        MIN_SAMPLES,
        new DriftSettings.Persistence(of, atLeast),
        Duration.ofHours(4));
  }

  private DriftRule restored(DriftRule rule) {
    ByteWriter out = new ByteWriter();
    rule.writeTo(out);
    return DriftRule.readFrom(new ByteReader(out.toByteArray()), settings());
  }
}
