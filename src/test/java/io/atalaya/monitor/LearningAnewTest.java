package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.DriftTest;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.Variation;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.Rig.Appended;
import io.atalaya.monitor.StagesTest.Logs;
import io.atalaya.signal.Signal;
import io.atalaya.statistics.ReferenceSample;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A reference that is learned anew when its version is deployed. */
class LearningAnewTest {

  /** From here on the answers are others. */
  private static final long CHANGED = Rig.START + 95_000;

  private static final long NOT = Long.MAX_VALUE;

  @Test
  void withoutADeploymentItIsLearnedOnce() {
    assertEquals(
        read(Rig.SETTINGS, logs(), NOT, new Random(0), 0).references(),
        read(Rig.LEARNING_ANEW, logs(), NOT, new Random(0), 0).references());
  }

  @Test
  void aDeploymentIsOfNoInterestWhereItIsLearnedOnce() {
    assertEquals(
        read(Rig.SETTINGS, logs(), NOT, new Random(0), 0).references(),
        read(Rig.SETTINGS, logs(), Rig.START + 50_000, new Random(0), 0).references());
  }

  @Test
  void whatIsLearnedAnewIsOfTheTimeAfterTheDeployment() {
    Rig rig = read(Rig.LEARNING_ANEW, logs(), CHANGED - 5_000, new Random(0), 0);
    List<Reference> learned = rig.references();
    assertEquals(2, learned.size());
    assertEquals(100, mean(learned.getFirst()), 3);
    assertEquals(130, mean(learned.getLast()), 3);
    // 30 s from 95 s on, 10 s more in which records may come, and 5 s of notice: no earlier.
    long effective = learned.getLast().profile().effectiveMillis();
    assertTrue(effective >= CHANGED + 45_000, "effective " + effective);
    assertTrue(effective <= CHANGED + 47_000, "effective " + effective);
  }

  @Test
  void aChangeWithinThePeriodIsVariation() {
    Rig rig = read(Rig.LEARNING_ALL_ANEW, logs(), CHANGED - 20_000, new Random(0), 0);
    assertTrue(variation(rig.references().getLast()) > 0.5, rig.references().toString());
  }

  /** By definition: of each index, those of the 30 s that begin with the pane of its first. */
  @Test
  void everyPredictionOfTheNewPeriodCounts() {
    for (int seed = 0; seed < 6; seed++) {
      Logs logs = StagesTest.generate(new Random(seed));
      long start = Rig.START + 60_000;
      Rig rig = read(Rig.LEARNING_ANEW, logs, start - 5_000, new Random(seed), 0);
      long expected = 0;
      for (int index = 0; index < Rig.INDEXES; index++) {
        int of = index;
        List<Prediction> after =
            logs.predictions().stream()
                .filter(record -> record.index() == of)
                .map(record -> (Prediction) record.event())
                .filter(prediction -> prediction.timeMillis() >= start)
                .toList();
        long first = after.stream().mapToLong(Prediction::timeMillis).min().orElseThrow();
        long end = first - first % 1_000 + 30_000;
        expected +=
            after.stream()
                .filter(prediction -> prediction.timeMillis() < end)
                .map(Prediction::id)
                .distinct()
                .count();
      }
      assertEquals(
          expected,
          rig.references()
              .getLast()
              .profile()
              .at(0)
              .reference(ReferenceProfile.PREDICTION)
              .predictions(),
          "seed " + seed);
    }
  }

  /** Nothing comes of it when the version falls silent after the deployment. */
  @Test
  void aPeriodThatADeploymentCutShortIsNotLearned() {
    Logs all = logs();
    Logs logs =
        new Logs(
            all.predictions().stream()
                .filter(record -> ((Prediction) record.event()).timeMillis() < Rig.START + 20_000)
                .toList(),
            all.outcomes());
    assertEquals(1, read(Rig.LEARNING_ANEW, logs, NOT, new Random(0), 0).references().size());
    assertEquals(
        List.of(),
        read(Rig.LEARNING_ANEW, logs, Rig.START + 15_000, new Random(0), 0).references());
  }

