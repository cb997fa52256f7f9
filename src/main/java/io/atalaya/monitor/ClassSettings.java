package io.atalaya.monitor;

import org.jspecify.annotations.Nullable;

/**
 * How the answers of a classifier are read.
 *
 * @param positive the class that a probability is of; with it the model is binary: that class or
 *     not. Null when it is not named
 * @param threshold the least probability of the positive class that stands for it, from 0 to 1
 */
public record ClassSettings(@Nullable String positive, double threshold) {

  /** No class is named, and the more probable one of two is meant. */
  public static final ClassSettings DEFAULT = new ClassSettings(null, 0.5);

  public ClassSettings {
    if (positive != null && positive.isEmpty()) {
      throw new IllegalArgumentException("positive-class: is empty: give the name of a class");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "decision-threshold: " + threshold + " is not from 0 to 1: give a probability, say 0.5");
    }
  }
}
