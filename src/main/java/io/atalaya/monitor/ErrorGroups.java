package io.atalaya.monitor;

import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.Probabilities;

/**
 * Divides predictions into groups that err alike: by the stated confidence, or the probability of
 * the class predicted, in twenty equal parts; where none was stated, by the magnitude of the number
 * predicted, in powers of two.
 */
final class ErrorGroups {

  private static final int CONFIDENCES = 20;
  private static final int FIRST_CONFIDENCE = 1;
  private static final int FIRST_MAGNITUDE = FIRST_CONFIDENCE + CONFIDENCES;
  private static final int LEAST_EXPONENT = -10;
  private static final int MOST_EXPONENT = 31;

  /** The number of groups; they are numbered from 0. */
  static final int COUNT = FIRST_MAGNITUDE + MOST_EXPONENT - LEAST_EXPONENT + 1;

  private ErrorGroups() {}

  /** The group of a prediction; 0 where nothing tells. */
  static int of(Prediction prediction) {
    double confidence = confidence(prediction);
    if (!Double.isNaN(confidence)) {
      return FIRST_CONFIDENCE + Math.min(CONFIDENCES - 1, (int) (confidence * CONFIDENCES));
    }
    return prediction.value() instanceof Label.Numeric(double value)
        ? FIRST_MAGNITUDE
            + Math.clamp(Math.getExponent(value), LEAST_EXPONENT, MOST_EXPONENT)
            - LEAST_EXPONENT
        : 0;
  }

  private static double confidence(Prediction prediction) {
    Probabilities stated = prediction.probabilities();
    return Double.isNaN(prediction.confidence())
            && stated != null
            && prediction.value() instanceof Label.Category(String name)
        ? stated.ofOrRest(name)
        : prediction.confidence();
  }
}
