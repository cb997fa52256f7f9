package io.atalaya.cache;

import io.atalaya.cache.Flights.Flight;
import io.atalaya.cache.Lookup.Hit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whose turn it is, among instances, to ask the model: that of the instance which has the lock. The
 * others look for its answer again and again, with growing pauses. Safe for use by several threads.
 */
final class Turns {

  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final long MOST_PAUSE_MILLIS = 50;

  /** What waiting came to. */
  sealed interface Turn {}

  /** The answer is there. */
  record Found(Hit hit) implements Turn {}

  /** It is the caller's turn: the lock is its own. */
  record Mine() implements Turn {}

  /** It is still another's. */
  record Others() implements Turn {}

  private final LoadLock lock;

  Turns(LoadLock lock) {
    this.lock = lock;
  }

  /**
   * Looks for the answer, and waits for its turn.
   *
   * @param look looks for the answer
   * @param held how long the lock is held at most
   * @param patience how long is waited for another's answer
   */
  CompletionStage<Turn> await(
      Flight flight,
      Supplier<CompletionStage<Optional<Hit>>> look,
      Duration held,
      Duration patience) {
    return await(flight, look, held, patience.toMillis(), FIRST_PAUSE_MILLIS);
  }

  private CompletionStage<Turn> await(
      Flight flight,
      Supplier<CompletionStage<Optional<Hit>>> look,
      Duration held,
      long patienceMillis,
      long pauseMillis) {
    return look.get()
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedStage(new Found(found.get()))
                    : take(flight, held)
                        .thenCompose(
                            taken -> {
                              if (taken) {
                                return looked(flight, look);
                              }
                              if (patienceMillis <= 0) {
                                return CompletableFuture.completedStage(new Others());
                              }
                              return pause(pauseMillis)
                                  .thenCompose(
                                      ignored ->
                                          await(
                                              flight,
                                              look,
                                              held,
                                              patienceMillis - pauseMillis,
                                              Math.min(2 * pauseMillis, MOST_PAUSE_MILLIS)));
                            }));
  }

  /** With the lock: what its last owner had brought was stored before it was given back. */
  private CompletionStage<Turn> looked(
      Flight flight, Supplier<CompletionStage<Optional<Hit>>> look) {
    return look.get()
        .thenApply(
            found -> {
              if (found.isEmpty()) {
                return new Mine();
              }
              giveBack(flight);
              return new Found(found.get());
            });
  }

  private static CompletionStage<Void> pause(long millis) {
    Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(() -> {}, later);
  }

  /** Where nobody can tell who has the lock, everybody has it. */
  CompletionStage<Boolean> take(Flight flight, Duration held) {
    return lock.take(flight.key(), flight.owner(), held).exceptionally(failure -> true);
  }

  void giveBack(Flight flight) {
    lock.giveBack(flight.key(), flight.owner());
  }
}
