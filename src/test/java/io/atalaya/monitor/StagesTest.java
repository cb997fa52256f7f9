package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.event.Interaction;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.monitor.Rig.Appended;
import io.atalaya.signal.Signal;
import io.atalaya.statistics.StableHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Figures and signals are a function of the logs, and of nothing else. */
class StagesTest {

  private static final int SECONDS = 150;

  /** Predictions, and what answers them, each in the order of its append times. */
  record Logs(List<Appended> predictions, List<Appended> outcomes) {}

  @Test
  void figuresAreThoseOfThePairsInTheWindow() {
    Logs logs = generate(new Random(1));
    Rig rig = readInOrder(logs);
    WindowFigures window = rig.snapshot().versions().getFirst().windows().getLast();
    double[] expected = naive(logs, rig.snapshot().nowMillis());
    assertEquals((long) expected[0], window.quality().scored());
    assertTrue(expected[0] > 500, "the example says little: " + expected[0]);
    assertEquals(expected[1], window.quality().mae().orElseThrow(), 1e-12 * expected[1]);
    assertEquals(expected[2], window.quality().rmse().orElseThrow(), 1e-12 * expected[2]);
  }

  @Test
  void businessFiguresAreThoseOfTheInteractionsInTheWindow() {
    Logs logs = generate(new Random(1));
    Rig rig = readInOrder(logs);
    ModelSnapshot snapshot = rig.snapshot();
    assertEquals(
        List.of("1", "2"), snapshot.versions().stream().map(VersionSnapshot::version).toList());
    for (VersionSnapshot version : snapshot.versions()) {
      for (WindowFigures window : version.windows()) {
        NaiveInteractions naive =
            NaiveInteractions.of(logs, version.version(), window.window(), snapshot.nowMillis());
        assertEquals(naive.figures(window.predictions()), window.kpis());
      }
    }
  }

  @Test
  void theOrderInWhichTheLogsAreReadDoesNotMatter() {
    for (int seed = 0; seed < 4; seed++) {
      Logs logs = generate(new Random(seed));
      Rig expected = readInOrder(logs);
      Rig predictionsFirst = readOneAfterTheOther(logs.predictions, logs.outcomes);
      Rig outcomesFirst = readOneAfterTheOther(logs.outcomes, logs.predictions);
      assertEquals(shown(expected), shown(predictionsFirst), "seed " + seed);
      assertEquals(shown(expected), shown(outcomesFirst), "seed " + seed);
      assertEquals(expected.counts(), predictionsFirst.counts(), "seed " + seed);
      assertEquals(expected.counts(), outcomesFirst.counts(), "seed " + seed);
    }
  }

  @Test
  void anIndexThatReadsItsLogAgainAfterACrashGoesOnAsIfNothingHadHappened() {
    for (int seed = 0; seed < 4; seed++) {
      Logs logs = generate(new Random(seed));
      Rig expected = readInOrder(logs);
      Random crashes = new Random(seed);
      Rig crashed = new Rig();
      List<Appended> all = merged(logs);
      int committed = 0;
      for (int i = 0; i < all.size(); i++) {
        crashed.read(all.get(i), true);
        if (isBoundary(all, i)) {
          flushAll(crashed, all.get(i).millis() + 1);
          committed = i + 1;
        } else if (crashes.nextInt(200) == 0) {
          // What was read since the last flush is lost with the rest, and read again.
          for (int index = 0; index < Rig.INDEXES; index++) {
            crashed.crash(index);
          }
          List<Appended> before = new ArrayList<>(all.subList(0, committed));
          before.sort(
              Comparator.comparing((Appended record) -> !(record.event() instanceof Prediction)));
          before.forEach(record -> crashed.read(record, false));
          for (int index = 0; index < Rig.INDEXES; index++) {
            crashed.recovered(index);
          }
          i = committed - 1;
        }
      }
      finish(crashed);
      assertEquals(shown(expected), shown(crashed), "seed " + seed);
      assertEquals(expected.signals(), crashed.signals(), "seed " + seed);
    }
  }

