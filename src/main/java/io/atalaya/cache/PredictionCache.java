package io.atalaya.cache;

import io.atalaya.cache.Flights.Boarding;
import io.atalaya.cache.Flights.Flight;
import io.atalaya.cache.Lookup.Hit;
import io.atalaya.cache.Lookup.Miss;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
  private static final String ELSEWHERE = "another instance asks the model";

  private final Map<String, CacheSettings> models;
  private final Floors floors;
  private final LocalLevel memory;
  private final RemoteLevels remote;
  private final CacheTimes times;
  private final CacheMetrics metrics;
  private final Flights flights;
  private final Turns turns;

  private final Finder finder;
  private final Keeper keeper;

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
    finder = new Finder(floors, memory, remote, times, metrics);
    keeper = new Keeper(floors, memory, remote, turns, times, metrics);
  }

  /** How a model's answers are cached; null when they are not. */
  public @Nullable CacheSettings settings(String model) {
    return models.get(model);
  }

  /** The answers there are to these inputs. */
  public CompletionStage<Map<InputHash, Hit>> findAll(String model, Collection<InputHash> inputs) {
    return finder.findAll(inputs.stream().map(input -> ask(model, input)).toList());
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
    CachedAnswer near = finder.inMemory(asked);
    return near == null
        ? leadFar(asked, untilNanos)
        : CompletableFuture.completedStage(finder.hit(asked, near, MEMORY));
  }

  private CompletionStage<Lookup> leadFar(Asked asked, long untilNanos) {
    Boarding boarding = flights.board(asked.key(), asked.settings().loadTimeout());
    Flight flight = boarding.flight();
    Duration left = Duration.ofNanos(Math.max(0, untilNanos - times.nanos()));
    if (!boarding.leads()) {
      return finder
          .shared(asked, flight, left)
          .thenCompose(
              shared -> {
                if (shared.isPresent()) {
                  return CompletableFuture.completedStage(shared.get());
                }
                return untilNanos - times.nanos() > 0
                    ? lead(asked.now(floors), untilNanos)
                    : CompletableFuture.completedStage(finder.missed(asked));
              });
    }
    return turns
        .await(flight, () -> finder.far(asked), asked.settings().loadTimeout(), left)
        .thenCompose(
            turn ->
                switch (turn) {
                  case Turns.Found(Hit hit) -> {
                    flight.answer().complete(hit.answer());
                    yield CompletableFuture.completedStage(hit);
                  }
                  case Turns.Mine() when asked.isBehind(floors) -> {
                    flight.giveUp(INVALIDATED);
                    yield lead(asked.now(floors), untilNanos);
                  }
                  case Turns.Mine() -> {
                    finder.missed(asked);
                    yield CompletableFuture.completedStage(
                        new Miss(floors.stamp(asked.model()), true));
                  }
                  case Turns.Others() -> {
                    flight.giveUp(ELSEWHERE);
                    yield CompletableFuture.completedStage(finder.missed(asked));
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
    CachedAnswer near = finder.inMemory(asked);
    return near == null
        ? findFar(asked, loader)
        : CompletableFuture.completedStage(finder.hit(asked, near, MEMORY));
  }

  private CompletionStage<Hit> findFar(Asked asked, Loader loader) {
    Duration most = asked.settings().loadTimeout();
    Boarding boarding = flights.board(asked.key(), most);
    Flight flight = boarding.flight();
    if (!boarding.leads()) {
      return finder
          .shared(asked, flight, most)
          .thenCompose(
              shared ->
                  shared
                      .<CompletionStage<Hit>>map(CompletableFuture::completedStage)
                      .orElseGet(() -> find(asked.now(floors), loader)));
    }
    return turns
        .await(flight, () -> finder.far(asked), most, most)
        .thenCompose(
            turn ->
                switch (turn) {
                  case Turns.Found(Hit hit) -> {
                    flight.answer().complete(hit.answer());
                    yield CompletableFuture.completedStage(hit);
                  }
                  case Turns.Mine() when asked.isBehind(floors) -> {
                    flight.giveUp(INVALIDATED);
                    yield find(asked.now(floors), loader);
                  }
                  case Turns.Mine(), Turns.Others() -> {
                    finder.missed(asked);
                    yield keeper
                        .load(asked, flight, loader)
                        .thenApply(answer -> new Hit(answer, MODEL));
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
    return finder.lifeLeft(new CacheKey(model, floors.epoch(model), input));
  }

  /**
   * Asks the model although an answer may be there, so that it is there for longer.
   *
   * @return whether the model was asked: not while somebody else is asking it the same
   */
  public CompletionStage<Boolean> refresh(String model, InputHash input, Loader loader) {
    Asked asked = ask(model, input);
    Boarding boarding = flights.board(asked.key(), asked.settings().loadTimeout());
    if (!boarding.leads()) {
      return CompletableFuture.completedStage(false);
    }
    Flight flight = boarding.flight();
    return turns
        .take(flight, asked.settings().loadTimeout())
        .thenCompose(
            taken -> {
              if (!taken) {
                flight.giveUp(ELSEWHERE);
                return CompletableFuture.completedStage(false);
              }
              return keeper
                  .load(asked, flight, loader)
                  .handle(
                      (answer, failure) -> {
                        if (failure != null) {
                          flight.fail(failure);
                        }
                        return failure == null;
                      });
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
    return keeper.keep(input, model, required(model), answer, flight);
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
    long lastMillis = finder.lastGivenMillis(model);
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
}
