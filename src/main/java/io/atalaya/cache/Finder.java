package io.atalaya.cache;

import io.atalaya.cache.Flights.Flight;
import io.atalaya.cache.Lookup.Hit;
import io.atalaya.cache.Lookup.Miss;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Looks for answers, and counts what is given. Safe for use by several threads. */
final class Finder {

  private final Floors floors;
  private final LocalLevel memory;
  private final RemoteLevels remote;
  private final CacheTimes times;
  private final CacheMetrics metrics;

  /** When an answer of a model was last given from the cache, in milliseconds since the epoch. */
  private final Map<String, Long> lastGiven = new ConcurrentHashMap<>();

  Finder(
      Floors floors,
      LocalLevel memory,
      RemoteLevels remote,
      CacheTimes times,
      CacheMetrics metrics) {
    this.floors = floors;
    this.memory = memory;
    this.remote = remote;
    this.times = times;
    this.metrics = metrics;
  }

  /** The part of its lifetime that an answer in memory still has, 0 to 1. */
  double lifeLeft(CacheKey key) {
    CachedAnswer answer = memory.look(key);
    if (answer == null || !floors.admits(key.model(), key.input(), answer)) {
      return 0;
    }
    double life = Math.max(1, answer.expiresMillis() - answer.timeMillis());
    return Math.clamp((answer.expiresMillis() - times.millis()) / life, 0, 1);
  }

  /** When an answer of the model was last given, in milliseconds since the epoch; 0 for never. */
  long lastGivenMillis(String model) {
    return lastGiven.getOrDefault(model, 0L);
  }

  /** The answers there are, in whatever level. */
  CompletionStage<Map<InputHash, Hit>> findAll(List<Asked> all) {
    Map<CacheKey, Asked> missing = new HashMap<>();
    Map<InputHash, Hit> found = new HashMap<>();
    for (Asked asked : all) {
      CachedAnswer near = inMemory(asked);
      if (near == null) {
        missing.put(asked.key(), asked);
      } else {
        found.put(asked.key().input(), hit(asked, near, PredictionCache.MEMORY));
      }
    }
    return remote
        .find(missing.keySet(), this::isGivable)
        .thenApply(
            far -> {
              missing.forEach(
                  (key, asked) -> {
                    Hit there = far.get(key);
                    if (there == null) {
                      missed(asked);
                    } else {
                      memory.store(key, there.answer());
                      found.put(key.input(), hit(asked, there.answer(), there.level()));
                    }
                  });
              return found;
            });
  }

  /** The answer in memory that may be given; null when there is none. */
  @Nullable CachedAnswer inMemory(Asked asked) {
    CachedAnswer answer = memory.find(asked.key());
    return answer != null && isGivable(asked.key(), answer) ? answer : null;
  }

  /** The answer of a level. Memory is asked again: a flight may have landed since. */
  CompletionStage<Optional<Hit>> far(Asked asked) {
    CachedAnswer near = inMemory(asked);
    if (near != null) {
      return CompletableFuture.completedStage(
          Optional.of(hit(asked, near, PredictionCache.MEMORY)));
    }
    return remote
        .find(asked.key(), this::isGivable)
        .thenApply(
            found -> {
              found.ifPresent(
                  there -> {
                    memory.store(asked.key(), there.answer());
                    hit(asked, there.answer(), there.level());
                  });
              return found;
            });
  }

  /** Whether an answer may be given now; what was invalidated is counted. */
  boolean isGivable(CacheKey key, CachedAnswer answer) {
    if (answer.isExpired(times.millis())) {
      return false;
    }
    boolean current = floors.admits(key.model(), key.input(), answer);
    if (!current) {
      metrics.outdated(key.model());
    }
    return current;
  }

  /**
   * What the flight brings, if it does so in time, and the model was asked after this request began
   * or nothing has been invalidated since that concerns the answer.
   *
   * <p>Failed when the model gave no answer: whoever waits would get none either.
   */
  CompletionStage<Optional<Hit>> shared(Asked asked, Flight flight, Duration most) {
    return flight
        .answer()
        .copy()
        .orTimeout(most.toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                // The flight's own time-out comes wrapped, that of waiting does not.
                return failure instanceof TimeoutException
                        || failure.getCause() instanceof TimeoutException
                    ? CompletableFuture.completedStage(Optional.<Hit>empty())
                    : CompletableFuture.<Optional<Hit>>failedStage(failure);
              }
              boolean current =
                  answer.stamp() >= asked.stamp()
                      || floors.admits(asked.model(), asked.key().input(), answer);
              return CompletableFuture.completedStage(
                  current
                      ? Optional.of(hit(asked, answer, PredictionCache.SHARED))
                      : Optional.<Hit>empty());
            })
        .thenCompose(stage -> stage);
  }

  /** Gives an answer. */
  Hit hit(Asked asked, CachedAnswer answer, String level) {
    if (asked.counted()) {
      metrics.lookup(asked.model(), level, times.nanos() - asked.startNanos());
      lastGiven.put(asked.model(), times.millis());
    }
    return new Hit(answer, level);
  }

  /** Has none to give. */
  Miss missed(Asked asked) {
    if (asked.counted()) {
      metrics.lookup(asked.model(), CacheMetrics.MISS, times.nanos() - asked.startNanos());
    }
    return new Miss(floors.stamp(asked.model()), false);
  }
}
