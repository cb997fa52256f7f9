package io.atalaya.generation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The scores of one text.
 *
 * @param values the scores that are defined, each finite; not changed by either side afterwards
 */
public record TextScores(Map<TextScore, Double> values) {

  public TextScores {
    EnumMap<TextScore, Double> copy = new EnumMap<>(TextScore.class);
    copy.putAll(values);
    copy.forEach(TextScores::checkFinite);
    values = Collections.unmodifiableMap(copy);
  }

  /** One score; empty where it is undefined. */
  public OptionalDouble of(TextScore score) {
    Double value = values.get(score);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static void checkFinite(TextScore score, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          score.label() + ": " + value + " is no score: leave out what is undefined");
    }
  }
}
