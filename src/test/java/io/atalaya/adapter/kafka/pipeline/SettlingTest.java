package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SettlingTest {

  private static final Map<TopicPartition, Long> POSITIONS =
      Map.of(new TopicPartition("inference.outcomes", 0), 42L);

  private final Settling settling = new Settling();

  @Test
  void aPositionSettlesAfterASecondWithoutWork() {
    settling.located(POSITIONS, 1_000);
    assertEquals(Map.of(), settling.settled(1_999));
    assertEquals(POSITIONS, settling.settled(2_000));
    assertEquals(Map.of(), settling.settled(3_000));
  }

  @Test
  void aBusyStageHasNotSettled() {
    settling.located(POSITIONS, 1_000);
    settling.consumed(1_500);
    settling.busy(1_900);
    assertEquals(Map.of(), settling.settled(2_800));
    assertEquals(POSITIONS, settling.settled(2_900));
  }

  @Test
  void aPositionSettlesOnceMoreBatchesWereProcessedThanCanWait() {
    settling.located(POSITIONS, 1_000);
    for (int batch = 0; batch < 7; batch++) {
      settling.consumed(1_010);
    }
    assertEquals(Map.of(), settling.settled(1_020));
    settling.consumed(1_030);
    assertEquals(POSITIONS, settling.settled(1_030));
  }
}