  @Test
  void anIndexThatGoesOnFromASnapshotReadsOnlyWhatCameSince() {
    int restored = 0;
    for (int seed = 0; seed < 4; seed++) {
      Logs logs = generate(new Random(seed));
      Rig expected = readInOrder(logs);
      Random random = new Random(seed);
      Rig crashed = new Rig();
      List<Appended> all = merged(logs);
      byte[][] snapshots = new byte[Rig.INDEXES][];
      int[] positions = new int[Rig.INDEXES];
      int committed = 0;
      for (int i = 0; i < all.size(); i++) {
        crashed.read(all.get(i), true);
        if (isBoundary(all, i)) {
          flushAll(crashed, all.get(i).millis() + 1);
          committed = i + 1;
          int index = random.nextInt(Rig.INDEXES);
          if (random.nextInt(5) == 0) {
            snapshots[index] = crashed.write(index);
            positions[index] = committed;
          }
        } else if (random.nextInt(200) == 0) {
          for (int index = 0; index < Rig.INDEXES; index++) {
            if (snapshots[index] == null) {
              crashed.crash(index);
            } else {
              crashed.restore(index, snapshots[index]);
              restored++;
            }
          }
          for (int at = 0; at < committed; at++) {
            if (at >= positions[all.get(at).index()]) {
              crashed.read(all.get(at), false);
            }
          }
          for (int index = 0; index < Rig.INDEXES; index++) {
            crashed.recovered(index);
          }
          i = committed - 1;
        }
      }
      finish(crashed);
      assertEquals(shown(expected), shown(crashed), "seed " + seed);
      assertEquals(expected.signals(), crashed.signals(), "seed " + seed);
    }
    assertTrue(restored > 20, "hardly anything was restored: " + restored);
  }

  @Test
  void aStateOfOtherSettingsIsRefused() {
    Rig rig = readInOrder(generate(new Random(1)));
    byte[] written = rig.write(0);
    assertThrows(
        IllegalArgumentException.class,
        () -> Rig.indexWithOtherPane().restoreFrom(new ByteReader(written)));
  }

  @Test
  void aNewOwnerOfTheModelGoesOnWithTheSameSignals() {
    int signals = 0;
    for (int seed = 0; seed < 4; seed++) {
      Logs logs = generate(new Random(seed));
      Rig expected = readInOrder(logs);
      Random moves = new Random(seed);
      Rig moved = new Rig();
      List<Appended> all = merged(logs);
      for (int i = 0; i < all.size(); i++) {
        moved.read(all.get(i), true);
        if (isBoundary(all, i)) {
          flushAll(moved, all.get(i).millis() + 1);
          if (moves.nextInt(10) == 0) {
            moved.handOver();
          }
        }
      }
      finish(moved);
      assertEquals(
          expected.signals().stream().map(Signal::id).toList(),
          moved.signals().stream().map(Signal::id).toList(),
          "seed " + seed);
      assertEquals(shown(expected), shown(moved), "seed " + seed);
      signals += expected.signals().size();
    }
    assertTrue(signals >= 8, "the example hardly signals anything: " + signals);
  }

  @Test
  void anIndexThatBeginsLateAndOneThatIsReadLateCountTheSame() {
    long drifts = 0;
    for (int seed = 0; seed < 4; seed++) {
      Logs all = generate(new Random(seed));
      for (long lateMillis : List.of(12_000L, 34_000L, 60_000L)) {
        Logs logs =
            new Logs(
                all.predictions.stream()
                    .filter(
                        record -> record.index() > 0 || record.millis() > Rig.START + lateMillis)
                    .toList(),
                all.outcomes);
        Rig expected = readInOrder(logs);
        Rig atOnce = new Rig();
        merged(logs).forEach(record -> atOnce.read(record, true));
        finish(atOnce);
        Rig again = readAgainKnowingTheReference(logs);
        assertEquals(shown(expected), shown(atOnce), "seed " + seed + ", late by " + lateMillis);
        assertEquals(ids(expected), ids(atOnce), "seed " + seed + ", late by " + lateMillis);
        assertEquals(shown(expected), shown(again), "seed " + seed + ", late by " + lateMillis);
        drifts +=
            expected.signals().stream().filter(signal -> signal.check().equals("drift")).count();
      }
    }
    assertTrue(drifts >= 12, "the example hardly drifts: " + drifts);
  }

