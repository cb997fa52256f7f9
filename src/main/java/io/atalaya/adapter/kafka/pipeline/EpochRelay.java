package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.cache.EpochStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries the epochs of {@code cache.invalidations} to the store that caches look into.
 *
 * <p>Every instance does so: raising is idempotent, and no instance is missed when it stops. An
 * epoch is carried as soon as it is heard, and again from time to time, so that a store that was
 * lost and came back empty learns it from the log. A store that does not answer is tried again. One
 * thread.
 */
final class EpochRelay {

  private static final long AGAIN_MILLIS = 10_000;

  private final Announcements announcements;
  private final EpochStore store;
  private final Map<String, Long> carried = new ConcurrentHashMap<>();
  private long allMillis = Long.MIN_VALUE;

  EpochRelay(Announcements announcements, EpochStore store) {
    this.announcements = announcements;
    this.store = store;
  }

  /** Carries what is new, or all of it when its time has come again. */
  void run(long nowMillis) {
    if (nowMillis - AGAIN_MILLIS >= allMillis) {
      allMillis = nowMillis;
      carried.clear();
    }
    Map<String, CompletableFuture<Long>> raising = new HashMap<>();
    announcements
        .epochs()
        .forEach(
            (model, epoch) -> {
              if (carried.getOrDefault(model, 0L) < epoch) {
                raising.put(model, store.raise(model, epoch).toCompletableFuture());
              }
            });
    raising.forEach(
        (model, raised) -> {
          Long reached = raised.exceptionally(unreachable -> 0L).join();
          carried.merge(model, reached, Math::max);
        });
  }
}
