package io.atalaya.accuracy;

import io.atalaya.event.Probabilities;
import org.jspecify.annotations.Nullable;

/**
 * A prediction of a class and what the class really was.
 *
 * <p>The classes that no probability was stated for are one together, with what those stated leave:
 * a probability of 0.8 for {@code spam} gives 0.2 to the rest. Where the stated ones add up to 1,
 * all others have none.
 *
 * @param predicted the name of the class predicted
 * @param actual the name of the true class
 * @param probabilities those stated, each from 0 to 1; null where none were
 */
public record Classified(String predicted, String actual, @Nullable Probabilities probabilities) {

  public Classified {
    for (int i = 0; probabilities != null && i < probabilities.size(); i++) {
      double p = probabilities.value(i);
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException(
            "the probability of class \"%s\" is %s, but must be from 0 to 1"
                .formatted(probabilities.name(i), p));
      }
    }
  }

  /** The same seen as one class against all others, which share a name. */
  Classified against(String positive, String others) {
    return new Classified(
        predicted.equals(positive) ? positive : others,
        actual.equals(positive) ? positive : others,
        probabilities == null
            ? null
            : Probabilities.of(positive, probabilities.ofOrRest(positive)));
  }
}
