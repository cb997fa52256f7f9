package io.atalaya.bootstrap;

import io.atalaya.adapter.memory.CaffeineLevel;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.Floors;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.LocalLevel;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.cache.invalidation.InvalidationListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;

/** Puts the prediction cache together. */
@ApplicationScoped
class Caching {

  @Produces
  @Singleton
  LocalLevel memory(Configuration configuration, InstantSource clock, CacheMetrics metrics) {
    return new CaffeineLevel(
        configuration.cacheResources().memoryBytes(), clock, ForkJoinPool.commonPool(), metrics);
  }

  @Produces
  @Singleton
  PredictionCache cache(
      Configuration configuration, LocalLevel memory, InstantSource clock, CacheMetrics metrics) {
    return new PredictionCache(
        configuration.caches(),
        new Floors(),
        memory,
        new RemoteLevels(List.of()),
        LoadLock.NONE,
        new CacheTimes(clock, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble()),
        metrics,
        configuration.instance().name());
  }

  @Produces
  @Singleton
  InvalidationListener invalidations(PredictionCache cache) {
    return cache::invalidate;
  }
}
