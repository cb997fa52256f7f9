package io.atalaya.adapter.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.Floors;
import io.atalaya.cache.LocalLevel;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers in memory, bounded by their weight. Which go when room is needed is decided by W-TinyLFU:
 * one that was asked for often stays before one that was asked for lately.
 *
 * <p>Source: G. Einziger, R. Friedman, B. Manes, TinyLFU: A Highly Efficient Cache Admission
 * Policy, ACM Transactions on Storage 13(4), 2017.
 */
public final class CaffeineLevel implements LocalLevel {

  private final Cache<CacheKey, CachedAnswer> answers;
  private final Executor sweeper;
  private final InstantSource clock;

  /**
   * @param maxBytes the most that all answers weigh together; 0 keeps none
   * @param clock the time of day, by which answers expire
   * @param sweeper where what is out of date is swept out, off the path of requests
   */
  public CaffeineLevel(long maxBytes, InstantSource clock, Executor sweeper, CacheMetrics metrics) {
    this.sweeper = sweeper;
    this.clock = clock;
    answers =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, CachedAnswer answer) -> answer.weight())
            .ticker(new ClockTicker(clock))
            .expireAfter(new UntilItExpires(clock))
            .executor(sweeper)
            .evictionListener(
                (key, answer, cause) -> metrics.evicted(cause.name().toLowerCase(Locale.ROOT)))
            .build();
  }

  @Override
  public @Nullable CachedAnswer find(CacheKey key) {
    CachedAnswer answer = answers.getIfPresent(key);
    return answer == null || answer.isExpired(clock.millis()) ? null : answer;
  }

  @Override
  public @Nullable CachedAnswer look(CacheKey key) {
    CachedAnswer answer = answers.policy().getIfPresentQuietly(key);
    return answer == null || answer.isExpired(clock.millis()) ? null : answer;
  }

  @Override
  public void store(CacheKey key, CachedAnswer answer) {
    answers.put(key, answer);
  }

  @Override
  public void remove(CacheKey key) {
    answers.invalidate(key);
  }

  /** What is out of date is refused by the floors at once; here only its memory is given back. */
  @Override
  public void drop(String model, Floors floors) {
    sweeper.execute(
        () -> {
          long epoch = floors.epoch(model);
          answers
              .asMap()
              .entrySet()
              .removeIf(
                  entry -> {
                    CacheKey key = entry.getKey();
                    return key.model().equals(model)
                        && (key.epoch() < epoch
                            || !floors.admits(model, key.input(), entry.getValue()));
                  });
        });
  }

  @Override
  public long size() {
    return answers.estimatedSize();
  }

  @Override
  public long weight() {
    return answers.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** Answers expire by the time of day, which several instances share. */
  private record ClockTicker(InstantSource clock) implements Ticker {

    @Override
    public long read() {
      return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }
  }

  private record UntilItExpires(InstantSource clock) implements Expiry<CacheKey, CachedAnswer> {

    @Override
    public long expireAfterCreate(CacheKey key, CachedAnswer answer, long now) {
      return TimeUnit.MILLISECONDS.toNanos(Math.max(0, answer.expiresMillis() - clock.millis()));
    }

    @Override
    public long expireAfterUpdate(CacheKey key, CachedAnswer answer, long now, long left) {
      return expireAfterCreate(key, answer, now);
    }

    @Override
    public long expireAfterRead(CacheKey key, CachedAnswer answer, long now, long left) {
      return left;
    }
  }
}
