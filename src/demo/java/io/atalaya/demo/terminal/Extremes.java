package io.atalaya.demo.terminal;

import java.util.Locale;
import java.util.OptionalDouble;

/** The least and the greatest of a figure's values. Confined to one thread. */
final class Extremes {

  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  void add(OptionalDouble value) {
    if (value.isPresent()) {
      least = Math.min(least, value.getAsDouble());
      greatest = Math.max(greatest, value.getAsDouble());
    }
  }

  boolean isEmpty() {
    return least > greatest;
  }

  /** Both, of a figure of which more is better. */
  String bestAndWorst() {
    return String.format(Locale.ROOT, "%.3f at best, %.3f at worst", greatest, least);
  }

  /** Both, of a share, as percentages. */
  String percentages() {
    return String.format(Locale.ROOT, "%.1f %% to %.1f %%", 100 * least, 100 * greatest);
  }
}
