package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.event.Lifecycle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What every instance hears: changes of models and the epochs of their caches.
 *
 * <p>Changes are kept: the instance that owns the model may be another one tomorrow. They are few.
 * Safe for use by several threads.
 */
final class Announcements {

  /** The most changes that are kept; the oldest are forgotten. */
  private static final int MAX_CHANGES = 10_000;

  /** A change and where on {@code model.lifecycle} it stands. */
  record Change(Lifecycle event, int partition, long offset) {}

  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final Map<String, Long> epochs = new ConcurrentHashMap<>();

  void add(Change change) {
    changes.add(change);
    if (changes.size() > MAX_CHANGES) {
      changes.removeFirst();
    }
  }

  void raise(String model, long epoch) {
    epochs.merge(model, epoch, Math::max);
  }

  List<Change> changes() {
    return changes;
  }

  long epochOf(String model) {
    return epochs.getOrDefault(model, 0L);
  }

  /** The epochs of all models that were ever invalidated. */
  Map<String, Long> epochs() {
    return epochs;
  }
}
