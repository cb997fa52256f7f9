package io.atalaya.adapter.kafka.pipeline;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What stage 1 committed of partitions: the offsets, and in their metadata, for each index, the
 * progress that belongs to them and where its snapshots are.
 *
 * @param offsets the offset of the next record; none for a partition that was never committed
 * @param progressMillis by index
 * @param snapshots by index, the offsets of its snapshots, the newest first
 */
record CommittedOffsets(
    Map<TopicPartition, Long> offsets,
    Map<Integer, Long> progressMillis,
    Map<Integer, List<Long>> snapshots) {

  private static final String SEPARATOR = " ";

  /** Asks the group's coordinator, on the consumer's thread. */
  static CommittedOffsets read(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Duration timeout) {
    CommittedOffsets found =
        new CommittedOffsets(new HashMap<>(), new HashMap<>(), new HashMap<>());
    consumer
        .committed(Set.copyOf(partitions), timeout)
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                found.put(partition, offset);
              }
            });
    return found;
  }

  /** What to commit for a partition of an index. */
  static OffsetAndMetadata encode(long offset, long progressMillis, List<Long> snapshots) {
    String metadata =
        Stream.concat(Stream.of(progressMillis), snapshots.stream())
            .map(number -> Long.toString(number))
            .collect(Collectors.joining(SEPARATOR));
    return new OffsetAndMetadata(offset, metadata);
  }

  private void put(TopicPartition partition, OffsetAndMetadata offset) {
    offsets.put(partition, offset.offset());
    List<Long> numbers;
    try {
      numbers = Stream.of(offset.metadata().split(SEPARATOR, -1)).map(Long::valueOf).toList();
    } catch (NumberFormatException notOurs) {
      numbers = List.of(0L);
    }
    // Committed before any progress was known: all of the log is to be read.
    progressMillis.merge(partition.partition(), Math.max(0, numbers.getFirst()), Math::min);
    snapshots.put(partition.partition(), numbers.subList(1, numbers.size()));
  }
}
