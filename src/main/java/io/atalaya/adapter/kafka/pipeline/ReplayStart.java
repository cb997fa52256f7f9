package io.atalaya.adapter.kafka.pipeline;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where to start reading newly assigned partitions so that the state at the committed offsets can
 * be rebuilt.
 *
 * @param startOffsets where to start reading each partition
 * @param committedOffsets the committed offsets; none for a partition that was never committed
 * @param progressMillis the progress stated with the committed offsets, by partition index; {@link
 *     Long#MIN_VALUE} without one
 * @param wholeFromMillis by index, the start of the first pane that the replay shows whole; {@link
 *     Long#MIN_VALUE} when nothing was counted before
 * @param lost whether records that the replay needs are no longer in the log
 */
record ReplayStart(
    Map<TopicPartition, Long> startOffsets,
    Map<TopicPartition, Long> committedOffsets,
    Map<Integer, Long> progressMillis,
    Map<Integer, Long> wholeFromMillis,
    boolean lost) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * Finds the starts.
   *
   * @param consumer the consumer that was assigned the partitions, on its own thread
   * @param spanMillis how far before the committed progress the replay must reach
   * @param warmUpMillis how long after its start the replay's panes are not whole yet
   */
  static ReplayStart find(
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      long spanMillis,
      long warmUpMillis) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, TIMEOUT);
    Map<TopicPartition, Long> committed = new HashMap<>();
    Map<Integer, Long> progress = new HashMap<>();
    consumer
        .committed(java.util.Set.copyOf(partitions), TIMEOUT)
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset.offset());
                progress.merge(partition.partition(), progressOf(offset), Math::min);
              }
            });
    Map<TopicPartition, Long> times = new HashMap<>();
    committed
        .keySet()
        .forEach(
            partition ->
                times.put(
                    partition,
                    Math.max(0, progress.getOrDefault(partition.partition(), 0L) - spanMillis)));
    Map<TopicPartition, OffsetAndTimestamp> found =
        times.isEmpty() ? Map.of() : consumer.offsetsForTimes(times, TIMEOUT);
    Map<TopicPartition, Long> starts = new HashMap<>(beginnings);
    boolean lost = false;
    for (Map.Entry<TopicPartition, Long> entry : committed.entrySet()) {
      TopicPartition partition = entry.getKey();
      OffsetAndTimestamp at = found.get(partition);
      long beginning = beginnings.getOrDefault(partition, 0L);
      long start = Math.min(at == null ? entry.getValue() : at.offset(), entry.getValue());
      starts.put(partition, Math.max(start, beginning));
      // The oldest record that is left is younger than the replay's start: some were deleted.
      lost |= beginning > 0 && start <= beginning && entry.getValue() > beginning;
      lost |= entry.getValue() < beginning;
    }
    Map<Integer, Long> wholeFrom = new HashMap<>();
    progress.forEach((index, millis) -> wholeFrom.put(index, millis - spanMillis + warmUpMillis));
    return new ReplayStart(starts, committed, progress, wholeFrom, lost);
  }

  /** The offset to commit with the progress that belongs to it. */
  static OffsetAndMetadata commit(long offset, long progressMillis) {
    return new OffsetAndMetadata(offset, Long.toString(progressMillis));
  }

  private static long progressOf(OffsetAndMetadata offset) {
    try {
      // Committed before any progress was known: all of the log is to be read.
      return Math.max(0, Long.parseLong(offset.metadata()));
    } catch (NumberFormatException notOurs) {
      return 0;
    }
  }
}
