package io.atalaya.cache.invalidation;

/** What becomes of a reason to invalidate a model's cached predictions. */
public sealed interface Decision {

  /** They are invalidated. */
  record Sent(Invalidation invalidation) implements Decision {}

  /** They would have been; only that is announced. */
  record DryRun(Invalidation invalidation) implements Decision {}

  /**
   * They are not, because they were a short time ago. The reason is settled, not put off.
   *
   * @param reason the name of the check that fired
   * @param untilMillis from when on a further reason invalidates, in milliseconds since the epoch
   */
  record Suppressed(String reason, long untilMillis) implements Decision {}

  /** It is no reason by the model's settings, or one that was decided before. */
  record NotConcerned() implements Decision {}
}
