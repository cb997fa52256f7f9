package io.atalaya.event;

import org.jspecify.annotations.Nullable;

/**
 * One answer of a model, or its failure to give one: at most one of {@code value} and {@code error}
 * is present. Both are missing of a text alone, which no outcome can be compared with.
 *
 * @param id the prediction's own identifier, unique within the model for twice its label horizon
 * @param model the model's name
 * @param version the model's version
 * @param timeMillis when the model answered
 * @param value what it answered; null for a text or a failure
 * @param error the kind of failure, a short machine-readable word; null for an answer
 * @param confidence from 0 to 1, or NaN
 * @param latencySeconds how long the answer took, 0 or more, or NaN
 * @param features the inputs, in the order of the event
 * @param interval where the actual was said to lie; null when nothing was said
 * @param probabilities of classes; null when none were given
 * @param segment the group of users or products that the answer was for
 * @param cached whether a cache gave the answer; null when the service did not say
 */
public record Prediction(
    PredictionId id,
    String model,
    String version,
    long timeMillis,
    @Nullable Label value,
    @Nullable String error,
    double confidence,
    double latencySeconds,
    Features features,
    @Nullable Interval interval,
    @Nullable Probabilities probabilities,
    @Nullable String segment,
    @Nullable Boolean cached)
    implements Event {

  public Prediction {
    if (value != null && error != null) {
      throw new IllegalArgumentException("a prediction has a value or an error, not both");
    }
  }

  /** The same prediction with a class for its value, and these probabilities. */
  public Prediction withClass(Label.Category named, @Nullable Probabilities stated) {
    return new Prediction(
        id,
        model,
        version,
        timeMillis,
        named,
        error,
        confidence,
        latencySeconds,
        features,
        interval,
        stated,
        segment,
        cached);
  }

  /** The same prediction under another version. */
  public Prediction withVersion(String other) {
    return version.equals(other)
        ? this
        : new Prediction(
            id,
            model,
            other,
            timeMillis,
            value,
            error,
            confidence,
            latencySeconds,
            features,
            interval,
            probabilities,
            segment,
            cached);
  }
}
