package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SnapshotPlanTest {

  private static final int MEBIBYTE = 1 << 20;
  private static final long HOUR = 3_600_000;

  private final SnapshotPlan plan = new SnapshotPlan(new SnapshotInterval(Duration.ofMillis(HOUR)));

  @Test
  void isDueOnceTooMuchWouldHaveToBeReadAgain() {
    assertFalse(plan.isDue(1));
    read(15 * MEBIBYTE);
    assertFalse(plan.isDue(1));
    read(MEBIBYTE);
    assertTrue(plan.isDue(1));
    plan.started(10 * MEBIBYTE, 1);
    assertFalse(plan.isDue(1), "one is under way");
    plan.written(100);
    read(159 * MEBIBYTE);
    assertFalse(plan.isDue(1), "little came since");
    read(MEBIBYTE);
    assertTrue(plan.isDue(1));
  }

  @Test
  void isDueAfterAnHourWhateverWasRead() {
    assertFalse(plan.isDue(1));
    assertFalse(plan.isDue(HOUR));
    assertTrue(plan.isDue(HOUR + 1));
  }

  @Test
  void aSnapshotThatFailedIsMadeAgainWhenAsMuchWasReadAgain() {
    read(16 * MEBIBYTE);
    plan.started(MEBIBYTE, 1);
    plan.failed();
    assertFalse(plan.isDue(1));
    assertEquals(List.of(), plan.commit());
    read(16 * MEBIBYTE);
    assertTrue(plan.isDue(1));
  }

  @Test
  void theLastTwoAreCommittedAndWhatLiesBeforeThemIsNotNeededOnceTheyAre() {
    assertEquals(OptionalLong.empty(), plan.committed());
    written(100);
    assertEquals(List.of(100L), plan.commit());
    written(200);
    assertEquals(OptionalLong.of(100), plan.committed(), "200 was not committed yet");
    assertEquals(OptionalLong.empty(), plan.committed());
    written(300);
    assertEquals(List.of(300L, 200L), plan.commit());
    assertEquals(OptionalLong.of(200), plan.committed());
  }

  @Test
  void theSnapshotsOfTheOwnerBeforeAreKept() {
    plan.found(List.of(200L, 100L));
    assertEquals(List.of(200L, 100L), plan.commit());
    written(300);
    assertEquals(List.of(300L, 200L), plan.commit());
  }

  private void written(long offset) {
    plan.started(1, 1);
    plan.written(offset);
  }

  private void read(int bytes) {
    plan.read(new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[bytes]));
  }
}
