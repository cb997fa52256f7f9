package io.atalaya.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answers of this instance that are on their way: of all who miss a key one leads, and brings
 * the answer; the others wait for it.
 *
 * <p>A flight whose leader brings nothing in time fails with a {@link TimeoutException}, so that
 * nobody waits for ever. Safe for use by several threads. Memory: what is on its way.
 */
final class Flights {

  private final Map<CacheKey, Flight> flying = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private final String instance;
  private final Consumer<Flight> failed;

  /**
   * @param instance a name that no other instance has
   * @param failed is told of a flight that brought nothing
   */
  Flights(String instance, Consumer<Flight> failed) {
    this.instance = instance;
    this.failed = failed;
  }

  /**
   * An answer on its way.
   *
   * @param key whose
   * @param owner a name that no other flight of any instance has
   * @param answer the answer
   */
  record Flight(CacheKey key, String owner, CompletableFuture<CachedAnswer> answer) {

    /** Those who waited are told in any order, perhaps before it is forgotten. */
    boolean hasEnded() {
      return answer.isDone();
    }

    /** Ends it without an answer, if it has not ended: those who wait look again. */
    void giveUp(String reason) {
      fail(new TimeoutException(reason));
    }

    /** Ends it, if it has not ended. */
    void fail(Throwable reason) {
      answer.completeExceptionally(reason);
    }
  }

  /** A flight, and whether the caller leads it. */
  record Boarding(Flight flight, boolean leads) {}

  /** Joins the flight of a key, or begins it. */
  Boarding board(CacheKey key, Duration most) {
    Flight known = of(key);
    if (known != null) {
      return new Boarding(known, false);
    }
    Flight begun =
        new Flight(key, instance + '-' + number.incrementAndGet(), new CompletableFuture<>());
    Flight there =
        flying.compute(key, (same, other) -> other == null || other.hasEnded() ? begun : other);
    if (!there.owner().equals(begun.owner())) {
      return new Boarding(there, false);
    }
    var unused =
        begun
            .answer
            .whenComplete(
                (answer, failure) -> {
                  flying.remove(key, begun);
                  if (failure != null) {
                    failed.accept(begun);
                  }
                })
            .exceptionally(failure -> null);
    begun.answer.orTimeout(most.toMillis(), TimeUnit.MILLISECONDS);
    return new Boarding(begun, true);
  }

  /**
   * The flight of the same input that began before the model's last invalidation; null when there
   * is none. Looks through all that is on its way.
   */
  @Nullable Flight leftBehind(CacheKey key) {
    for (Flight each : flying.values()) {
      CacheKey other = each.key();
      if (other.input().equals(key.input())
          && other.model().equals(key.model())
          && other.epoch() < key.epoch()
          && !each.hasEnded()) {
        return each;
      }
    }
    return null;
  }

  /** The flight of a key; null when there is none, or it has just ended. */
  @Nullable Flight of(CacheKey key) {
    Flight known = flying.get(key);
    return known == null || known.hasEnded() ? null : known;
  }
}
