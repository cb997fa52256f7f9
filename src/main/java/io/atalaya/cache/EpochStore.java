package io.atalaya.cache;

import java.util.concurrent.CompletionStage;

/**
 * Where caches find the epoch of a model. A cached prediction is valid only under the epoch that it
 * was stored with.
 */
public interface EpochStore {

  /**
   * Raises a model's epoch to the given one; a higher one stays. Repeating a call changes nothing.
   *
   * @param model the model's name
   * @param epoch the epoch to reach
   * @return the epoch in force afterwards, at least {@code epoch}; or the reason why the store
   *     cannot be reached
   */
  CompletionStage<Long> raise(String model, long epoch);

  /** Whether the store answers; returns at once. */
  Reachability reachability();
}
