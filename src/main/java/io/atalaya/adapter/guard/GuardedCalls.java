package io.atalaya.adapter.guard;

import io.atalaya.cache.LastAttempt;
import io.atalaya.cache.LevelMetrics;
import io.atalaya.cache.LevelMetrics.Operation;
import io.atalaya.cache.LevelMetrics.Outcome;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Calls to a store that end in time, and are not made at all while too many are under way or the
 * store keeps failing: when {@value #FAILURES} of the last {@value #WINDOW} calls failed, none is
 * made for a second; then one, which tells whether to go on.
 *
 * <p>What is refused for being too many is no failure of the store, so it is refused in front of
 * the circuit breaker, and nobody queues. Safe for use by several threads. Cost: docs/benchmarks.md
 * has it.
 *
 * @param <T> what is asked for
 */
final class GuardedCalls<T> {

  private static final Logger LOG = Logger.getLogger(GuardedCalls.class);

  static final int WINDOW = 20;
  static final double FAILURES = 0.5;
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final String level;
  private final String what;
  private final LevelMetrics metrics;
  private final LastAttempt last;
  private final TypedGuard<CompletionStage<T>> guard;
  private final Semaphore free;
  private volatile boolean closed = true;

  /**
   * @param level the store's name
   * @param what the calls, for people
   * @param type a stage of what is asked for
   * @param budget how long a call may take
   * @param concurrent how many calls may be under way
   * @param metrics what counts
   * @param last notes whether the store answered
   */
  GuardedCalls(
      String level,
      String what,
      TypeLiteral<CompletionStage<T>> type,
      Duration budget,
      int concurrent,
      LevelMetrics metrics,
      LastAttempt last) {
    this.level = level;
    this.what = what;
    this.metrics = metrics;
    this.last = last;
    free = new Semaphore(concurrent);
    guard =
        TypedGuard.create(type)
            .withDescription(level + ' ' + what)
            .withTimeout()
            .duration(budget.toMillis(), ChronoUnit.MILLIS)
            .done()
            .withCircuitBreaker()
            .requestVolumeThreshold(WINDOW)
            .failureRatio(FAILURES)
            .delay(PAUSE.toMillis(), ChronoUnit.MILLIS)
            .successThreshold(1)
            .onStateChange(this::changed)
            .done()
            .build();
  }

  /** Whether no call is made now, but for one every now and then. */
  boolean isOpen() {
    return !closed;
  }

  /** Makes the call, or does not; its outcome is counted. Failed when there is no answer. */
  CompletionStage<T> call(Operation operation, Supplier<CompletionStage<T>> call) {
    if (!free.tryAcquire()) {
      metrics.result(level, operation, Outcome.REJECTED);
      return CompletableFuture.failedStage(new BulkheadException(level + ": too many calls"));
    }
    return guarded(call)
        .whenComplete(
            (answer, failure) -> {
              free.release();
              metrics.result(level, operation, outcome(failure));
            });
  }

  private CompletionStage<T> guarded(Supplier<CompletionStage<T>> call) {
    try {
      return guard.get(call);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  private Outcome outcome(@Nullable Throwable failure) {
    if (failure == null) {
      last.succeeded();
      return Outcome.OK;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof CircuitBreakerOpenException) {
      return Outcome.OPEN;
    }
    String message = cause.getMessage();
    last.failed(message == null ? cause.toString() : message);
    return cause instanceof TimeoutException ? Outcome.TIMEOUT : Outcome.FAILED;
  }

  private void changed(CircuitBreakerState state) {
    if (state == CircuitBreakerState.CLOSED) {
      closed = true;
      LOG.infof("The cache's level %s answers %s again", level, what);
    } else if (closed) {
      closed = false;
      LOG.warnf(
          "The cache goes without %s of its level %s: %.0f %% of the last %d failed",
          what, level, 100 * FAILURES, WINDOW);
    }
  }
}
