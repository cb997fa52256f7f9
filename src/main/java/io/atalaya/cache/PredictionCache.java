package io.atalaya.cache;

import io.atalaya.cache.Flights.Boarding;
import io.atalaya.cache.Flights.Flight;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.Lookup.Hit;
import io.atalaya.cache.Lookup.Miss;
import io.atalaya.cache.Storing.Refused;
import io.atalaya.cache.Storing.Stored;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answers of models, in memory and in the levels behind it.
 *
 * <p>A request is answered by the nearest level that knows the answer, and every nearer one then
 * keeps it too. Where none does, of all who ask for the same one asks the model: within an instance
 * always, among instances while they share a {@link LoadLock}. No answer is given that an
 * invalidation concerned which was known here when the request began; nor is one kept.
 *
 * <p>Safe for use by several threads. Nothing waits in the calling thread, and no stage fails but
 * with the loader's own failure. Cost of a hit in memory: one lookup, well below a microsecond.
 */
public final class PredictionCache {

  /** The level that is this process's own memory. */
  public static final String MEMORY = "memory";

  /** What another request had brought. */
  public static final String SHARED = "shared";

  /** No level: the model was asked. */
  public static final String MODEL = "model";

  private static final String INVALIDATED = "the model was invalidated meanwhile";

  private final Map<String, CacheSettings> models;
  private final Floors floors;
  private final LocalLevel memory;
  private final RemoteLevels remote;
  private final CacheTimes times;
  private final CacheMetrics metrics;
  private final Flights flights;
  private final Turns turns;

  /** When an answer of a model was last given from the cache, in milliseconds since the epoch. */
  private final Map<String, Long> lastGiven = new ConcurrentHashMap<>();

  /**
   * @param models the models whose answers are cached
   * @param floors what is invalidated
   * @param memory the level in this process
   * @param remote the levels behind it
   * @param lock which instance asks the model
   * @param times the clocks
   * @param metrics what counts
   * @param instance a name that no other instance has
   */
  public PredictionCache(
      Map<String, CacheSettings> models,
      Floors floors,
      LocalLevel memory,
      RemoteLevels remote,
      LoadLock lock,
      CacheTimes times,
      CacheMetrics metrics,
      String instance) {
    this.models = Map.copyOf(models);
    this.floors = floors;
    this.memory = memory;
    this.remote = remote;
    this.times = times;
    this.metrics = metrics;
    turns = new Turns(lock);
    flights = new Flights(instance, turns::giveBack);
  }

  /** A request as it began; what nobody is waiting for is not counted. */
  private record Asked(
      CacheKey key, CacheSettings settings, long stamp, long startNanos, boolean counted) {

    String model() {
      return key.model();
    }

    Asked uncounted() {
      return new Asked(key, settings, stamp, startNanos, false);
    }

    /** Whether the model was invalidated since, so that its answer would be another key's. */
    boolean isBehind(Floors floors) {
      return floors.epoch(model()) > key.epoch();
    }

    /** The same request, as if it began now. */
    Asked now(Floors floors) {
      long stampNow = floors.stamp(model());
      CacheKey keyNow = new CacheKey(model(), floors.epoch(model()), key.input());
      return new Asked(keyNow, settings, stampNow, startNanos, counted);
    }
  }

  /** How a model's answers are cached; null when they are not. */
  public @Nullable CacheSettings settings(String model) {
    return models.get(model);
  }

