package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.monitor.Rig.Appended;
import io.atalaya.monitor.StagesTest.Logs;
import io.atalaya.signal.Signal;
import io.atalaya.statistics.ReferenceSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is compared with which reference is a function of the logs, as all figures are. */
class ReferencesInForceTest {

  private static final long PROMOTED = Rig.START + 70_000;
  private static final long WITHDRAWN = Rig.START + 110_000;

  /** When a reference is heard of, some seconds before it is in force. */
  private record Heard(long millis, Reference reference) {}

  /** A reference as the model's answers are at the end, not as those it learns from. */
  private static final Reference PUT =
      Reference.promoted(
          ReferenceProfile.of(
              PROMOTED, Map.of("x", sample(65, 5), ReferenceProfile.PREDICTION, sample(130, 10))),
          Origin.PUT,
          PROMOTED);

  private static final List<Heard> PROMOTION = List.of(new Heard(PROMOTED - 5_000, PUT));

  private static final List<Heard> BOTH =
      List.of(PROMOTION.getFirst(), new Heard(WITHDRAWN - 5_000, PUT.withdrawn(WITHDRAWN)));

  /** When the answers have drifted from what was learned. */
  private static final List<Heard> LATE =
      List.of(new Heard(WITHDRAWN + 10_000, PUT.promoted(WITHDRAWN + 15_000)));

  @Test
  void driftIsJudgedAgainstTheReferenceInForce() {
    Logs logs = StagesTest.generate(new Random(3));
    // Until 95 s all is as it was learned, and so not as it was put.
    assertEquals(
        List.of("drift firing 100", "drift resolved 140"), drifts(inOrder(logs, PROMOTION)));
    // The reference that was learned is in force again.
    assertEquals(
        List.of("drift firing 100", "drift resolved 120", "drift firing 140"),
        drifts(inOrder(logs, BOTH)));
    assertEquals(List.of("drift firing 120", "drift resolved 140"), drifts(inOrder(logs, LATE)));
  }

  @Test
  void itDoesNotMatterWhenItWasHeardOf() {
    for (int seed = 0; seed < 3; seed++) {
      for (List<Heard> heard : List.of(PROMOTION, BOTH, LATE)) {
        Logs logs = StagesTest.generate(new Random(seed));
        Rig expected = inOrder(logs, heard);
        Rig known = new Rig();
        heard.forEach(one -> known.hear(one.reference));
        Rig atOnce = known;
        StagesTest.merged(logs).forEach(record -> atOnce.read(record, true));
        StagesTest.finish(atOnce);
        assertEquals(StagesTest.shown(expected), StagesTest.shown(atOnce), "seed " + seed);
        assertEquals(StagesTest.ids(expected), StagesTest.ids(atOnce), "seed " + seed);
      }
    }
  }

  @Test
  void crashesAndNewOwnersChangeNothing() {
    for (int seed = 0; seed < 3; seed++) {
      for (List<Heard> heard : List.of(PROMOTION, BOTH, LATE)) {
        Logs logs = StagesTest.generate(new Random(seed));
        Rig expected = inOrder(logs, heard);
        Rig disturbed = disturbed(logs, heard, new Random(seed));
        assertEquals(StagesTest.shown(expected), StagesTest.shown(disturbed), "seed " + seed);
        assertEquals(StagesTest.ids(expected), StagesTest.ids(disturbed), "seed " + seed);
      }
    }
  }

  @Test
  void anOwnerThatHearsLateMissesOnlyWhatItHasJudgedAlready() {
    for (int seed = 0; seed < 3; seed++) {
      Logs logs = StagesTest.generate(new Random(seed));
      Reference reference = LATE.getFirst().reference;
      Rig late =
          read(
              logs,
              List.of(),
              (rig, position) -> {
                long now = StagesTest.merged(logs).get(position - 1).millis();
                if (now >= LATE.getFirst().millis) {
                  rig.indexesHear(reference);
                }
                if (now >= reference.promotedMillis().orElseThrow() + 12_000) {
                  rig.ownerHears(reference);
                }
              });
      Rig expected = inOrder(logs, LATE);
      assertEquals(StagesTest.shown(expected), StagesTest.shown(late), "seed " + seed);
      assertEquals(StagesTest.ids(expected), StagesTest.ids(late), "seed " + seed);
    }
  }

  @Test
  void whatIsPutWhileLearningDoesNotDisturbTheLearning() {
    Logs logs = StagesTest.generate(new Random(4));
    Reference early = PUT.promoted(Rig.START + 10_000);
    long end = Rig.START + 60_000;
    Rig without = inOrder(logs, List.of());
    Rig with =
        inOrder(
            logs,
            List.of(
                new Heard(Rig.START + 5_000, early), new Heard(end - 5_000, early.withdrawn(end))));
    assertEquals(learned(without), learned(with));
  }

  private static Rig inOrder(Logs logs, List<Heard> heard) {
    return read(logs, heard, (rig, position) -> {});
  }

  /**
   * Loses indexes and owners now and then, right after a flush; read again is all from the start.
   */
  private static Rig disturbed(Logs logs, List<Heard> heard, Random random) {
    return read(
        logs,
        heard,
        (rig, position) -> {
          if (random.nextInt(10) == 0) {
            rig.handOver();
          }
          if (random.nextInt(10) == 0) {
            for (int index = 0; index < Rig.INDEXES; index++) {
              rig.crash(index);
            }
            StagesTest.merged(logs).subList(0, position).forEach(record -> rig.read(record, false));
            for (int index = 0; index < Rig.INDEXES; index++) {
              rig.recovered(index);
            }
          }
        });
  }

  private interface Disturbance {
    void after(Rig rig, int position);
  }

  private static Rig read(Logs logs, List<Heard> heard, Disturbance disturbance) {
    Rig rig = new Rig();
    List<Heard> toHear = new ArrayList<>(heard);
    toHear.sort(Comparator.comparingLong(Heard::millis));
    List<Appended> all = StagesTest.merged(logs);
    for (int i = 0; i < all.size(); i++) {
      long now = all.get(i).millis();
      while (!toHear.isEmpty() && toHear.getFirst().millis <= now) {
        rig.hear(toHear.removeFirst().reference);
      }
      rig.read(all.get(i), true);
      if (StagesTest.isBoundary(all, i)) {
        StagesTest.flushAll(rig, now + 1);
        disturbance.after(rig, i + 1);
      }
    }
    StagesTest.finish(rig);
    return rig;
  }

  private static List<String> drifts(Rig rig) {
    return rig.signals().stream()
        .filter(signal -> signal.check().equals("drift"))
        .map(ReferencesInForceTest::said)
        .toList();
  }

  private static String said(Signal signal) {
    return "drift %s %d"
        .formatted(
            signal.state().name().toLowerCase(Locale.ROOT),
            (signal.timeMillis() - Rig.START) / 1_000);
  }

  private static List<Reference> learned(Rig rig) {
    List<Reference> learned =
        rig.references().stream().filter(known -> known.origin() == Origin.LEARNED).toList();
    assertTrue(!learned.isEmpty(), "nothing was learned");
    return learned;
  }

  private static FeatureReference sample(double mean, double deviation) {
    Random random = new Random(9);
    double[] values = new double[500];
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + deviation * random.nextGaussian();
    }
    return FeatureReference.of(ReferenceSample.of(values));
  }
}
