package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.PredictionId;
import io.atalaya.monitor.Rig.Appended;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A reference that is learned for a minute, in slices of 3 s, from those only in which no threshold
 * was broken. Ten predictions a second are near 100 and right; those of a stretch are 200 and
 * wrong.
 */
class LearningHealthyTest {

  private static final int SECONDS = 175;

  @Test
  void whatTheModelSaidWhileItWasNotHealthyIsLeftOut() {
    Rig rig = read(Rig.LEARNING_HEALTHY, logs(40, 46), 0);
    Reference learned = only(rig);
    assertEquals(100, LearningAnewTest.mean(learned), 0.5);
    long fires = rig.signals().getFirst().timeMillis();
    assertEquals("accuracy", rig.signals().getFirst().check());
    assertTrue(fires > Rig.START + 42_000 && fires < Rig.START + 52_000, rig.signals().toString());
    // It fires to the end of the period; up to then slices count that end 10 s before it or more.
    long slices = Math.ceilDiv(fires - Rig.START - 13_000, 3_000);
    assertEquals(30 * slices, predictions(learned));
    assertEquals(List.of(), rig.restarts());
  }

  @Test
  void withoutTheOptionItIsNot() {
    Reference learned = only(read(Rig.LEARNING_LONG, logs(40, 46), 0));
    assertEquals(110, LearningAnewTest.mean(learned), 5);
    assertEquals(600, predictions(learned));
    assertEquals(Rig.START + 60_000, learned.profile().effectiveMillis());
  }

  /** The end of the last slice, the label horizon, the settling, the notice. */
  @Test
  void itIsMadeOnceTheLabelsHaveComeAndServesWhenAllHaveHeard() {
    for (Reference learned :
        List.of(
            only(read(Rig.LEARNING_HEALTHY, logs(0, 0), 0)),
            only(read(Rig.LEARNING_HEALTHY, logs(40, 46), 0)))) {
      long effective = learned.profile().effectiveMillis() - Rig.START;
      assertTrue(effective >= 60_000 + 10_000 + 5_000 + 5_000, "effective " + effective);
      assertTrue(effective <= 83_000, "effective " + effective);
    }
  }

  @Test
  void aHealthyModelsReferenceIsWhatItIsWithoutTheOption() {
    ReferenceProfile healthy = only(read(Rig.LEARNING_HEALTHY, logs(0, 0), 0)).profile().at(0);
    ReferenceProfile any = only(read(Rig.LEARNING_LONG, logs(0, 0), 0)).profile().at(0);
    assertEquals(any.features(), healthy.features());
    assertEquals(any.variation(), healthy.variation());
  }

  /** Labels of the last slice say that it was not healthy after the period is over. */
  @Test
  void whatFiresUpToTheLabelHorizonAfterASliceCounts() {
    Reference learned = only(read(Rig.LEARNING_HEALTHY, logs(57, 63), 0));
    assertEquals(100, LearningAnewTest.mean(learned), 0.5);
    assertTrue(predictions(learned) <= 570, learned.toString());
  }

  @Test
  void whereTheModelWasHealthyForLessThanHalfOfTheTimeItIsLearnedAgain() {
    Rig rig = read(Rig.LEARNING_HEALTHY, logs(20, 40), 0);
    LearningRestart restart = rig.restarts().getFirst();
    assertEquals(1, rig.restarts().size());
    assertEquals(20, restart.slices());
    assertTrue(restart.healthy() < 10, restart.toString());
    Reference learned = only(rig);
    assertEquals(100, LearningAnewTest.mean(learned), 0.5);
    assertEquals(600, predictions(learned));
    assertTrue(
        learned.profile().effectiveMillis() >= restart.startMillis() + 80_000, learned.toString());
  }

  /** The deployment is of 72 s, so that learning begins at 77 s; again it would at 81 s. */
  @Test
  void whereADeploymentBegunAnotherPeriodItIsNotLearnedAgain() {
    Rig rig = new Rig(Rig.LEARNING_HEALTHY_ANEW);
    rig.deployed(Rig.START + 72_000);
    read(rig, logs(20, 40), 0);
    assertEquals(List.of(), rig.restarts());
    Reference learned = only(rig);
    assertEquals(600, predictions(learned));
    long effective = learned.profile().effectiveMillis() - Rig.START;
    assertTrue(effective >= 157_000 && effective <= 160_000, "effective " + effective);
  }

  @Test
  void crashesAndNewOwnersChangeNothing() {
    for (int[] bad : new int[][] {{40, 46}, {20, 40}, {57, 63}}) {
      Rig expected = read(Rig.LEARNING_HEALTHY, logs(bad[0], bad[1]), 0);
      for (int disturbance : new int[] {3, 10}) {
        Rig disturbed = read(Rig.LEARNING_HEALTHY, logs(bad[0], bad[1]), disturbance);
        assertEquals(expected.references(), disturbed.references());
        assertEquals(expected.restarts(), disturbed.restarts());
        assertEquals(StagesTest.shown(expected), StagesTest.shown(disturbed));
        assertEquals(StagesTest.ids(expected), StagesTest.ids(disturbed));
      }
    }
  }

  private static Reference only(Rig rig) {
    assertEquals(1, rig.references().size(), rig.references().toString());
    return rig.references().getFirst();
  }

  private static long predictions(Reference reference) {
    return reference.profile().at(0).reference(ReferenceProfile.PREDICTION).predictions();
  }

  private static Rig read(MonitorSettings settings, List<Appended> log, int disturbance) {
    return read(new Rig(settings), log, disturbance);
  }

  private static Rig read(Rig rig, List<Appended> log, int disturbance) {
    Random random = new Random(disturbance);
    for (int i = 0; i < log.size(); i++) {
      rig.read(log.get(i), true);
      if (StagesTest.isBoundary(log, i)) {
        StagesTest.flushAll(rig, log.get(i).millis() + 1);
        if (disturbance > 0 && random.nextInt(disturbance) == 0) {
          LearningAnewTest.beginAgain(rig, log.subList(0, i + 1), random);
        }
      }
    }
    StagesTest.flushAll(rig, Rig.START + 1_000L * SECONDS + 500);
    return rig;
  }

  /** The model is wrong from a second to another. */
  private static List<Appended> logs(int badFrom, int badTo) {
    Random random = new Random(1);
    List<Appended> log = new ArrayList<>();
    for (int i = 0; i < 10 * SECONDS; i++) {
      boolean bad = i >= 10 * badFrom && i < 10 * badTo;
      long millis = Rig.START + 100L * i;
      String id = "p" + i;
      double actual = 100 + random.nextGaussian();
      double value = bad ? 200 : actual;
      log.add(new Appended(Rig.prediction(id, millis, value, 0.5), millis));
      Outcome outcome =
          new Outcome(
              PredictionId.of(id), Rig.MODEL, millis + 50, false, new Label.Numeric(actual));
      log.add(new Appended(outcome, millis + 50));
    }
    log.sort(Comparator.comparingLong(Appended::millis));
    return log;
  }
}
