package io.atalaya.cache.invalidation;

import io.atalaya.cache.Target;

/**
 * Who has to know what was invalidated. The same may be told more than once, and older ones after
 * newer ones. For several threads.
 */
@FunctionalInterface
public interface InvalidationListener {

  /**
   * Something of a model was invalidated.
   *
   * @param target what
   * @param number its number among all of the model
   * @param appendedMillis when that was announced, in milliseconds since the epoch
   */
  void invalidated(String model, Target target, long number, long appendedMillis);
}
