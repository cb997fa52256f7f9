package io.atalaya.cache.invalidation;

import io.atalaya.signal.CheckDefinition;
import java.time.Duration;
import java.util.Set;

/**
 * When a model's cached predictions are invalidated.
 *
 * <p>An argument out of its bounds is refused with a message that begins with its configuration
 * key.
 *
 * @param on the names of the checks, or {@code lifecycle}, that invalidate
 * @param cooldown the least time between two invalidations of one model
 * @param dryRun whether invalidations are only announced, not carried out
 */
public record InvalidationSettings(Set<String> on, Duration cooldown, boolean dryRun) {

  /** The reason that is no check: a version was deployed, changed or retired. */
  public static final String LIFECYCLE = "lifecycle";

  public InvalidationSettings {
    on = Set.copyOf(on);
    for (String reason : on) {
      if (!reason.equals(LIFECYCLE) && !CheckDefinition.isCheck(reason)) {
        throw new IllegalArgumentException(
            "on: " + reason + " is no check: give the names of checks, or " + LIFECYCLE);
      }
    }
    if (cooldown.isNegative()) {
      throw new IllegalArgumentException(
          "cooldown: " + cooldown + " is below 0: give a duration, for example 10m");
    }
  }
}
