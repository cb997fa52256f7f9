package io.atalaya.notebook.caching;

import io.atalaya.adapter.memory.CaffeineLevel;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.Floors;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.Loader;
import io.atalaya.cache.Lookup.Hit;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.cache.Target;
import io.atalaya.cache.prefetch.PrefetchSettings;
import io.atalaya.cache.prefetch.Prefetcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The service's own cache in memory, lifetimes and prefetching, on a clock that requests drive. */
final class Atalaya implements Strategy {

  /** About what the demonstration's model answers with. */
  private static final byte[] BODY = new byte[200];

  private static final String MODEL = "bike-demand";

  /**
   * How it is set.
   *
   * @param lifetime how long an answer is kept
   * @param listens whether invalidations reach it
   * @param prefetch what is asked for ahead; the hottest 0 for nothing
   */
  record Settings(Lifetime lifetime, boolean listens, PrefetchSettings prefetch) {

    /** The same, except that invalidations do not reach it. */
    Settings deaf() {
      return new Settings(lifetime, false, prefetch);
    }
  }

  private final Questions questions;
  private final boolean listens;
  private final PredictionCache cache;
  private final Prefetcher prefetcher;
  private long nowMillis;
  private long invalidations;

  Atalaya(Settings settings, Traffic traffic) {
    questions = traffic.questions();
    listens = settings.listens();
    nowMillis = traffic.requests().getFirst().millis();
    SplittableRandom random = new SplittableRandom(1);
    CacheTimes times =
        new CacheTimes(
            () -> Instant.ofEpochMilli(nowMillis),
            () -> TimeUnit.MILLISECONDS.toNanos(nowMillis),
            random::nextDouble);
    cache =
        new PredictionCache(
            Map.of(
                MODEL,
                new CacheSettings(settings.lifetime(), Map.of(), 1 << 20, Duration.ofSeconds(30))),
            new Floors(),
            new CaffeineLevel(
                bytes(traffic.places()), times.clock(), Runnable::run, CacheMetrics.NONE),
            new RemoteLevels(List.of()),
            LoadLock.NONE,
            times,
            CacheMetrics.NONE,
            "notebook");
    prefetcher =
        new Prefetcher(cache, Map.of(MODEL, settings.prefetch()), (model, reason, result) -> {});
  }

  /** What so many answers weigh in memory. */
  static long bytes(int places) {
    return (long) places * new CachedAnswer(BODY, 0.5, "1", null, 0, 0, 0).weight();
  }

  @Override
  public Answered ask(Traffic.Request request, Model model) {
    nowMillis = request.millis();
    InputHash input = questions.inputs().get(request.question());
    Loader loader = () -> CompletableFuture.completedStage(load(request.question(), model));
    Hit hit = cache.find(MODEL, input, loader).toCompletableFuture().join();
    boolean waited = hit.level().equals(PredictionCache.MODEL);
    prefetcher.requested(MODEL, request.caller(), input, !waited, loader);
    return new Answered(waited, Integer.parseInt(hit.answer().version()));
  }

  private Loader.Loaded load(int question, Model model) {
    return new Loader.Loaded(
        BODY, questions.confidences().get(question), Integer.toString(model.ask(question)), null);
  }

  @Override
  public void invalidated(long atMillis) {
    if (listens) {
      nowMillis = atMillis;
      cache.invalidate(MODEL, Target.WHOLE_MODEL, ++invalidations, atMillis);
    }
  }

  @Override
  public void passes(long atMillis) {
    nowMillis = atMillis;
    prefetcher.run(atMillis);
  }
}
