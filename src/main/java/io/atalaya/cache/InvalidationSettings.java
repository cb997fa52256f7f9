package io.atalaya.cache;

import java.time.Duration;
import java.util.Set;

/**
 * When a model's cached predictions are invalidated.
 *
 * @param on the names of the checks, or {@code lifecycle}, that invalidate
 * @param cooldown the least time between two invalidations of one model
 * @param dryRun whether invalidations are only announced, not carried out
 */
public record InvalidationSettings(Set<String> on, Duration cooldown, boolean dryRun) {

  public InvalidationSettings {
    on = Set.copyOf(on);
  }
}
