package io.atalaya.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The answers of this instance that are on their way: of all who miss a key one leads, and brings
 * the answer; the others wait for it.
 *
 * <p>A flight whose leader brings nothing in time fails with a {@link
 * java.util.concurrent.TimeoutException}, so that nobody waits for ever. Safe for use by several
 * threads. Memory: what is on its way.
 */
final class Flights {

  private final Map<CacheKey, Flight> flying = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private final String instance;

  /**
   * @param instance a name that no other instance has
   */
  Flights(String instance) {
    this.instance = instance;
  }

  /**
   * An answer on its way.
   *
   * @param key whose
   * @param owner a name that no other flight of any instance has
   * @param answer the answer
   */
  record Flight(CacheKey key, String owner, CompletableFuture<CachedAnswer> answer) {

    /** Ends it, if it has not ended. */
    void fail(Throwable reason) {
      answer.completeExceptionally(reason);
    }
  }

  /** A flight, and whether the caller leads it. */
  record Boarding(Flight flight, boolean leads) {}

  /** Joins the flight of a key, or begins it. */
  Boarding board(CacheKey key, Duration most) {
    Flight known = flying.get(key);
    if (known != null && !known.answer.isDone()) {
      return new Boarding(known, false);
    }
    if (known != null) {
      // Those who waited hear of its end before it is taken away.
      flying.remove(key, known);
    }
    Flight begun =
        new Flight(key, instance + '-' + number.incrementAndGet(), new CompletableFuture<>());
    Flight earlier = flying.putIfAbsent(key, begun);
    if (earlier != null) {
      return new Boarding(earlier, false);
    }
    var unused =
        begun
            .answer
            .whenComplete((answer, failure) -> flying.remove(key, begun))
            .exceptionally(failure -> null);
    begun.answer.orTimeout(most.toMillis(), TimeUnit.MILLISECONDS);
    return new Boarding(begun, true);
  }

  /** The flight of a key; null when nobody has begun one. */
  @Nullable Flight of(CacheKey key) {
    return flying.get(key);
  }
}
