package io.atalaya.adapter.kafka.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the broker where partitions end for readers of committed data. Everything appended before
 * the question was asked lies before the answer.
 */
final class LogEnds {

  private final Admin admin;

  LogEnds(Admin admin) {
    this.admin = admin;
  }

  /** The ends of the partitions; fails when the broker does not answer. */
  KafkaFuture<Map<TopicPartition, Long>> of(Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest =
        partitions.stream()
            .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
    return admin
        .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(5_000))
        .all()
        .thenApply(
            found -> {
              Map<TopicPartition, Long> ends = new HashMap<>();
              found.forEach((partition, info) -> ends.put(partition, info.offset()));
              return ends;
            });
  }
}
