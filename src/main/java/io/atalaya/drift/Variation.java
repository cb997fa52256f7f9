package io.atalaya.drift;

import java.util.Map;

/**
 * How much a feature varies while nothing is wrong.
 *
 * @param effects the least effect of each test that is not found within the reference; nothing of a
 *     test of which that is unknown, or whose effects are no more than chance
 * @param inflation of its values
 * @param missing of whether it has a value
 */
public record Variation(Map<DriftTest, Double> effects, Inflation inflation, Inflation missing) {

  /** Nothing is known, or nothing varies. */
  public static final Variation NONE = new Variation(Map.of(), Inflation.NONE, Inflation.NONE);

  public Variation {
    effects = Map.copyOf(effects);
    effects.forEach(
        (test, effect) -> {
          if (!(effect >= 0 && effect <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                "variation: %s %s is no number from 0 up".formatted(test.label(), effect));
          }
        });
  }

  /** The least effect of a test, 0 where none is known. */
  double effect(DriftTest test) {
    return effects.getOrDefault(test, 0.0);
  }
}
