package io.atalaya.matching;

import static io.atalaya.matching.RecordingListener.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever the order in which two logs are read, matching finds the same. */
class MatchingOrderTest {

  private static final long HORIZON = 100;

  private record Appended<E>(E event, long millis) {}

  private record Found(
      Map<Pair, Integer> pairs, List<Long> unlabelled, Map<String, Integer> counts) {}

  @Test
  void everyInterleavingOfTheLogsGivesTheSame() {
    int matched = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      List<Appended<Prediction>> predictions = new ArrayList<>();
      List<Appended<Outcome>> outcomes = new ArrayList<>();
      generate(random, predictions, outcomes);
      Found predictionsFirst = read(predictions, outcomes, 1.0, random);
      matched += predictionsFirst.pairs.size();
      assertEquals(predictionsFirst, read(predictions, outcomes, 0.0, random), "seed " + seed);
      for (int order = 0; order < 5; order++) {
        assertEquals(predictionsFirst, read(predictions, outcomes, 0.5, random), "seed " + seed);
      }
    }
    assertTrue(matched > 2_000, "the sequences hardly match anything: " + matched);
  }

  /** Identifiers whose records lie close enough together, or just too far apart, to matter. */
  private static void generate(
      Random random, List<Appended<Prediction>> predictions, List<Appended<Outcome>> outcomes) {
    for (int id = 0; id < 15; id++) {
      long base = 1_000L + random.nextInt(500);
      String name = "id-" + id;
      if (random.nextInt(8) > 0) {
        predictions.add(
            new Appended<>(RecordingListener.prediction(name, base - random.nextInt(20)), base));
        if (random.nextInt(3) == 0) {
          long again = base + random.nextInt(60);
          predictions.add(new Appended<>(RecordingListener.prediction(name, again), again));
        }
      }
      long at = base + random.nextInt(220) - 110;
      for (int i = random.nextInt(5); i > 0; i--) {
        boolean timeGiven = random.nextBoolean();
        long time = timeGiven ? at - random.nextInt(3) : at;
        boolean retraction = random.nextInt(4) == 0;
        outcomes.add(
            new Appended<>(
                new Outcome(
                    PredictionId.of(name),
                    "m",
                    time,
                    timeGiven,
                    retraction ? null : number(random.nextInt(3))),
                at));
        at += random.nextInt(110);
      }
    }
    predictions.sort(Comparator.comparingLong(Appended::millis));
    outcomes.sort(Comparator.comparingLong(Appended::millis));
  }

  private static Found read(
      List<Appended<Prediction>> predictions,
      List<Appended<Outcome>> outcomes,
      double predictionShare,
      Random random) {
    RecordingListener heard = new RecordingListener();
    Matching matching = new Matching(1_000);
    OutcomeMatcher matcher = matching.matcher("m", HORIZON, heard);
    int p = 0;
    int o = 0;
    while (p < predictions.size() || o < outcomes.size()) {
      boolean prediction =
          o == outcomes.size() || (p < predictions.size() && random.nextDouble() < predictionShare);
      if (prediction) {
        matcher.add(predictions.get(p).event, predictions.get(p).millis, true);
        p++;
      } else {
        matcher.add(outcomes.get(o).event, outcomes.get(o).millis, true);
        o++;
      }
      if (random.nextInt(3) == 0) {
        matching.advance(Math.min(next(predictions, p), next(outcomes, o)), true);
      }
    }
    matching.advance(Long.MAX_VALUE - 1, true);
    Map<Pair, Integer> pairs = new HashMap<>();
    heard.pairs().forEach(pair -> pairs.merge(pair, 1, Integer::sum));
    heard.unlabelled().sort(null);
    return new Found(pairs, heard.unlabelled(), heard.counts());
  }

  /** Everything before the next record of a log has been read. */
  private static long next(List<? extends Appended<?>> log, int position) {
    @Nullable Appended<?> next = position < log.size() ? log.get(position) : null;
    return next == null ? Long.MAX_VALUE - 1 : next.millis;
  }
}
