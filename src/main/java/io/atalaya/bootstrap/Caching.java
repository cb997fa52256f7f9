package io.atalaya.bootstrap;

import io.atalaya.adapter.guard.CallBudget;
import io.atalaya.adapter.guard.GuardedLevel;
import io.atalaya.adapter.guard.GuardedLock;
import io.atalaya.adapter.memory.CaffeineLevel;
import io.atalaya.adapter.postgres.PostgresHistory;
import io.atalaya.adapter.redis.RedisCache;
import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.DeflateCompression;
import io.atalaya.cache.Floors;
import io.atalaya.cache.LevelMetrics;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.LocalLevel;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevel;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.cache.invalidation.InvalidationListener;
import io.atalaya.cache.prefetch.PrefetchMetrics;
import io.atalaya.cache.prefetch.Prefetcher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Puts the prediction cache together. Where no model has one, no store is opened, and the cache
 * only hears of invalidations.
 */
@ApplicationScoped
class Caching {

  private final Configuration configuration;
  private final CacheResources resources;
  private final InstantSource clock;

  Caching(Configuration configuration, InstantSource clock) {
    this.configuration = configuration;
    resources = configuration.cacheResources();
    this.clock = clock;
  }

  @Produces
  @Singleton
  LocalLevel memory(CacheMetrics metrics) {
    return new CaffeineLevel(resources.memoryBytes(), clock, ForkJoinPool.commonPool(), metrics);
  }

  @Produces
  @Singleton
  RemoteLevels remote(
      RedisCache redis, PostgresHistory history, LevelMetrics metrics, CacheMetrics cacheMetrics) {
    List<RemoteLevel> levels = new ArrayList<>();
    if (!configuration.caches().isEmpty()) {
      AnswerCodec codec =
          new AnswerCodec(
              new DeflateCompression(),
              resources.compressAbove(),
              largest(CacheSettings::maxBytes, Comparator.naturalOrder()),
              cacheMetrics);
      if (resources.redis()) {
        levels.add(new GuardedLevel(redis.answers(codec), redisBudget(), metrics, clock));
      }
      Duration longest =
          largest(cache -> cache.lifetime().max(), Comparator.<Duration>naturalOrder());
      history
          .open(resources.retention(), codec, longest)
          .ifPresent(
              store -> levels.add(new GuardedLevel(store, postgresBudget(), metrics, clock)));
    }
    return new RemoteLevels(levels);
  }

  @Produces
  @Singleton
  PredictionCache cache(
      LocalLevel memory,
      RemoteLevels remote,
      RedisCache redis,
      CacheMetrics metrics,
      LevelMetrics levelMetrics) {
    LoadLock lock =
        resources.redis()
            ? new GuardedLock(redis.locks(), "redis", redisBudget(), levelMetrics, clock)
            : LoadLock.NONE;
    return new PredictionCache(
        byModel(ModelCache::settings),
        new Floors(),
        memory,
        remote,
        lock,
        new CacheTimes(clock, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble()),
        metrics,
        configuration.instance().name());
  }

  @Produces
  @Singleton
  InvalidationListener invalidations(PredictionCache cache) {
    return cache::invalidate;
  }

  @Produces
  @Singleton
  Prefetcher prefetcher(PredictionCache cache, PrefetchMetrics metrics) {
    return new Prefetcher(cache, byModel(ModelCache::prefetch), metrics);
  }

  private <T> Map<String, T> byModel(Function<ModelCache, T> part) {
    Map<String, T> parts = new HashMap<>();
    configuration.caches().forEach((model, cache) -> parts.put(model, part.apply(cache)));
    return parts;
  }

  private <T> T largest(Function<CacheSettings, T> figure, Comparator<T> order) {
    return configuration.caches().values().stream()
        .map(ModelCache::settings)
        .map(figure)
        .max(order)
        .orElseThrow();
  }

  private CallBudget redisBudget() {
    return new CallBudget(
        resources.redisBudget(), CallBudget.REDIS.write(), CallBudget.REDIS.concurrent());
  }

  private CallBudget postgresBudget() {
    return new CallBudget(
        resources.postgresBudget(), CallBudget.POSTGRES.write(), CallBudget.POSTGRES.concurrent());
  }
}
