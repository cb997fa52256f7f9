package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.event.Assessment;
import io.atalaya.event.Event;
import io.atalaya.event.Generation;
import io.atalaya.event.Interaction;
import io.atalaya.event.Lifecycle;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/** Where identifiers and models live: Kafka's own default partition for a key. */
final class Routing {

  private Routing() {}

  /** The partition of {@code key} among {@code partitions}: murmur2 of its UTF-8 bytes. */
  static int partition(String key, int partitions) {
    return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
  }

  /**
   * The index, among {@code indexes}, of an event.
   *
   * @param found the index where it was found, in which an event without an id stays
   */
  static int index(Event event, int indexes, int found) {
    byte @Nullable [] id =
        switch (event) {
          case Prediction prediction -> prediction.id().utf8();
          case Outcome outcome -> outcome.id().utf8();
          case Generation generation -> generation.id().utf8();
          case Assessment assessment -> assessment.id().utf8();
          case Interaction interaction -> {
            if (interaction.id() == null) {
              yield null;
            }
            yield interaction.id().utf8();
          }
          case Lifecycle lifecycle ->
              throw new IllegalArgumentException("no index takes " + lifecycle);
        };
    return id == null ? found : BuiltInPartitioner.partitionForKey(id, indexes);
  }
}