  /** Crashes near the end, and reads everything again with the reference known. */
  private static Rig readAgainKnowingTheReference(Logs logs) {
    Rig rig = new Rig();
    List<Appended> all = merged(logs);
    int crash = all.size() * 3 / 4;
    for (int i = 0; i < all.size(); i++) {
      rig.read(all.get(i), true);
      if (isBoundary(all, i)) {
        flushAll(rig, all.get(i).millis() + 1);
        if (i >= crash) {
          crash = Integer.MAX_VALUE;
          for (int index = 0; index < Rig.INDEXES; index++) {
            rig.crash(index);
          }
          all.subList(0, i + 1).forEach(record -> rig.read(record, false));
          for (int index = 0; index < Rig.INDEXES; index++) {
            rig.recovered(index);
          }
        }
      }
    }
    finish(rig);
    return rig;
  }

  static List<String> ids(Rig rig) {
    return rig.signals().stream().map(Signal::id).toList();
  }

  @Test
  void aDeclineIsSignalledOnceAndAsWhatItIs() {
    Rig rig = readInOrder(generate(new Random(3)));
    List<String> checks = rig.signals().stream().map(Signal::check).toList();
    assertTrue(checks.contains("accuracy"), checks.toString());
    assertTrue(checks.contains("drift"), checks.toString());
    assertEquals(1, checks.stream().filter("drift"::equals).count(), checks.toString());
    assertFalse(rig.snapshot().versions().getFirst().drift().isEmpty());
  }

  /** All that a snapshot shows. */
  static List<Object> shown(Rig rig) {
    ModelSnapshot snapshot = rig.snapshot();
    List<Object> shown =
        new ArrayList<>(List.of(snapshot.nowMillis(), snapshot.epoch(), snapshot.orphans()));
    for (VersionSnapshot version : snapshot.versions()) {
      shown.addAll(version.windows());
      shown.addAll(version.segments());
      shown.add(version.estimateScore());
      shown.addAll(version.drift());
      shown.addAll(List.of(version.pending(), version.oldestPendingSeconds()));
      version.bounds().forEach(bound -> shown.addAll(List.of(bound.key(), bound.state())));
    }
    return shown;
  }

  private static Rig readInOrder(Logs logs) {
    Rig rig = new Rig();
    List<Appended> all = merged(logs);
    for (int i = 0; i < all.size(); i++) {
      rig.read(all.get(i), true);
      if (isBoundary(all, i)) {
        flushAll(rig, all.get(i).millis() + 1);
      }
    }
    finish(rig);
    return rig;
  }

  private static Rig readOneAfterTheOther(List<Appended> first, List<Appended> second) {
    Rig rig = new Rig();
    first.forEach(record -> rig.read(record, true));
    for (int i = 0; i < second.size(); i++) {
      rig.read(second.get(i), true);
      if (isBoundary(second, i)) {
        flushAll(rig, second.get(i).millis() + 1);
      }
    }
    finish(rig);
    return rig;
  }

  static void finish(Rig rig) {
    flushAll(rig, Rig.START + SECONDS * 1_000L + 500);
  }

  static void flushAll(Rig rig, long progressMillis) {
    for (int index = 0; index < Rig.INDEXES; index++) {
      rig.flush(index, progressMillis);
    }
    rig.judge();
  }

  /** Whether the next record is of another second: the instant at which everything is flushed. */
  static boolean isBoundary(List<Appended> log, int i) {
    return i + 1 == log.size() || log.get(i).millis() / 1_000 != log.get(i + 1).millis() / 1_000;
  }

  static List<Appended> merged(Logs logs) {
    List<Appended> all = new ArrayList<>(logs.predictions);
    all.addAll(logs.outcomes);
    all.sort(Comparator.comparingLong(Appended::millis));
    return all;
  }

