package io.atalaya.adapter.guard;

import io.atalaya.cache.CacheKey;
import io.atalaya.cache.LastAttempt;
import io.atalaya.cache.LevelMetrics;
import io.atalaya.cache.LevelMetrics.Operation;
import io.atalaya.cache.LoadLock;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/**
 * A lock that does no harm: while its store is slow or fails, everybody has it at once. Safe for
 * use by several threads.
 */
public final class GuardedLock implements LoadLock {

  private final LoadLock lock;
  private final GuardedCalls<Boolean> calls;

  /**
   * @param lock the lock
   * @param level the name of the store that keeps it
   * @param budget what its calls may take
   * @param metrics what counts
   * @param clock the time of day
   */
  public GuardedLock(
      LoadLock lock, String level, CallBudget budget, LevelMetrics metrics, InstantSource clock) {
    this.lock = lock;
    calls =
        new GuardedCalls<>(
            level,
            "locks",
            new TypeLiteral<>() {},
            budget.read(),
            budget.concurrent(),
            metrics,
            new LastAttempt(clock));
  }

  /** Never failed. */
  @Override
  public CompletionStage<Boolean> take(CacheKey key, String owner, Duration most) {
    return calls
        .call(Operation.LOCK, () -> lock.take(key, owner, most))
        .exceptionally(failure -> true);
  }

  @Override
  public void giveBack(CacheKey key, String owner) {
    // While the store fails nobody takes it there, and what was taken before ends by itself.
    if (!calls.isOpen()) {
      lock.giveBack(key, owner);
    }
  }
}
