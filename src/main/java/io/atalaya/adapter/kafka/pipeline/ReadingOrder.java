package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions are to wait while much is read again, so that the model's answers and what comes
 * of them, outcomes and interactions, are read about as they came: answers a little ahead, which is
 * how matching is cheapest and remembers least. No figure depends on it.
 *
 * <p>Of one index, outcomes wait while there are answers to read that were appended up to half a
 * second after them; answers wait once they are a second ahead of outcomes that there are to read;
 * so it is with interactions. At the end of a partition there is nothing to wait for, nor where
 * nothing comes although there should be something. One thread at a time.
 *
 * <p>Source: after the task idling of Kafka Streams, KIP-353 and KIP-695.
 */
final class ReadingOrder {

  /** How far predictions are to be ahead at least; they wait at twice as far. */
  static final long LEAD_MILLIS = 500;

  /** For a partition that brings nothing for so long, nobody waits. */
  static final long STUCK_MILLIS = 2_000;

  /** The topics of answers. */
  private static final List<String> ANSWERS = List.of(Topics.PREDICTIONS, Topics.GENERATIONS);

  /** The topics whose events name an answer. */
  private static final List<String> REACTIONS = List.of(Topics.OUTCOMES, Topics.INTERACTIONS);

  /** How far one partition was read. */
  private static final class Reading {
    private long appendedMillis = Long.MIN_VALUE / 2;
    private long position;
    private long end;
    private long movedMillis;

    boolean isBehind(long nowMillis) {
      return position < end && nowMillis - movedMillis < STUCK_MILLIS;
    }
  }

  private final Map<Integer, Map<String, Reading>> indexes = new HashMap<>();
  private Set<TopicPartition> waiting = Set.of();

  /** Begins anew, with other partitions and nothing known of them. */
  void restart() {
    indexes.clear();
    waiting = Set.of();
  }

  /** Takes note of what was polled. */
  void polled(ConsumerRecords<?, ?> records, long nowMillis) {
    for (TopicPartition partition : records.partitions()) {
      List<? extends ConsumerRecord<?, ?>> polled = records.records(partition);
      ConsumerRecord<?, ?> last = polled.getLast();
      Reading reading = reading(partition, nowMillis);
      reading.appendedMillis = Math.max(reading.appendedMillis, last.timestamp());
      reading.position = last.offset() + 1;
      reading.movedMillis = nowMillis;
    }
  }

  /** Takes note of how far a partition was polled, and where it ended a moment ago. */
  void located(TopicPartition partition, long position, long end, long nowMillis) {
    Reading reading = reading(partition, nowMillis);
    reading.position = Math.max(reading.position, position);
    reading.end = Math.max(reading.end, end);
  }

  /** The partitions that are to wait from now on. */
  Set<TopicPartition> waiting(long nowMillis) {
    // Who was made to wait is not stuck.
    waiting.forEach(partition -> reading(partition, nowMillis).movedMillis = nowMillis);
    Set<TopicPartition> next = new HashSet<>();
    indexes.forEach((index, readings) -> addWaiting(index, readings, nowMillis, next));
    waiting = next;
    return next;
  }

  private static void addWaiting(
      int index, Map<String, Reading> readings, long nowMillis, Set<TopicPartition> waiting) {
    for (String answered : ANSWERS) {
      for (String reacting : REACTIONS) {
        Reading answers = readings.get(answered);
        Reading reactions = readings.get(reacting);
        if (answers == null || reactions == null) {
          continue;
        }
        long lead = answers.appendedMillis - reactions.appendedMillis;
        if (lead < LEAD_MILLIS && answers.isBehind(nowMillis)) {
          waiting.add(new TopicPartition(reacting, index));
        } else if (lead > 2 * LEAD_MILLIS && reactions.isBehind(nowMillis)) {
          waiting.add(new TopicPartition(answered, index));
        }
      }
    }
  }

  private Reading reading(TopicPartition partition, long nowMillis) {
    return indexes
        .computeIfAbsent(partition.partition(), ignored -> new HashMap<>())
        .computeIfAbsent(
            partition.topic(),
            ignored -> {
              Reading reading = new Reading();
              reading.movedMillis = nowMillis;
              return reading;
            });
  }
}