  /** A model that is good for two thirds of the time, then wrong on inputs it has not seen. */
  static Logs generate(Random random) {
    List<Appended> predictions = new ArrayList<>();
    List<Appended> outcomes = new ArrayList<>();
    for (int i = 0; i < SECONDS * 12; i++) {
      long at = Rig.START + random.nextInt(SECONDS * 1_000 - 10_000);
      boolean bad = at > Rig.START + 95_000;
      double value = 100 + 10 * random.nextGaussian() + (bad ? 30 : 0);
      String id = "p" + i;
      Prediction prediction =
          Rig.prediction(id, at - random.nextInt(3_000), value, random.nextDouble());
      predictions.add(new Appended(prediction, at));
      if (random.nextInt(20) == 0) {
        predictions.add(new Appended(prediction, at + random.nextInt(2_000)));
      }
      long answered = at + random.nextInt(8_000) - 2_000;
      for (int answers = random.nextInt(10); answers >= 7 || answers == 1; answers -= 5) {
        double actual = value + 3 * random.nextGaussian() - (bad ? 40 : 0);
        outcomes.add(
            appended(id, answered, random.nextInt(9) == 0 ? null : new Label.Numeric(actual)));
        answered += random.nextInt(2_000);
      }
      if (random.nextInt(50) == 0) {
        outcomes.add(appended("orphan" + i, answered, new Label.Numeric(value)));
      }
      if (random.nextInt(4) > 0) {
        outcomes.add(appended(id, answered, new Label.Numeric(value - (bad ? 40 : 0))));
      }
      addInteractions(id, at, outcomes);
    }
    outcomes.removeIf(record -> record.millis() > Rig.START + SECONDS * 1_000L);
    predictions.sort(Comparator.comparingLong(Appended::millis));
    outcomes.sort(Comparator.comparingLong(Appended::millis));
    return new Logs(predictions, outcomes);
  }

  /** What is done with an answer, and with none, soon or too late, some of it told twice. */
  private static void addInteractions(String id, long predictedMillis, List<Appended> answers) {
    Random random = new Random(StableHash.of(id));
    for (int i = random.nextInt(5); i > 0; i--) {
      long at = predictedMillis + random.nextInt(14_000) - 4_000;
      String type = List.of("impression", "impression", "click", "purchase").get(random.nextInt(4));
      boolean timeGiven = random.nextInt(3) > 0;
      Interaction interaction =
          new Interaction(
              random.nextInt(6) == 0 ? null : PredictionId.of(id),
              Rig.MODEL,
              random.nextBoolean() ? "1" : "2",
              timeGiven ? at - random.nextInt(3_000) : at,
              timeGiven,
              type,
              type.equals("purchase")
                  ? Math.rint(100 * random.nextGaussian()) / 8 + 20
                  : Double.NaN,
              random.nextInt(3) == 0 ? null : "s" + random.nextInt(5));
      answers.add(new Appended(interaction, at));
      if (random.nextInt(8) == 0) {
        // What states no time has that of its record.
        long again = at + random.nextInt(5_000);
        answers.add(new Appended(timeGiven ? interaction : atTime(interaction, again), again));
      }
    }
  }

  private static Interaction atTime(Interaction interaction, long millis) {
    return new Interaction(
        interaction.id(),
        interaction.model(),
        interaction.version(),
        millis,
        false,
        interaction.type(),
        interaction.value(),
        interaction.segment());
  }

  private static Appended appended(String id, long millis, @Nullable Label actual) {
    return new Appended(new Outcome(PredictionId.of(id), Rig.MODEL, millis, false, actual), millis);
  }

  /** Scored pairs, MAE and RMSE of the longest window, from the logs by definition. */
  private static double[] naive(Logs logs, long nowMillis) {
    Map<PredictionId, Double> predicted = new HashMap<>();
    for (Appended record : logs.predictions) {
      if (record.event() instanceof Prediction prediction
          && prediction.value() instanceof Label.Numeric(double value)) {
        predicted.putIfAbsent(prediction.id(), value);
      }
    }
    Map<PredictionId, Appended> last = new HashMap<>();
    for (Appended record : logs.outcomes) {
      if (!(record.event() instanceof Outcome outcome)) {
        continue;
      }
      Appended before = last.get(outcome.id());
      boolean same =
          before != null && Objects.equals(((Outcome) before.event()).actual(), outcome.actual());
      if (!same) {
        last.put(outcome.id(), record);
      }
    }
    long end = nowMillis - nowMillis % 1_000 + 1_000;
    long n = 0;
    double absolute = 0;
    double squared = 0;
    for (Appended record : last.values()) {
      Outcome outcome = (Outcome) record.event();
      if (outcome.actual() instanceof Label.Numeric(double actual)
          && predicted.containsKey(outcome.id())
          && outcome.timeMillis() >= end - 120_000) {
        double error = predicted.get(outcome.id()) - actual;
        n++;
        absolute += Math.abs(error);
        squared += error * error;
      }
    }
    return new double[] {n, absolute / n, Math.sqrt(squared / n)};
  }
}
