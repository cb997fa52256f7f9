package io.atalaya.adapter.kafka.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a stage keeps of the partitions of one number. One writer. */
interface Part {

  /** The positions by topic. */
  Map<String, InputPartition> inputs();

  /** The partitions that make up the part of this number. */
  default Set<TopicPartition> partitions(int number) {
    return inputs().keySet().stream()
        .map(topic -> new TopicPartition(topic, number))
        .collect(Collectors.toSet());
  }

  /** Takes records of one of the partitions, the next in its order. */
  void read(String topic, List<ConsumerRecord<byte[], byte[]>> records);

  /** Whether all that is needed to go on where the owner before ended has been read. */
  default boolean isRecovered() {
    return inputs().values().stream().allMatch(InputPartition::isRecovered);
  }
}
