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
 * @param scope how much a signal invalidates
 * @param requestsPerMinute the most requests by hand that are followed in a minute, at least 1
 */
public record InvalidationSettings(
    Set<String> on, Duration cooldown, boolean dryRun, Scope scope, int requestsPerMinute) {

  /** How much a signal invalidates. */
  public enum Scope {
    /** All answers of the model. */
    MODEL,
    /** Those of the version that the signal is about. */
    VERSION
  }

  /** The default of {@code requests-per-minute}. */
  public static final int DEFAULT_REQUESTS_PER_MINUTE = 60;

  /** The reason of what somebody asked for. */
  public static final String REQUEST = "request";

  /** The reason that is no check: a version was deployed, changed or retired. */
  public static final String LIFECYCLE = "lifecycle";

  /** They are kept for a minute. */
  private static final int MOST_REQUESTS = 10_000;

  /** Settings with the defaults of scope and requests. */
  public InvalidationSettings(Set<String> on, Duration cooldown, boolean dryRun) {
    this(on, cooldown, dryRun, Scope.MODEL, DEFAULT_REQUESTS_PER_MINUTE);
  }

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
    if (requestsPerMinute < 1 || requestsPerMinute > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "requests-per-minute: %d is not from 1 to %d"
              .formatted(requestsPerMinute, MOST_REQUESTS));
    }
  }
}
