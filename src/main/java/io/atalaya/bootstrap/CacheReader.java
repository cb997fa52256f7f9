package io.atalaya.bootstrap;

import io.atalaya.adapter.postgres.Retention;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.prefetch.PrefetchSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads how answers are cached: of all models the levels, of one model the rest. */
final class CacheReader {

  private CacheReader() {}

  /** The levels; empty when something is wrong, which is then reported. */
  static Optional<CacheResources> resources(Block block) {
    Block memory = block.block("memory", "{size: 64MB}");
    long size = memory.bytes("size", "64MB");
    var unusedMemory = memory.end(() -> true);
    Block redis = block.block("redis", "{enabled: true, budget: 50ms}");
    boolean enabled = redis.value("enabled", true, Quantities::truth);
    Duration redisBudget = redis.duration("budget", "50ms");
    var unusedRedis = redis.end(() -> true);
    Block postgres = block.block("postgres", "{budget: 100ms, retention: 30d}");
    Duration postgresBudget = postgres.duration("budget", "100ms");
    Retention retention =
        postgres.value(
            "retention",
            new Retention(Duration.ofDays(30)),
            text -> new Retention(Quantities.duration(text, "30d")));
    var unusedPostgres = postgres.end(() -> true);
    long compressAbove = block.bytes("compress-above", "1KB");
    return block.end(
        () ->
            new CacheResources(
                size, enabled, redisBudget, postgresBudget, retention, clamped(compressAbove)));
  }

  /** The settings of a model; empty when it has none, or something is wrong and reported. */
  static Optional<ModelCache> settings(Block model) {
    if (!model.has("cache")) {
      return Optional.empty();
    }
    Block block = model.block("cache", "{ttl: {min: 1m, max: 1h}, min-confidence: 0.5}");
    Block ttl = block.block("ttl", "{min: 1m, max: 1h}");
    Duration min = ttl.duration("min", "1m");
    Duration max = ttl.duration("max", "1h");
    double jitter = ttl.ratio("jitter", "10%");
    var unusedTtl = ttl.end(() -> true);
    double minConfidence = block.ratio("min-confidence", "0");
    Map<String, Double> rounding = new HashMap<>();
    Block round = block.block("round", "{temperature: 0.5}");
    for (String feature : round.keys()) {
      round
          .value(feature, text -> Quantities.number(text, "0.5"))
          .ifPresent(step -> rounding.put(feature, step));
    }
    var unusedRound = round.end(() -> true);
    long maxBytes = block.bytes("max-bytes", "1MB");
    Duration loadTimeout = block.duration("load-timeout", "5s");
    Block ahead = block.block("prefetch", "{hottest: 100, per-second: 20}");
    int hottest = ahead.count("hottest", 100);
    double part = ahead.ratio("ahead", "20%");
    double perSecond = ahead.value("per-second", 20.0, text -> Quantities.number(text, "20"));
    boolean successors = ahead.value("successors", false, Quantities::truth);
    Optional<PrefetchSettings> prefetch =
        ahead.end(() -> new PrefetchSettings(hottest, part, perSecond, successors));
    return block.end(
        () ->
            new ModelCache(
                new CacheSettings(
                    new Lifetime(min, max, minConfidence, jitter),
                    rounding,
                    clamped(maxBytes),
                    loadTimeout),
                prefetch.orElseThrow()));
  }

  /** More than an array holds is as good as that. */
  private static int clamped(long bytes) {
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}
