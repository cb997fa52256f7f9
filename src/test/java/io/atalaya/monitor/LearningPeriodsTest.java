package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Periods of 30 s, as an index keeps them. */
class LearningPeriodsTest {

  private static final long FIRST = Rig.START;
  private static final long NEXT = Rig.START + 60_000;

  private final LearningPeriods periods = new LearningPeriods(plan());

  @Test
  void aPredictionLearnsInItsOwnPeriodWhateverWasReadBefore() {
    add(periods, 0, FIRST);
    add(periods, NEXT, NEXT);
    add(periods, 0, FIRST + 29_999);
    assertNull(periods.covering(0, FIRST + 30_000));
    assertNotNull(periods.covering(NEXT, NEXT + 29_999));
    assertEquals(List.of("0: 2", NEXT + ": 1"), sent(periods));
  }

  @Test
  void whatIsCompleteIsSentBeforeItIsForgotten() {
    add(periods, 0, FIRST);
    add(periods, NEXT, NEXT);
    periods.advance(NEXT + 1, true);
    assertEquals(List.of("0: complete", NEXT + ": 1"), sent(periods));
    assertEquals(2, kept(periods));
    periods.advance(NEXT + 1, true);
    assertEquals(1, kept(periods));
  }

  @Test
  void whatWasCutShortIsForgottenOnceNothingOfItCanCome() {
    add(periods, 0, NEXT - 10_000);
    add(periods, NEXT, NEXT);
    periods.advance(NEXT, true);
    assertEquals(2, kept(periods));
    periods.advance(NEXT + 1, true);
    assertEquals(1, kept(periods));
    assertEquals(List.of(NEXT + ": 1"), sent(periods));
  }

  @Test
  void theLastPeriodStaysKnownSoThatItDoesNotBeginAgain() {
    add(periods, 0, FIRST);
    assertFalse(periods.isSent());
    periods.advance(FIRST + 30_000, true);
    periods.takeChanged((start, feature, body) -> {});
    periods.advance(NEXT, true);
    assertTrue(periods.isSent());
    assertNull(periods.covering(0, NEXT));
  }

  @Test
  void allPeriodsAreRestored() {
    add(periods, 0, FIRST);
    add(periods, NEXT, NEXT);
    ByteWriter out = new ByteWriter();
    periods.writeTo(out);
    LearningPeriods restored = new LearningPeriods(plan());
    restored.restoreFrom(new ByteReader(out.toByteArray()));
    assertEquals(List.of(), sent(restored));
    add(restored, 0, FIRST + 1_000);
    add(restored, NEXT, NEXT + 1_000);
    assertEquals(List.of("0: 2", NEXT + ": 2"), sent(restored));
    assertNull(restored.covering(NEXT, NEXT + 30_000));
  }

  private static void add(LearningPeriods to, long start, long millis) {
    LearningSample sample = to.covering(start, millis);
    assertNotNull(sample);
    sample.add(Rig.prediction("p" + millis, millis, 1, 1), millis - millis % 1_000, true);
  }

  /** How many periods a snapshot has. */
  private static int kept(LearningPeriods of) {
    ByteWriter out = new ByteWriter();
    of.writeTo(out);
    return new ByteReader(out.toByteArray()).readCount();
  }

  private static List<String> sent(LearningPeriods from) {
    List<String> sent = new ArrayList<>();
    from.takeChanged(
        (start, feature, body) -> {
          if (feature.isEmpty()) {
            ByteWriter out = new ByteWriter();
            body.accept(out);
            LearningSample.Progress progress =
                LearningSample.Progress.readFrom(new ByteReader(out.toByteArray()));
            sent.add(start + ": " + (progress.complete() ? "complete" : progress.predictions()));
          }
        });
    return sent;
  }

  private static ModelPlan plan() {
    return new ModelPlan(Rig.LEARNING_ANEW, Rig.LEARNING_ANEW.of(Rig.MODEL));
  }
}
