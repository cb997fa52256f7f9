package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.PredictionLog;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads {@code inference.predictions} by the timestamps of its records, with a consumer of its own
 * that belongs to no group.
 */
@ApplicationScoped
public class KafkaPredictionLog implements PredictionLog {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  /** How long a reading may take. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /** Where reading begins and ends, by partition. */
  private record Range(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {

    long records() {
      return starts.entrySet().stream()
          .mapToLong(start -> ends.getOrDefault(start.getKey(), 0L) - start.getValue())
          .sum();
    }
  }

  private final Map<String, Object> configuration;
  private final InstantSource clock;

  KafkaPredictionLog(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
          String servers,
      InstantSource clock) {
    configuration = new HashMap<>(kafka);
    configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.clock = clock;
  }

  @Override
  public void read(long fromMillis, long toMillis, Listener listener) throws UnreadableException {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(configuration, bytes, bytes)) {
      Range range = range(consumer, fromMillis, toMillis);
      consumer.assign(range.starts.keySet());
      range.starts.forEach(consumer::seek);
      read(consumer, range, listener);
    } catch (KafkaException failure) {
      throw new UnreadableException(
          "%s cannot be read (%s): check the brokers and the user's rights"
              .formatted(Topics.PREDICTIONS, failure.getMessage()));
    }
  }

  private void read(Consumer<byte[], byte[]> consumer, Range range, Listener listener)
      throws UnreadableException {
    EventDecoder decoder = new EventDecoder();
    Instant deadline = clock.instant().plus(LONGEST);
    long all = range.records();
    long read = 0;
    while (!consumer.assignment().isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < range.ends.getOrDefault(partition, 0L)) {
          read++;
          if (decoder.decode(
                  EventKind.PREDICTION, record.value(), record.headers(), record.timestamp())
              instanceof Decoded.Accepted(Prediction prediction)) {
            listener.predicted(prediction);
          }
        }
      }
      listener.progressed(read, all);
      List<TopicPartition> left = new ArrayList<>();
      for (TopicPartition partition : consumer.assignment()) {
        if (consumer.position(partition, TIMEOUT) < range.ends.getOrDefault(partition, 0L)) {
          left.add(partition);
        }
      }
      if (left.size() < consumer.assignment().size()) {
        consumer.assign(left);
      }
      if (clock.instant().isAfter(deadline)) {
        throw new UnreadableException(
            "%d of %d records were read in %d minutes: give a shorter range"
                .formatted(read, all, LONGEST.toMinutes()));
      }
    }
  }

  private static Range range(Consumer<byte[], byte[]> consumer, long fromMillis, long toMillis)
      throws UnreadableException {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(Topics.PREDICTIONS, TIMEOUT)) {
      partitions.add(new TopicPartition(partition.topic(), partition.partition()));
    }
    requireKept(consumer, partitions, fromMillis);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
    Map<TopicPartition, Long> starts = offsets(consumer, ends, fromMillis);
    return new Range(starts, offsets(consumer, ends, toMillis));
  }

  /** The offsets of the first records from a time on; the ends where there are none. */
  private static Map<TopicPartition, Long> offsets(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, long millis) {
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

  /** What was deleted from the log's beginning must be older than what is asked for. */
  private static void requireKept(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long fromMillis)
      throws UnreadableException {
    Map<TopicPartition, Long> first = new HashMap<>();
    consumer
        .beginningOffsets(partitions, TIMEOUT)
        .forEach(
            (partition, offset) -> {
              if (offset > 0) {
                first.put(partition, 0L);
              }
            });
    long kept =
        consumer.offsetsForTimes(first, TIMEOUT).values().stream()
            .filter(Objects::nonNull)
            .mapToLong(OffsetAndTimestamp::timestamp)
            .max()
            .orElse(Long.MIN_VALUE);
    if (fromMillis < kept) {
      throw new UnreadableException(
          "%s is kept from %s on, and a prediction may be up to 5 minutes ahead of its record: give a later from"
              .formatted(Topics.PREDICTIONS, Instant.ofEpochMilli(kept)));
    }
  }
}
