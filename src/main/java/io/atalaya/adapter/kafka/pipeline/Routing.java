package io.atalaya.adapter.kafka.pipeline;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Where identifiers and models live: Kafka's own default partition for a key. */
final class Routing {

  private Routing() {}

  /** The partition of {@code key} among {@code partitions}: murmur2 of its UTF-8 bytes. */
  static int partition(String key, int partitions) {
    return partition(key.getBytes(StandardCharsets.UTF_8), partitions);
  }

  /** The partition of a key in UTF-8 among {@code partitions}. */
  static int partition(byte[] key, int partitions) {
    return BuiltInPartitioner.partitionForKey(key, partitions);
  }
}
