package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.DriftVerdict;
import io.atalaya.event.Assessment;
import io.atalaya.event.Event;
import io.atalaya.event.Generation;
import io.atalaya.event.Interaction;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.ScoreCounts.Score;
import io.atalaya.generation.TextCoordinates;
import io.atalaya.monitor.Rig.Appended;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Generations through both stages. */
class GenerationStagesTest {

  private static final int SECONDS = 150;
  private static final long END = Rig.START + SECONDS * 1_000L;

  private final Rig rig = new Rig();

  private static Generation generation(String id, long millis, int draw) {
    boolean failed = draw % 11 == 0;
    return new Generation(
        PredictionId.of(id),
        Rig.MODEL,
        "1",
        millis,
        100 + draw % 70,
        draw % 40,
        draw % 5 == 0 ? Double.NaN : 0.25,
        1 + draw % 8 / 8.0,
        draw % 4 == 0 ? "LENGTH" : "stop",
        "a prompt",
        "a completion",
        new TreeMap<>(draw % 3 == 0 ? Map.of() : Map.of("good", draw % 16 / 16.0)),
        failed ? "timeout" : null);
  }

  private static Assessment assessment(Generation generation, int draw) {
    return new Assessment(
        generation.id(),
        generation.model(),
        generation.version(),
        generation.timeMillis(),
        new TreeMap<>(Map.of("relevance", draw % 32 / 32.0)),
        new TreeMap<>(Map.of("completion_1", draw % 64 / 64.0)));
  }

  private void read(Event event, long millis) {
    rig.read(new Appended(event, millis), true);
  }

  private WindowFigures finished() {
    StagesTest.flushAll(rig, END);
    return version().windows().getLast();
  }

  private VersionSnapshot version() {
    return rig.snapshot().versions().getFirst();
  }

