package io.atalaya.bench.process;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The limit: a bare {@link KafkaConsumer} with the service's fetch settings, in a process of its
 * own, that polls all events from the start and drops them.
 */
public final class BareConsumer {

  private BareConsumer() {}

  /** Arguments: the brokers. Prints a {@link Measurement}. */
  public static void main(String[] arguments) throws IOException {
    Map<String, Object> settings = new HashMap<>(ConsumerSettings.ofService(arguments[0]));
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions =
          ConsumerSettings.TOPICS.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long events =
          consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      // The clock starts with the poll that brings the first records.
      long start = System.nanoTime();
      Usage before = Usage.ofThisProcess();
      long read = 0;
      while (read < events) {
        int polled = consumer.poll(Duration.ofMillis(100)).count();
        if (read == 0 && polled == 0) {
          start = System.nanoTime();
          before = Usage.ofThisProcess();
        }
        read += polled;
      }
      long nanos = System.nanoTime() - start;
      Usage usage = Usage.ofThisProcess().since(before);
      long peak = ResidentMemory.peakBytes(ProcessHandle.current().pid());
      System.out.println(new Measurement(read, nanos, usage, peak).line());
    }
  }
}
