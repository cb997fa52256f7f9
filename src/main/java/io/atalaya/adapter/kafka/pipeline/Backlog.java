package io.atalaya.adapter.kafka.pipeline;

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

/** What topics hold already, read to their ends before anything else begins. */
final class Backlog {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private Backlog() {}

  /**
   * Hands over every committed record that the topics hold now.
   *
   * @param kafka the client's settings
   * @throws UnusableClusterException when a topic cannot be read
   */
  static void read(
      Map<String, Object> kafka,
      List<String> topics,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<String, Object> configuration = new HashMap<>(kafka);
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(configuration, bytes, bytes)) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics) {
        for (PartitionInfo partition : consumer.partitionsFor(topic, TIMEOUT)) {
          partitions.add(new TopicPartition(partition.topic(), partition.partition()));
        }
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
      while (!ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey(), TIMEOUT) >= end.getValue())) {
        consumer.poll(POLL).forEach(reader);
      }
    } catch (KafkaException failure) {
      throw new UnusableClusterException(
          "%s cannot be read (%s): check the brokers and the user's rights"
              .formatted(String.join(" and ", topics), failure.getMessage()));
    }
  }
}