  private static List<Appended> log(int seed) {
    Random random = new Random(seed);
    List<Appended> log = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long at = Rig.START + random.nextInt(SECONDS * 1_000 - 5_000);
      int draw = random.nextInt(1_000);
      Generation first = generation("g" + i, at - random.nextInt(3_000), draw);
      log.add(new Appended(first, at));
      if (draw % 20 == 0) {
        log.add(new Appended(first, at + 1 + random.nextInt(2_000)));
      }
      if (draw % 3 == 0) {
        Appended assessed = new Appended(assessment(first, draw), at + random.nextInt(6_000));
        log.add(assessed);
        if (draw % 2 == 0) {
          log.add(assessed);
        }
      }
    }
    log.sort(Comparator.comparingLong(Appended::millis));
    return log;
  }

  private static Rig inOrder(List<Appended> log) {
    Rig rig = new Rig();
    for (int i = 0; i < log.size(); i++) {
      rig.read(log.get(i), true);
      if (StagesTest.isBoundary(log, i)) {
        StagesTest.flushAll(rig, log.get(i).millis() + 1);
      }
    }
    StagesTest.flushAll(rig, END);
    return rig;
  }

  @Test
  void figuresAreThoseOfTheFirstGenerationOfEachIdInTheWindow() {
    List<Appended> log = log(1);
    WindowFigures window = inOrder(log).snapshot().versions().getFirst().windows().getLast();
    Set<PredictionId> seen = new HashSet<>();
    long requests = 0;
    long errors = 0;
    long prompt = 0;
    double tokens = 0;
    double seconds = 0;
    double score = 0;
    long scored = 0;
    for (Appended record : log) {
      if (!(record.event() instanceof Generation each)) {
        continue;
      }
      if (!seen.add(each.id()) || each.timeMillis() < END + 1_000 - 120_000) {
        continue;
      }
      requests++;
      prompt += (long) each.promptTokens();
      if (each.error() != null) {
        errors++;
        continue;
      }
      tokens += each.completionTokens();
      seconds += each.durationSeconds();
      for (double value : each.scores().values()) {
        score += value;
        scored++;
      }
    }
    assertTrue(requests > 1_000 && errors > 50, "the example says little");
    assertEquals(requests, window.generation().requests());
    assertEquals(requests, window.predictions());
    assertEquals(errors / (double) requests, window.errorRatio().orElseThrow());
    assertEquals(prompt, window.generation().promptTokens());
    // The durations are multiples of an eighth of a second, so that a sum of doubles is exact.
    assertEquals(OptionalDouble.of(tokens / seconds), window.figure("tokens-per-second"));
    assertEquals(OptionalDouble.of(score / scored), window.figure("score:good"));
    assertEquals(new Score(scored, score / scored), window.generation().scores().get("good"));
    assertEquals(0.25, window.figure("ttft-p95").orElseThrow(), 0.25 * 0x1p-11);
    assertEquals(OptionalDouble.empty(), window.figure("score:other"));
    assertEquals(Set.of("length", "stop"), window.generation().finishes().keySet());
  }

  @Test
  void scoresThatWereComputedAreThoseOfTheFirstAssessmentOfEachTextThatIsNotLate() {
    List<Appended> log = log(2);
    WindowFigures window = inOrder(log).snapshot().versions().getFirst().windows().getLast();
    Map<PredictionId, Double> first = new HashMap<>();
    for (Appended record : log) {
      if (record.event() instanceof Assessment each && each.timeMillis() >= END + 1_000 - 120_000) {
        first.putIfAbsent(each.id(), each.scores().getOrDefault("relevance", Double.NaN));
      }
    }
    // Multiples of 1/32, of which a sum of doubles is exact.
    double sum = first.values().stream().mapToDouble(Double::doubleValue).sum();
    assertTrue(first.size() > 300, "the example says little");
    assertEquals(
        new Score(first.size(), sum / first.size()), window.generation().scores().get("relevance"));
    assertEquals(OptionalDouble.of(sum / first.size()), window.figure("score:relevance"));
  }

  @Test
  void aLateAssessmentIsNotCounted() {
    Generation text = generation("g", END - 20_000, 3);
    read(text, END - 20_000);
    // Panes of 1 s, a grace of 10 s: the last that is in time, and the first that is late.
    Assessment assessment = assessment(text, 3);
    Assessment other = assessment(generation("h", END - 20_000, 3), 5);
    read(assessment, END - 9_000);
    read(other, END - 8_999);
    assertEquals(new Score(1, 3 / 32.0), finished().generation().scores().get("relevance"));
  }

  @Test
  void aTextThatChangesItsMeaningDriftsAndOneThatDoesNotDoesNot() {
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      long at = Rig.START + i * 50L;
      double change = i < 1_500 ? 0 : 0.3;
      Generation text = generation("g" + i, at, 1);
      read(text, at);
      TreeMap<String, Double> scores =
          new TreeMap<>(Map.of("relevance", 0.6 - change + 0.1 * random.nextGaussian()));
      TreeMap<String, Double> coordinates =
          new TreeMap<>(Map.of("prompt_1", 0.1 * random.nextGaussian()));
      for (int j = 1; j <= TextCoordinates.SIZE; j++) {
        double moved = j == 1 || j == TextCoordinates.SIZE ? change : 0;
        coordinates.put(TextCoordinates.name("completion", j), moved + 0.1 * random.nextGaussian());
      }
      if (i % 2 == 0) {
        read(new Assessment(text.id(), Rig.MODEL, "1", at, scores, coordinates), at + 500);
      }
      if (i % 100 == 99) {
        StagesTest.flushAll(rig, at + 1);
      }
    }
    StagesTest.flushAll(rig, END);
    Map<String, DriftVerdict> verdicts = new TreeMap<>();
    version().drift().forEach(drift -> verdicts.put(drift.feature(), drift.verdict()));
    assertTrue(
        verdicts.get("__text_relevance__") instanceof DriftVerdict.Drifted, verdicts::toString);
    assertTrue(
        verdicts.get("__text_completion_1__") instanceof DriftVerdict.Drifted, verdicts::toString);
    assertTrue(
        verdicts.get("__text_prompt_1__") instanceof DriftVerdict.Stable, verdicts::toString);
    assertTrue(
        verdicts.get("__text_completion_3__") instanceof DriftVerdict.Stable, verdicts::toString);
    // Of a prompt one coordinate of eight is known. Sampling moves each mean by up to 0.01.
    assertEquals(Set.of("completion"), version().centroidDistances().keySet());
    assertEquals(
        Math.sqrt(2) * 0.3, version().centroidDistances().getOrDefault("completion", 0.0), 0.02);
    assertTrue(
        verdicts.get("__prompt_tokens__") instanceof DriftVerdict.Stable, verdicts::toString);
  }

  @Test
  void aTextWaitsForNoLabelAndIsNoneThatIsMissing() {
    for (int i = 0; i < 50; i++) {
      read(generation("g" + i, END - 20_000, 1), END - 20_000);
    }
    WindowFigures window = finished();
    assertEquals(50, window.predictions());
    assertEquals(0, version().pending());
    assertEquals(OptionalDouble.empty(), window.labelCoverage());
    assertEquals(OptionalDouble.empty(), window.cohortCoverage());
  }

  @Test
  void anOutcomeOfATextFindsNothingToBeComparedWith() {
    PredictionId id = PredictionId.of("g");
    read(new Outcome(id, Rig.MODEL, END - 20_500, true, new Label.Numeric(1)), END - 20_500);
    read(generation("g", END - 20_000, 1), END - 20_000);
    read(new Outcome(id, Rig.MODEL, END - 10_000, true, new Label.Numeric(2)), END - 10_000);
    WindowFigures window = finished();
    assertEquals(0, window.scored());
    assertEquals(OptionalDouble.empty(), window.labelCoverage());
    assertEquals(2, rig.snapshot().orphans().lastEntry().getValue());
  }

  @Test
  void anInteractionCountsToTheTextThatItNames() {
    for (boolean before : List.of(true, false)) {
      String id = "g" + before;
      Interaction click =
          new Interaction(
              PredictionId.of(id),
              Rig.MODEL,
              "unversioned",
              END - 15_000,
              true,
              "click",
              Double.NaN,
              null);
      Appended clicked = new Appended(click, END - 15_000);
      if (before) {
        rig.read(clicked, true);
      }
      read(generation(id, END - 20_000, 1), END - 20_000);
      if (!before) {
        rig.read(clicked, true);
      }
    }
    assertEquals(2, finished().figure("kpi:clicked").orElseThrow(), 1e-3);
  }

  @Test
  void anIndexThatReadsAgainFromASnapshotOrFromTheLogGoesOnAsIfNothingHadHappened() {
    for (int seed = 0; seed < 4; seed++) {
      List<Appended> log = log(seed);
      Rig expected = inOrder(log);
      for (boolean fromSnapshot : List.of(true, false)) {
        Rig crashed = new Rig();
        byte[][] written = new byte[Rig.INDEXES][];
        int position = 0;
        int crash = log.size() / 2;
        for (int i = 0; i < log.size(); i++) {
          crashed.read(log.get(i), true);
          if (StagesTest.isBoundary(log, i)) {
            StagesTest.flushAll(crashed, log.get(i).millis() + 1);
            if (fromSnapshot && i < crash) {
              for (int index = 0; index < Rig.INDEXES; index++) {
                written[index] = crashed.write(index);
              }
              position = i + 1;
            }
            if (i > crash) {
              crash = Integer.MAX_VALUE;
              for (int index = 0; index < Rig.INDEXES; index++) {
                if (fromSnapshot) {
                  crashed.restore(index, written[index]);
                } else {
                  crashed.crash(index);
                }
              }
              log.subList(position, i + 1).forEach(record -> crashed.read(record, false));
              for (int index = 0; index < Rig.INDEXES; index++) {
                crashed.recovered(index);
              }
            }
          }
        }
        StagesTest.flushAll(crashed, END);
        assertEquals(StagesTest.shown(expected), StagesTest.shown(crashed), "seed " + seed);
        assertEquals(expected.counts(), crashed.counts(), "seed " + seed);
      }
    }
  }

  @Test
  void theOrderInWhichTheyAreReadDoesNotMatter() {
    List<Appended> log = log(3);
    Rig expected = new Rig();
    log.forEach(record -> expected.read(record, true));
    StagesTest.flushAll(expected, END);
    List<Appended> shuffled = new ArrayList<>(log);
    Collections.shuffle(shuffled, new Random(1));
    Rig other = new Rig();
    shuffled.forEach(record -> other.read(record, true));
    StagesTest.flushAll(other, END);
    assertEquals(windows(expected), windows(other));
  }

  private static List<WindowFigures> windows(Rig rig) {
    return rig.snapshot().versions().getFirst().windows();
  }

  @Test
  void moreReasonsThanAreToldApartAreOtherAndMoreScoresAreDropped() {
    GenerationLabels labels = new GenerationLabels();
    Generation one = generation("g", END, 1);
    for (int i = 0; i < 20; i++) {
      assertEquals("r" + i, labels.of(one.with("1", "R" + i, one.scores()), "2").finishReason());
    }
    assertEquals("other", labels.of(one.with("1", "r20", one.scores()), "2").finishReason());
    assertEquals("other", labels.of(one.with("1", "no word!", one.scores()), "2").finishReason());
    assertEquals("r3", labels.of(one.with("1", "r3", one.scores()), "2").finishReason());
    for (int i = 0; i < 31; i++) {
      TreeMap<String, Double> score = new TreeMap<>(Map.of("s" + i, 1.0));
      assertEquals(score, labels.of(one.with("1", null, score), "2").scores());
    }
    assertEquals(
        Map.of("good", 0.5, "s3", 2.0),
        labels
            .of(one.with("1", null, new TreeMap<>(Map.of("good", 0.5, "s31", 1.0, "s3", 2.0))), "2")
            .scores());
  }
}
