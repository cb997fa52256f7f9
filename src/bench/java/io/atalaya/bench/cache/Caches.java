package io.atalaya.bench.cache;

import io.atalaya.adapter.memory.CaffeineLevel;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.Floors;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevel;
import io.atalaya.cache.RemoteLevels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** Caches as the service makes them, of one model. */
final class Caches {

  static final String MODEL = "bike-demand";
  static final Lifetime AN_HOUR = lifetime(Duration.ofHours(1));

  /** An answer of the demonstration's model. */
  static final byte[] BODY =
      """
      {"model_name":"bike-demand","model_version":"1","outputs":[\
      {"name":"demand","datatype":"FP32","shape":[1,1],"data":[187.25]},\
      {"name":"confidence","datatype":"FP32","shape":[1,1],"data":[0.9]}]}"""
          .getBytes(StandardCharsets.UTF_8);

  static final Loaded LOADED = new Loaded(BODY, 0.9, "1", null);

  private Caches() {}

  static Lifetime lifetime(Duration time) {
    return new Lifetime(time, time, 0, 0.1);
  }

  /** Memory for so many answers. */
  static long bytes(int answers) {
    return (long) answers * new CachedAnswer(BODY, 0.9, "1", null, 0, 0, 0).weight();
  }

  static PredictionCache inMemory(
      long bytes, Lifetime lifetime, InstantSource clock, Executor sweeper) {
    return of(bytes, lifetime, clock, sweeper, List.of(), LoadLock.NONE, "bench");
  }

  static PredictionCache of(
      long bytes,
      Lifetime lifetime,
      InstantSource clock,
      Executor sweeper,
      List<RemoteLevel> levels,
      LoadLock lock,
      String instance) {
    SplittableRandom random = new SplittableRandom(1);
    CacheSettings settings = new CacheSettings(lifetime, Map.of(), 1 << 20, Duration.ofSeconds(30));
    return new PredictionCache(
        Map.of(MODEL, settings),
        new Floors(),
        new CaffeineLevel(bytes, clock, sweeper, CacheMetrics.NONE),
        new RemoteLevels(levels),
        lock,
        new CacheTimes(clock, System::nanoTime, random::nextDouble),
        CacheMetrics.NONE,
        instance);
  }

  /** An input that says nothing of its rank. */
  static InputHash input(long rank) {
    long mixed = rank * 0x9E3779B97F4A7C15L;
    return new InputHash(mixed ^ (mixed >>> 32), mixed);
  }
}