  /** The answers there are to these inputs. */
  public CompletionStage<Map<InputHash, Hit>> findAll(String model, Collection<InputHash> inputs) {
    Map<CacheKey, Asked> missing = new HashMap<>();
    Map<InputHash, Hit> found = new HashMap<>();
    for (InputHash input : inputs) {
      Asked asked = ask(model, input);
      CachedAnswer near = inMemory(asked);
      if (near == null) {
        missing.put(asked.key, asked);
      } else {
        found.put(input, hit(asked, near, MEMORY));
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

  /**
   * The answer, for a caller who asks the model itself. After a miss that {@link Miss#leads} others
   * wait for what the caller {@link #put}s, until {@link CacheSettings#loadTimeout}.
   *
   * @param most how long the caller would wait for another's answer
   */
  public CompletionStage<Lookup> lead(String model, InputHash input, Duration most) {
    return lead(ask(model, input), times.nanos() + most.toNanos());
  }

  private CompletionStage<Lookup> lead(Asked asked, long untilNanos) {
    CachedAnswer near = inMemory(asked);
    return near == null
        ? leadFar(asked, untilNanos)
        : CompletableFuture.completedStage(hit(asked, near, MEMORY));
  }

  private CompletionStage<Lookup> leadFar(Asked asked, long untilNanos) {
    Boarding boarding = flights.board(asked.key, asked.settings.loadTimeout());
    Flight flight = boarding.flight();
    Duration left = Duration.ofNanos(Math.max(0, untilNanos - times.nanos()));
    if (!boarding.leads()) {
      return shared(asked, flight, left)
          .thenCompose(
              shared -> {
                if (shared.isPresent()) {
                  return CompletableFuture.completedStage(shared.get());
                }
                return untilNanos - times.nanos() > 0
                    ? lead(asked.now(floors), untilNanos)
                    : CompletableFuture.completedStage(missed(asked));
              });
    }
    return turns
        .await(flight, () -> far(asked), asked.settings.loadTimeout(), left)
        .thenCompose(
            turn ->
                switch (turn) {
                  case Turns.Found(Hit hit) -> {
                    flight.answer().complete(hit.answer());
                    yield CompletableFuture.completedStage(hit);
                  }
                  case Turns.Mine() when asked.isBehind(floors) -> {
                    flight.fail(new TimeoutException(INVALIDATED));
                    yield lead(asked.now(floors), untilNanos);
                  }
                  case Turns.Mine() -> {
                    missed(asked);
                    yield CompletableFuture.completedStage(
                        new Miss(floors.stamp(asked.model()), true));
                  }
                  case Turns.Others() -> {
                    flight.fail(new TimeoutException("another instance asks the model"));
                    yield CompletableFuture.completedStage(missed(asked));
                  }
                });
  }

  /** The answer, from the model where no level has it. */
  public CompletionStage<CachedAnswer> get(String model, InputHash input, Loader loader) {
    return find(model, input, loader).thenApply(Hit::answer);
  }

  /** The answer of {@link #get}, and where it comes from: a level, or {@link #MODEL}. */
  public CompletionStage<Hit> find(String model, InputHash input, Loader loader) {
    return find(ask(model, input), loader);
  }

  private CompletionStage<Hit> find(Asked asked, Loader loader) {
    CachedAnswer near = inMemory(asked);
    return near == null
        ? findFar(asked, loader)
        : CompletableFuture.completedStage(hit(asked, near, MEMORY));
  }

  private CompletionStage<Hit> findFar(Asked asked, Loader loader) {
    Duration most = asked.settings.loadTimeout();
    Boarding boarding = flights.board(asked.key, most);
    Flight flight = boarding.flight();
    if (!boarding.leads()) {
      return shared(asked, flight, most)
          .thenCompose(
              shared ->
                  shared
                      .<CompletionStage<Hit>>map(CompletableFuture::completedStage)
                      .orElseGet(() -> find(asked.now(floors), loader)));
    }
    return turns
        .await(flight, () -> far(asked), most, most)
        .thenCompose(
            turn ->
                switch (turn) {
                  case Turns.Found(Hit hit) -> {
                    flight.answer().complete(hit.answer());
                    yield CompletableFuture.completedStage(hit);
                  }
                  case Turns.Mine() when asked.isBehind(floors) -> {
                    flight.fail(new TimeoutException(INVALIDATED));
                    yield find(asked.now(floors), loader);
                  }
                  case Turns.Mine(), Turns.Others() -> {
                    missed(asked);
                    yield load(asked, flight, loader).thenApply(answer -> new Hit(answer, MODEL));
                  }
                })
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                flight.fail(failure);
              }
            });
  }

  /**
   * Brings an answer into memory that nobody waits for: it is not counted as a request. Failed when
   * the model gives none.
   */
  public CompletionStage<Hit> warm(String model, InputHash input, Loader loader) {
    return findFar(ask(model, input).uncounted(), loader);
  }

  /** The part of its lifetime that an answer in memory still has: 0, when none is there, to 1. */
  public double lifeLeft(String model, InputHash input) {
    CachedAnswer answer = memory.find(new CacheKey(model, floors.epoch(model), input));
    if (answer == null || !floors.admits(model, input, answer)) {
      return 0;
    }
    double life = Math.max(1, answer.expiresMillis() - answer.timeMillis());
    return Math.clamp((answer.expiresMillis() - times.millis()) / life, 0, 1);
  }

