package io.atalaya.adapter.kafka.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The records that some topics hold of a time, by their timestamps; read with a consumer that
 * belongs to no group.
 *
 * @param starts where reading begins, by partition
 * @param ends where it ends
 */
record TimeRange(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {

  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(200);

  /** Takes what is read. */
  interface Listener {

    /** Takes a record; those of a partition in their order. */
    void read(ConsumerRecord<byte[], byte[]> record);

    /** Takes note how far the reading has come, in records. */
    default void progressed(long read, long all) {}
  }

  /** The reading took too long; the message says how far it came. */
  static final class TooLongException extends Exception {
    private static final long serialVersionUID = 1L;

    TooLongException(long read, long all, Duration longest) {
      super("%d of %d records were read in %d seconds".formatted(read, all, longest.toSeconds()));
    }
  }

  /** A consumer of committed records that belongs to no group. */
  static Consumer<byte[], byte[]> consumer(Map<String, Object> kafka, String servers) {
    Map<String, Object> configuration = new HashMap<>(kafka);
    configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(configuration, bytes, bytes);
  }

  /** All partitions of a topic. */
  static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic, TIMEOUT)) {
      partitions.add(new TopicPartition(partition.topic(), partition.partition()));
    }
    return partitions;
  }

  /**
   * The range of a time.
   *
   * @param toMillis exclusive
   */
  static TimeRange of(
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      long fromMillis,
      long toMillis) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
    return new TimeRange(offsets(consumer, ends, fromMillis), offsets(consumer, ends, toMillis));
  }

  /** How many offsets there are. */
  long records() {
    return starts.entrySet().stream()
        .mapToLong(start -> ends.getOrDefault(start.getKey(), 0L) - start.getValue())
        .sum();
  }

  /**
   * Hands over all records.
   *
   * @param longest how long that may take
   */
  void read(
      Consumer<byte[], byte[]> consumer, Duration longest, InstantSource clock, Listener listener)
      throws TooLongException {
    consumer.assign(starts.keySet());
    starts.forEach(consumer::seek);
    Instant deadline = clock.instant().plus(longest);
    long all = records();
    long read = 0;
    while (!consumer.assignment().isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.getOrDefault(partition, 0L)) {
          read++;
          listener.read(record);
        }
      }
      listener.progressed(read, all);
      leaveWhatIsRead(consumer);
      if (clock.instant().isAfter(deadline)) {
        throw new TooLongException(read, all, longest);
      }
    }
  }

  private void leaveWhatIsRead(Consumer<?, ?> consumer) {
    List<TopicPartition> left = new ArrayList<>();
    for (TopicPartition partition : consumer.assignment()) {
      if (consumer.position(partition, TIMEOUT) < ends.getOrDefault(partition, 0L)) {
        left.add(partition);
      }
    }
    if (left.size() < consumer.assignment().size()) {
      consumer.assign(left);
    }
  }

  /** The offsets of the first records from a time on; the ends where there are none. */
  private static Map<TopicPartition, Long> offsets(
      Consumer<?, ?> consumer, Map<TopicPartition, Long> ends, long millis) {
    Map<TopicPartition, Long> times = new HashMap<>();
    ends.keySet().forEach(partition -> times.put(partition, Math.max(0, millis)));
    Map<TopicPartition, Long> offsets = new HashMap<>(ends);
    consumer
        .offsetsForTimes(times, TIMEOUT)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.merge(partition, found.offset(), Math::min);
              }
            });
    return offsets;
  }
}
