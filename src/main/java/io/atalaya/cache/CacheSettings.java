package io.atalaya.cache;

import java.time.Duration;
import java.util.Map;

/**
 * How a model's answers are cached. An argument out of its bounds is refused with a message that
 * begins with its configuration key.
 *
 * @param lifetime how long an answer is kept
 * @param rounding the steps by which numeric features count, by name; others count exactly
 * @param maxBytes the most bytes of an answer
 * @param loadTimeout how long others wait for the one who asks the model, above 0
 */
public record CacheSettings(
    Lifetime lifetime, Map<String, Double> rounding, int maxBytes, Duration loadTimeout) {

  public CacheSettings {
    rounding = Map.copyOf(rounding);
    rounding.forEach(
        (feature, step) -> {
          if (!(step > 0) || step.isInfinite()) {
            throw new IllegalArgumentException(
                "round.%s: %s is not above 0: give the step by which the feature counts"
                    .formatted(feature, step));
          }
        });
    if (maxBytes < 1) {
      throw new IllegalArgumentException("max-bytes: " + maxBytes + " is below 1");
    }
    if (!loadTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "load-timeout: " + loadTimeout + " is not above 0: give a duration, for example 5s");
    }
  }
}
