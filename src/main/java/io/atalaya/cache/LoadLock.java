package io.atalaya.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which instance asks the model for an answer that several of them miss.
 *
 * <p>A lock that is not given back ends by itself. Without the store that keeps it everybody has
 * it: the model is then asked once by each instance. Safe for use by several threads.
 */
public interface LoadLock {

  /** Everybody always has the lock. */
  LoadLock NONE =
      new LoadLock() {
        @Override
        public CompletionStage<Boolean> take(CacheKey key, String owner, Duration most) {
          return CompletableFuture.completedStage(true);
        }

        @Override
        public void giveBack(CacheKey key, String owner) {}
      };

  /**
   * Tries to take the lock of a key.
   *
   * @param owner who takes it: a name that nobody else has
   * @param most how long it is held at most
   * @return whether it was free; failed when nobody can tell
   */
  CompletionStage<Boolean> take(CacheKey key, String owner, Duration most);

  /** Gives the lock back if it is still this owner's. */
  void giveBack(CacheKey key, String owner);
}
