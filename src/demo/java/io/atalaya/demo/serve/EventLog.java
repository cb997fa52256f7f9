package io.atalaya.demo.serve;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where services publish their events. Thread-safe.
 *
 * <p>The key is the prediction's id: all of its events are then read by the same instance.
 */
public final class EventLog {

  private final Producer<String, String> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * @param producer belongs to the caller
   */
  public EventLog(Producer<String, String> producer) {
    this.producer = producer;
  }

  /**
   * Publishes an event, without waiting for the broker.
   *
   * @throws IllegalStateException when the broker did not take an earlier one
   */
  void publish(String topic, String key, String json) {
    Exception earlier = failure.get();
    if (earlier != null) {
      throw new IllegalStateException(
          "Kafka did not take an event: " + earlier.getMessage(), earlier);
    }
    var unused =
        producer.send(
            new ProducerRecord<>(topic, key, json),
            (metadata, exception) -> failure.compareAndSet(null, exception));
  }
}
