package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.decode.Reason;
import io.atalaya.cache.Target;
import io.atalaya.event.Lifecycle;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What every instance hears: changes of models and the epochs of their caches.
 *
 * <p>Changes are kept: the instance that owns the model may be another one tomorrow. They are few.
 * Safe for use by several threads.
 */
@ApplicationScoped
class Announcements {

  /** The most changes that are kept; the oldest are forgotten. */
  private static final int MAX_CHANGES = 10_000;

  /** The most rejected records that are kept. */
  private static final int MAX_REJECTIONS = 100;

  /** A change and where on {@code model.lifecycle} it stands. */
  record Change(Lifecycle event, int partition, long offset) {}

  /** A record of {@code model.lifecycle} that is no event. */
  record Rejection(ConsumerRecord<byte[], byte[]> record, Reason reason, String detail) {}

  private final List<Rejection> rejections = new CopyOnWriteArrayList<>();
  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();
  private final Map<String, Long> epochs = new ConcurrentHashMap<>();

  void add(Change change) {
    changes.add(change);
    if (changes.size() > MAX_CHANGES) {
      changes.removeFirst();
    }
  }

  void add(Rejection rejection) {
    rejections.add(rejection);
    if (rejections.size() > MAX_REJECTIONS) {
      rejections.removeFirst();
    }
  }

  /** Takes an invalidation that was carried out. */
  void add(LogRecords.Heard invalidation) {
    numbers.merge(invalidation.model(), invalidation.number(), Math::max);
    if (invalidation.target() instanceof Target.Model) {
      epochs.merge(invalidation.model(), invalidation.number(), Math::max);
    }
  }

  List<Rejection> rejections() {
    return rejections;
  }

  List<Change> changes() {
    return changes;
  }

  /** The number of the model's last invalidation, whatever it concerned. */
  long numberOf(String model) {
    return numbers.getOrDefault(model, 0L);
  }

  /** The epochs of all models that were ever invalidated as a whole. */
  Map<String, Long> epochs() {
    return epochs;
  }
}