  @Test
  void theOldOneStaysInForceUntilTheNewOneIsKnown() {
    List<String> drifts =
        read(Rig.LEARNING_ANEW, logs(), CHANGED - 5_000, new Random(0), 0).signals().stream()
            .filter(signal -> signal.check().equals("drift"))
            .map(LearningAnewTest::said)
            .toList();
    assertEquals(List.of("firing 120"), drifts);
  }

  /** A deployment in the middle of the first learning begins it again. */
  @Test
  void whatIsNotLearnedYetIsNotLearnedToItsEnd() {
    Rig rig = read(Rig.LEARNING_ANEW, logs(), Rig.START + 20_000, new Random(0), 0);
    assertEquals(1, rig.references().size());
    assertTrue(
        rig.references().getFirst().profile().effectiveMillis() >= Rig.START + 25_000 + 45_000,
        rig.references().toString());
  }

  @Test
  void aDeploymentAfterTheEndLetsBothBeLearned() {
    // The first is known at 40 s or soon after.
    Rig rig = read(Rig.LEARNING_ANEW, logs(), Rig.START + 60_000, new Random(0), 0);
    assertEquals(2, rig.references().size());
    assertNotEquals(rig.references().getFirst().id(), rig.references().getLast().id());
  }

  @Test
  void crashesAndNewOwnersChangeNothing() {
    for (int seed = 0; seed < 6; seed++) {
      Logs logs = StagesTest.generate(new Random(seed));
      Rig expected = read(Rig.LEARNING_ANEW, logs, Rig.START + 55_000, new Random(seed), 0);
      Rig disturbed = read(Rig.LEARNING_ANEW, logs, Rig.START + 55_000, new Random(seed), 10);
      assertEquals(expected.references(), disturbed.references(), "seed " + seed);
      assertEquals(StagesTest.shown(expected), StagesTest.shown(disturbed), "seed " + seed);
      assertEquals(StagesTest.ids(expected), StagesTest.ids(disturbed), "seed " + seed);
    }
  }

  private static Logs logs() {
    return StagesTest.generate(new Random(3));
  }

  /**
   * Reads the logs in order.
   *
   * @param disturbance once in so many flushes an index, and the model's owner, begin again; 0 for
   *     never
   */
  private static Rig read(
      MonitorSettings settings, Logs logs, long deployedMillis, Random random, int disturbance) {
    Rig rig = new Rig(settings);
    List<Appended> all = StagesTest.merged(logs);
    boolean told = false;
    for (int i = 0; i < all.size(); i++) {
      if (!told && all.get(i).millis() >= deployedMillis) {
        rig.deployed(deployedMillis);
        told = true;
      }
      rig.read(all.get(i), true);
      if (StagesTest.isBoundary(all, i)) {
        StagesTest.flushAll(rig, all.get(i).millis() + 1);
        if (disturbance > 0 && random.nextInt(disturbance) == 0) {
          beginAgain(rig, all.subList(0, i + 1), random);
        }
      }
    }
    StagesTest.finish(rig);
    return rig;
  }

  /** Lets an index, and the model's owner, lose what they had in memory. */
  static void beginAgain(Rig rig, List<Appended> soFar, Random random) {
    int index = random.nextInt(Rig.INDEXES);
    if (random.nextBoolean()) {
      rig.restore(index, rig.write(index));
    } else {
      rig.crash(index);
      soFar.stream()
          .filter(record -> record.index() == index)
          .forEach(record -> rig.read(record, false));
    }
    rig.recovered(index);
    rig.handOver();
  }

  private static double variation(Reference reference) {
    return reference
        .profile()
        .at(0)
        .variation()
        .getOrDefault(ReferenceProfile.PREDICTION, Variation.NONE)
        .effects()
        .getOrDefault(DriftTest.KS, 0.0);
  }

  static double mean(Reference reference) {
    return ((ReferenceSample)
            reference.profile().at(0).reference(ReferenceProfile.PREDICTION).values())
        .mean();
  }

  private static String said(Signal signal) {
    return "%s %d"
        .formatted(
            signal.state().name().toLowerCase(Locale.ROOT),
            (signal.timeMillis() - Rig.START) / 1_000);
  }
}