  /**
   * Asks the model although an answer may be there, so that it is there for longer.
   *
   * @return whether the model was asked: not while somebody else is asking it the same
   */
  public CompletionStage<Boolean> refresh(String model, InputHash input, Loader loader) {
    Asked asked = ask(model, input);
    Boarding boarding = flights.board(asked.key, asked.settings.loadTimeout());
    if (!boarding.leads()) {
      return CompletableFuture.completedStage(false);
    }
    Flight flight = boarding.flight();
    return turns
        .take(flight, asked.settings.loadTimeout())
        .thenCompose(
            taken -> {
              if (!taken) {
                flight.fail(new TimeoutException("another instance asks the model"));
                return CompletableFuture.completedStage(false);
              }
              return load(asked, flight, loader)
                  .handle(
                      (answer, failure) -> {
                        if (failure != null) {
                          flight.fail(failure);
                        }
                        return failure == null;
                      });
            });
  }

  private CompletionStage<CachedAnswer> load(Asked asked, Flight flight, Loader loader) {
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
              keep(asked.key.input(), asked.model(), asked.settings, answer, flight);
              return answer;
            });
  }

  /**
   * Keeps an answer, and gives it to those who wait for it.
   *
   * @param answer carries the stamp that came with the miss; its expiry is set here
   */
  public Storing put(String model, InputHash input, CachedAnswer answer) {
    CacheKey key = new CacheKey(model, floors.epoch(model), input);
    Flight flight = answer.stamp() < key.epoch() ? flights.leftBehind(key) : flights.of(key);
    return keep(input, model, required(model), answer, flight);
  }

  private Storing keep(
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

  /**
   * Hears of an invalidation.
   *
   * @param target what of the model is concerned
   * @param number its number among all of the model
   * @param announcedMillis when it was announced, in milliseconds since the epoch
   */
  public void invalidate(String model, Target target, long number, long announcedMillis) {
    if (!floors.raise(model, target, number)) {
      return;
    }
    memory.drop(model, floors);
    if (target instanceof Target.Key(InputHash input)) {
      remote.remove(new CacheKey(model, floors.epoch(model), input));
    }
    long lastMillis = lastGiven.getOrDefault(model, 0L);
    metrics.applied(
        model,
        number,
        Math.max(0, times.millis() - announcedMillis),
        Math.max(0, lastMillis - announcedMillis));
  }

  /** What an answer must carry that the model gives from now on. */
  public long stamp(String model) {
    return floors.stamp(model);
  }

  private Asked ask(String model, InputHash input) {
    CacheSettings settings = required(model);
    // The stamp first: the key's epoch is then at least as new.
    long stamp = floors.stamp(model);
    CacheKey key = new CacheKey(model, floors.epoch(model), input);
    return new Asked(key, settings, stamp, times.nanos(), true);
  }

  private CacheSettings required(String model) {
    CacheSettings settings = models.get(model);
    if (settings == null) {
      throw new IllegalArgumentException(
          "model: %s has no cache: give atalaya.models.%s.cache".formatted(model, model));
    }
    return settings;
  }

  private @Nullable CachedAnswer inMemory(Asked asked) {
    CachedAnswer answer = memory.find(asked.key);
    return answer != null && isGivable(asked.key, answer) ? answer : null;
  }

  /** Memory is asked again: a flight may have landed since. */
  private CompletionStage<Optional<Hit>> far(Asked asked) {
    CachedAnswer near = inMemory(asked);
    if (near != null) {
      return CompletableFuture.completedStage(Optional.of(hit(asked, near, MEMORY)));
    }
    return remote
        .find(asked.key, this::isGivable)
        .thenApply(
            found -> {
              found.ifPresent(
                  there -> {
                    memory.store(asked.key, there.answer());
                    hit(asked, there.answer(), there.level());
                  });
              return found;
            });
  }

  private boolean isGivable(CacheKey key, CachedAnswer answer) {
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
  private CompletionStage<Optional<Hit>> shared(Asked asked, Flight flight, Duration most) {
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
                  answer.stamp() >= asked.stamp
                      || floors.admits(asked.model(), asked.key.input(), answer);
              return CompletableFuture.completedStage(
                  current ? Optional.of(hit(asked, answer, SHARED)) : Optional.<Hit>empty());
            })
        .thenCompose(stage -> stage);
  }

  private Hit hit(Asked asked, CachedAnswer answer, String level) {
    if (asked.counted) {
      metrics.lookup(asked.model(), level, times.nanos() - asked.startNanos);
      lastGiven.put(asked.model(), times.millis());
    }
    return new Hit(answer, level);
  }

  private Miss missed(Asked asked) {
    if (asked.counted) {
      metrics.lookup(asked.model(), CacheMetrics.MISS, times.nanos() - asked.startNanos);
    }
    return new Miss(floors.stamp(asked.model()), false);
  }
}
