package io.atalaya.bench.engine;

import io.atalaya.adapter.guard.CallBudget;
import io.atalaya.adapter.guard.GuardedLevel;
import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.InputHash;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a guard around a store costs a call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 40, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class GuardBenchmark {

  private static final List<CacheKey> KEYS = List.of(new CacheKey("m", 0, new InputHash(1, 2)));

  private final AnswerStore works = new Store(false);
  private final GuardedLevel guarded = guarded(works);
  private final GuardedLevel leftOut = guarded(new Store(true));

  /** The store itself, which answers at once. */
  @Benchmark
  public CompletionStage<Map<CacheKey, CachedAnswer>> bare() {
    return works.find(KEYS);
  }

  /** The same, guarded. */
  @Benchmark
  public CompletionStage<Map<CacheKey, CachedAnswer>> guarded() {
    return guarded.find(KEYS);
  }

  /** A store that fails, and is left out. */
  @Benchmark
  public CompletionStage<Map<CacheKey, CachedAnswer>> leftOut() {
    return leftOut.find(KEYS);
  }

  private static GuardedLevel guarded(AnswerStore store) {
    return new GuardedLevel(
        store, CallBudget.REDIS, (level, operation, outcome) -> {}, InstantSource.system());
  }

  private record Store(boolean fails) implements AnswerStore {
    @Override
    public String name() {
      return "store";
    }

    @Override
    public CompletionStage<Map<CacheKey, CachedAnswer>> find(Collection<CacheKey> keys) {
      return fails
          ? CompletableFuture.failedStage(new IllegalStateException("gone"))
          : CompletableFuture.completedStage(Map.of());
    }

    @Override
    public CompletionStage<Void> store(CacheKey key, CachedAnswer answer) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> remove(CacheKey key) {
      return CompletableFuture.completedStage(null);
    }
  }
}
