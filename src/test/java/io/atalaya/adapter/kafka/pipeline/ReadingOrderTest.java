package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ReadingOrderTest {

  private static final TopicPartition PREDICTIONS = new TopicPartition(Topics.PREDICTIONS, 3);
  private static final TopicPartition OUTCOMES = new TopicPartition(Topics.OUTCOMES, 3);
  private static final long START = 1_700_000_000_000L;
  private static final TopicPartition INTERACTIONS = new TopicPartition(Topics.INTERACTIONS, 3);
  private static final TopicPartition GENERATIONS = new TopicPartition(Topics.GENERATIONS, 3);
  private static final long LEAD = ReadingOrder.LEAD_MILLIS;
  private static final int MANY = 1_000_000;

  private final ReadingOrder order = new ReadingOrder();
  private long now = 5_000;

  private void polled(TopicPartition partition, long offset, long appendedMillis) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset,
            appendedMillis,
            TimestampType.LOG_APPEND_TIME,
            0,
            0,
            new byte[0],
            new byte[0],
            new RecordHeaders(),
            Optional.empty());
    order.polled(new ConsumerRecords<>(Map.of(partition, List.of(record)), Map.of()), now);
  }

  private void ends(TopicPartition partition, long position, long end) {
    order.located(partition, position, end, now);
  }

  private Set<TopicPartition> waiting() {
    return order.waiting(now);
  }

  @Test
  void nothingWaitsBeforeItIsKnownWhereThePartitionsEnd() {
    polled(PREDICTIONS, 10, START);
    polled(OUTCOMES, 10, START + 60_000);
    assertEquals(Set.of(), waiting());
  }

  @Test
  void outcomesWaitUntilPredictionsAreHalfASecondAhead() {
    ends(PREDICTIONS, 0, MANY);
    ends(OUTCOMES, 0, MANY);
    polled(OUTCOMES, 10, START);
    assertEquals(Set.of(OUTCOMES), waiting());
    polled(PREDICTIONS, 10, START + LEAD - 1);
    assertEquals(Set.of(OUTCOMES), waiting());
    polled(PREDICTIONS, 20, START + LEAD);
    assertEquals(Set.of(), waiting());
  }

  @Test
  void predictionsWaitOnceTheyAreMoreThanASecondAhead() {
    ends(PREDICTIONS, 0, MANY);
    ends(OUTCOMES, 0, MANY);
    polled(OUTCOMES, 10, START);
    polled(PREDICTIONS, 10, START + 2 * LEAD);
    assertEquals(Set.of(), waiting());
    polled(PREDICTIONS, 20, START + 2 * LEAD + 1);
    assertEquals(Set.of(PREDICTIONS), waiting());
  }

  @Test
  void interactionsAreReadInStepAsOutcomesAre() {
    ends(PREDICTIONS, 0, MANY);
    ends(OUTCOMES, 0, MANY);
    ends(INTERACTIONS, 0, MANY);
    polled(OUTCOMES, 10, START);
    polled(INTERACTIONS, 10, START + 5 * LEAD);
    polled(PREDICTIONS, 10, START + 3 * LEAD);
    assertEquals(Set.of(PREDICTIONS, INTERACTIONS), waiting());
    polled(OUTCOMES, 20, START + 3 * LEAD);
    assertEquals(Set.of(OUTCOMES, INTERACTIONS), waiting());
    polled(PREDICTIONS, 20, START + 8 * LEAD);
    assertEquals(Set.of(PREDICTIONS), waiting());
  }

  @Test
  void interactionsWaitForGenerationsAsForPredictions() {
    ends(PREDICTIONS, 500, 500);
    ends(GENERATIONS, 0, MANY);
    ends(INTERACTIONS, 0, MANY);
    polled(INTERACTIONS, 10, START);
    polled(GENERATIONS, 10, START + LEAD - 1);
    assertEquals(Set.of(INTERACTIONS), waiting());
    polled(GENERATIONS, 20, START + 2 * LEAD + 1);
    assertEquals(Set.of(GENERATIONS), waiting());
  }

  @Test
  void nobodyWaitsForAPartitionThatIsReadToItsEnd() {
    ends(PREDICTIONS, 500, 500);
    ends(OUTCOMES, 0, MANY);
    polled(OUTCOMES, 10, START);
    assertEquals(Set.of(), waiting());
    ends(PREDICTIONS, 500, 501);
    assertEquals(Set.of(OUTCOMES), waiting());
    polled(PREDICTIONS, 500, START);
    assertEquals(Set.of(), waiting());
  }

  @Test
  void nobodyWaitsLongForAPartitionThatBringsNothing() {
    ends(PREDICTIONS, 0, MANY);
    ends(OUTCOMES, 0, MANY);
    polled(OUTCOMES, 10, START);
    now += ReadingOrder.STUCK_MILLIS - 1;
    assertEquals(Set.of(OUTCOMES), waiting());
    now += 1;
    assertEquals(Set.of(), waiting());
  }

  @Test
  void whatWaitedForLongIsNotTakenForStuckWhenItGoesOn() {
    ends(PREDICTIONS, 0, MANY);
    ends(OUTCOMES, 0, MANY);
    polled(OUTCOMES, 10, START);
    polled(PREDICTIONS, 10, START + 10 * LEAD);
    for (int offset = 20; offset < 100; offset++) {
      now += ReadingOrder.STUCK_MILLIS / 10;
      polled(OUTCOMES, offset, START);
      assertEquals(Set.of(PREDICTIONS), waiting());
    }
    polled(OUTCOMES, 200, START + 10 * LEAD);
    assertEquals(Set.of(OUTCOMES), waiting());
  }

  @Test
  void everythingIsReadAndTheTwoStayTogether() {
    Random random = new Random(11);
    int[] next = {0, 0};
    long[] at = {START, START};
    List<TopicPartition> partitions = List.of(PREDICTIONS, OUTCOMES);
    int[] ends = {3_000, 1_000};
    long widest = 0;
    ends(PREDICTIONS, 0, ends[0]);
    ends(OUTCOMES, 0, ends[1]);
    while (next[0] < ends[0] || next[1] < ends[1]) {
      now += 10;
      List<Integer> going = new ArrayList<>();
      Set<TopicPartition> waiting = waiting();
      for (int i = 0; i < 2; i++) {
        if (!waiting.contains(partitions.get(i)) && next[i] < ends[i]) {
          going.add(i);
        }
      }
      assertTrue(!going.isEmpty(), "all wait");
      int i = going.get(random.nextInt(going.size()));
      // A poll of up to 200 ms of the log; outcomes have a third of the records.
      int step = Math.min(ends[i] - next[i], i == 0 ? 6 : 2);
      next[i] += step;
      at[i] = START + next[i] * (i == 0 ? 33L : 100L);
      polled(partitions.get(i), next[i] - 1, at[i]);
      if (next[0] < ends[0] && next[1] < ends[1]) {
        widest = Math.max(widest, Math.abs(at[0] - at[1]));
      }
    }
    assertTrue(widest <= 2 * LEAD + 400, "apart by " + widest + " ms");
  }
}
