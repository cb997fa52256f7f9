package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.event.Event;
import io.atalaya.event.Lifecycle;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Where identifiers and models live: Kafka's own default partition for a key. */
final class Routing {

  private Routing() {}

  /** The partition of {@code key} among {@code partitions}: murmur2 of its UTF-8 bytes. */
  static int partition(String key, int partitions) {
    return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
  }

  /** The index, among {@code indexes}, of an event that has an id. */
  static int index(Event event, int indexes) {
    byte[] id =
        switch (event) {
          case Prediction prediction -> prediction.id().utf8();
          case Outcome outcome -> outcome.id().utf8();
          case Lifecycle lifecycle ->
              throw new IllegalArgumentException("no index takes " + lifecycle);
        };
    return BuiltInPartitioner.partitionForKey(id, indexes);
  }
}
