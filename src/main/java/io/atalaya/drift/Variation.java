package io.atalaya.drift;

import java.util.Map;

/**
 * How much a feature varies while nothing is wrong.
 *
 * @param effects the least effect of each test that is not found within the reference; nothing of a
 *     test of which that is unknown, or whose effects are no more than chance
 * @param inflation how many dependent values say as much as an independent one, 1 or more: by so
 *     much the variance of a difference between two samples exceeds that of independent values
 */
public record Variation(Map<DriftTest, Double> effects, double inflation) {

  /** Nothing is known, or nothing varies. */
  public static final Variation NONE = new Variation(Map.of(), 1);

  public Variation {
    effects = Map.copyOf(effects);
    if (!(inflation >= 1 && inflation <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("inflation: " + inflation + " is no number from 1 up");
    }
  }

  /** The least effect of a test, 0 where none is known. */
  double effect(DriftTest test) {
    return effects.getOrDefault(test, 0.0);
  }
}
