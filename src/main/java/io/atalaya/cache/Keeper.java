package io.atalaya.cache;

import io.atalaya.cache.Flights.Flight;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.Storing.Refused;
import io.atalaya.cache.Storing.Stored;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps what models answer, where it is worth it. Safe for use by several threads. */
final class Keeper {

  private final Floors floors;
  private final LocalLevel memory;
  private final RemoteLevels remote;
  private final Turns turns;
  private final CacheTimes times;
  private final CacheMetrics metrics;

  Keeper(
      Floors floors,
      LocalLevel memory,
      RemoteLevels remote,
      Turns turns,
      CacheTimes times,
      CacheMetrics metrics) {
    this.floors = floors;
    this.memory = memory;
    this.remote = remote;
    this.turns = turns;
    this.times = times;
    this.metrics = metrics;
  }

  /** Asks the model, and keeps what it answers; failed when it gives no answer. */
  CompletionStage<CachedAnswer> load(Asked asked, Flight flight, Loader loader) {
    long stamp = floors.stamp(asked.model());
    long started = times.nanos();
    CompletionStage<Loaded> loading;
    try {
      loading = loader.load();
    } catch (RuntimeException failure) {
      loading = CompletableFuture.failedStage(failure);
    }
    return loading
        .whenComplete(
            (loaded, failure) ->
                metrics.load(asked.model(), failure == null, times.nanos() - started))
        .thenApply(
            loaded -> {
              CachedAnswer answer =
                  new CachedAnswer(
                      loaded.body(),
                      loaded.confidence(),
                      loaded.version(),
                      loaded.segment(),
                      times.millis(),
                      stamp,
                      Long.MAX_VALUE);
              keep(asked.key().input(), asked.model(), asked.settings(), answer, flight);
              return answer;
            });
  }

  /**
   * Keeps an answer, if it is worth it, and gives it to those who wait for it.
   *
   * @param given carries the stamp from before the model was asked; its expiry is set here
   * @param flight those who wait; null for nobody
   */
  Storing keep(
      InputHash input,
      String model,
      CacheSettings settings,
      CachedAnswer given,
      @Nullable Flight flight) {
    // The epoch is read first: should it rise meanwhile, the answer is kept where nobody looks.
    CacheKey key = new CacheKey(model, floors.epoch(model), input);
    Storing storing = judged(key, settings, given);
    CompletionStage<Void> kept = CompletableFuture.completedStage(null);
    switch (storing) {
      case Stored(CachedAnswer answer) -> {
        memory.store(key, answer);
        kept = remote.store(key, answer);
        metrics.stored(model, answer.body().length);
      }
      case Refused(Storing.Reason reason) -> metrics.refused(model, reason);
    }
    if (flight != null) {
      // Kept before: whoever comes after the flight finds it in memory.
      flight.answer().complete(given);
      // Other instances look for the answer first when the lock is free.
      var unused = kept.thenRun(() -> turns.giveBack(flight));
    }
    return storing;
  }

  private Storing judged(CacheKey key, CacheSettings settings, CachedAnswer answer) {
    long age = Math.max(0, times.millis() - answer.timeMillis());
    long lifetime = settings.lifetime().millis(answer.confidence(), times.chance());
    if (answer.body().length > settings.maxBytes()) {
      return new Refused(Storing.Reason.TOO_LARGE);
    }
    if (lifetime == 0) {
      return new Refused(Storing.Reason.LOW_CONFIDENCE);
    }
    if (age >= lifetime) {
      return new Refused(Storing.Reason.EXPIRED);
    }
    if (!floors.admits(key.model(), key.input(), answer)) {
      return new Refused(Storing.Reason.STALE);
    }
    return new Stored(answer.expiring(answer.timeMillis() + lifetime));
  }
}
