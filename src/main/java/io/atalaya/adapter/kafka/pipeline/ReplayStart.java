package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.monitor.Loss;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where to start reading the partitions of indexes without a snapshot, so that their state at the
 * committed offsets can be rebuilt.
 *
 * @param offsets where to start reading each partition
 * @param wholeFromMillis by index, the start of the first pane that the replay shows whole; none
 *     where nothing was counted before
 * @param losses by index, what is no longer in the log although it was never counted, or is needed
 *     by the replay
 */
record ReplayStart(
    Map<TopicPartition, Long> offsets,
    Map<Integer, Long> wholeFromMillis,
    Map<Integer, Loss> losses) {

  /**
   * Finds the starts.
   *
   * @param consumer the consumer that was assigned the partitions, on its own thread
   * @param beginnings the first offset that each partition still has
   * @param nowMillis the time that stands for that of the first record where there is none
   */
  static ReplayStart find(
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      CommittedOffsets committed,
      Map<TopicPartition, Long> beginnings,
      ReplaySpan span,
      long nowMillis,
      Duration timeout) {
    ReplayStart start = new ReplayStart(new HashMap<>(), new HashMap<>(), new HashMap<>());
    Map<TopicPartition, Long> times = new HashMap<>();
    for (TopicPartition partition : partitions) {
      start.offsets.put(partition, beginnings.getOrDefault(partition, 0L));
      if (committed.offsets().containsKey(partition)) {
        long progress = committed.progressMillis().getOrDefault(partition.partition(), 0L);
        times.put(partition, Math.max(0, progress - span.spanMillis()));
        start.wholeFromMillis.put(
            partition.partition(), progress - span.spanMillis() + span.warmUpMillis());
      }
    }
    if (times.isEmpty()) {
      return start;
    }
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, timeout);
    Set<TopicPartition> truncated = new HashSet<>();
    for (TopicPartition partition : times.keySet()) {
      long next = committed.offsets().getOrDefault(partition, 0L);
      OffsetAndTimestamp at = found.get(partition);
      long wanted = Math.min(at == null ? next : at.offset(), next);
      long beginning = beginnings.getOrDefault(partition, 0L);
      start.offsets.put(partition, Math.max(wanted, beginning));
      // The oldest record that is left is younger than the replay's start: some were deleted.
      if ((beginning > 0 && wanted <= beginning && next > beginning) || next < beginning) {
        truncated.add(partition);
      }
    }
    start.note(truncated, consumer, committed, beginnings, span, nowMillis, timeout);
    return start;
  }

  private void note(
      Set<TopicPartition> truncated,
      Consumer<?, ?> consumer,
      CommittedOffsets committed,
      Map<TopicPartition, Long> beginnings,
      ReplaySpan span,
      long nowMillis,
      Duration timeout) {
    if (truncated.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> sinceEver = new HashMap<>();
    truncated.forEach(partition -> sinceEver.put(partition, 0L));
    Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(sinceEver, timeout);
    for (TopicPartition partition : truncated) {
      OffsetAndTimestamp left = first.get(partition);
      long whole = (left == null ? nowMillis : left.timestamp()) + span.warmUpMillis();
      long unread =
          beginnings.getOrDefault(partition, 0L) - committed.offsets().getOrDefault(partition, 0L);
      wholeFromMillis.merge(partition.partition(), whole, Math::max);
      losses.merge(partition.partition(), new Loss(Math.max(0, unread), whole), Loss::and);
    }
  }
}
