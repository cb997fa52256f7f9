package io.atalaya.adapter.guard;

import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.LastAttempt;
import io.atalaya.cache.LevelHealth;
import io.atalaya.cache.LevelMetrics;
import io.atalaya.cache.LevelMetrics.Operation;
import io.atalaya.cache.Reachability;
import io.atalaya.cache.RemoteLevel;
import jakarta.enterprise.util.TypeLiteral;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A store of answers that does no harm. Reads and writes are judged apart: a store that takes no
 * more writes may still answer, and writes that pile up keep no read out. Safe for use by several
 * threads.
 */
public final class GuardedLevel implements RemoteLevel, LevelHealth {

  private final AnswerStore store;
  private final LastAttempt last;
  private final GuardedCalls<Map<CacheKey, CachedAnswer>> reads;
  private final GuardedCalls<Void> writes;

  /**
   * @param store the store
   * @param budget what its calls may take
   * @param metrics what counts
   * @param clock the time of day
   */
  public GuardedLevel(
      AnswerStore store, CallBudget budget, LevelMetrics metrics, InstantSource clock) {
    this.store = store;
    last = new LastAttempt(clock);
    reads =
        new GuardedCalls<>(
            store.name(),
            "reads",
            new TypeLiteral<>() {},
            budget.read(),
            budget.concurrent(),
            metrics,
            last);
    writes =
        new GuardedCalls<>(
            store.name(),
            "writes",
            new TypeLiteral<>() {},
            budget.write(),
            budget.concurrent(),
            metrics,
            last);
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public CompletionStage<Map<CacheKey, CachedAnswer>> find(Collection<CacheKey> keys) {
    return reads.call(Operation.FIND, () -> store.find(keys)).exceptionally(failure -> Map.of());
  }

  @Override
  public CompletionStage<Void> store(CacheKey key, CachedAnswer answer) {
    return writes
        .call(Operation.STORE, () -> store.store(key, answer))
        .exceptionally(failure -> null);
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    return writes.call(Operation.REMOVE, () -> store.remove(key)).exceptionally(failure -> null);
  }

  @Override
  public Reachability reachability() {
    return last.reachability();
  }

  @Override
  public boolean isLeftOut() {
    return reads.isOpen() || writes.isOpen();
  }
}
