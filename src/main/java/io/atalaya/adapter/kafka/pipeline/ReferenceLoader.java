package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.monitor.ModelMonitor.LearnedReference;
import io.atalaya.monitor.References;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads {@code monitoring.references} to its end before anything is counted: what was counted
 * against a reference must not be learned from again because the reference was heard too late.
 */
final class ReferenceLoader {

  private static final Logger LOG = Logger.getLogger(ReferenceLoader.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private ReferenceLoader() {}

  /**
   * Puts all references on the log into {@code references}.
   *
   * @throws UnusableClusterException when the topic cannot be read
   */
  static void load(Map<String, Object> kafka, References references) {
    Map<String, Object> configuration = new HashMap<>(kafka);
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(configuration, bytes, bytes)) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo partition : consumer.partitionsFor(Topics.REFERENCES, TIMEOUT)) {
        partitions.add(new TopicPartition(partition.topic(), partition.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
      while (!ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey(), TIMEOUT) >= end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> take(record, references));
      }
    } catch (KafkaException failure) {
      throw new UnusableClusterException(
          "%s cannot be read (%s): check the brokers and the user's rights"
              .formatted(Topics.REFERENCES, failure.getMessage()));
    }
  }

  /** Takes one record; one that is no reference is told and left. */
  static void take(ConsumerRecord<byte[], byte[]> record, References references) {
    if (record.value() == null) {
      return;
    }
    try {
      LearnedReference known = ReferenceRecords.read(record.value());
      references.put(known.model(), known.version(), known.profile());
    } catch (IOException | RuntimeException unreadable) {
      LOG.warnf(
          "Ignoring what is no reference at %s-%d@%d: %s",
          record.topic(), record.partition(), record.offset(), unreadable.getMessage());
    }
  }
}
