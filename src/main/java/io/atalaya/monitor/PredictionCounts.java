package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Assessment;
import io.atalaya.event.Prediction;
import io.atalaya.statistics.Accumulator;
import java.util.Objects;

/**
 * How many predictions could have had a feature: an input those that say what their inputs are (one
 * without {@code features} says nothing of any), an answer those that gave a value, a confidence
 * those, and the others that have it; what is watched of scored texts, those that are scored.
 *
 * <p>One writer.
 */
final class PredictionCounts implements Accumulator<PredictionCounts> {

  private long withInputs;
  private long answered;
  private long failedWithConfidence;
  private long scored;

  /** Adds a text that is scored. */
  void addScored() {
    scored++;
  }

  /** Adds a prediction. */
  void add(Prediction prediction) {
    if (prediction.features().areGiven()) {
      withInputs++;
    }
    if (prediction.value() != null) {
      answered++;
    } else if (!Double.isNaN(prediction.confidence())) {
      failedWithConfidence++;
    }
  }

  /** The predictions that could have had {@code feature}. */
  long of(String feature) {
    return switch (feature) {
      case ReferenceProfile.PREDICTION -> answered;
      case ReferenceProfile.CONFIDENCE -> answered + failedWithConfidence;
      default -> Assessment.isFeature(feature) ? scored : withInputs;
    };
  }

  @Override
  public void merge(PredictionCounts other) {
    withInputs += other.withInputs;
    answered += other.answered;
    failedWithConfidence += other.failedWithConfidence;
    scored += other.scored;
  }

  @Override
  public void retract(PredictionCounts other) {
    if (other.withInputs > withInputs
        || other.answered > answered
        || other.failedWithConfidence > failedWithConfidence
        || other.scored > scored) {
      throw new IllegalArgumentException(other + " were never counted, of " + this);
    }
    withInputs -= other.withInputs;
    answered -= other.answered;
    failedWithConfidence -= other.failedWithConfidence;
    scored -= other.scored;
  }

  @Override
  public boolean isEmpty() {
    return withInputs == 0 && answered == 0 && failedWithConfidence == 0 && scored == 0;
  }

  /** Writes four bytes or more. */
  void writeTo(ByteWriter out) {
    out.writeUnsigned(withInputs).writeUnsigned(answered);
    out.writeUnsigned(failedWithConfidence).writeUnsigned(scored);
  }

  /** Reads what {@link #writeTo} wrote. */
  static PredictionCounts readFrom(ByteReader in) {
    PredictionCounts read = new PredictionCounts();
    read.withInputs = in.readUnsigned();
    read.answered = in.readUnsigned();
    read.failedWithConfidence = in.readUnsigned();
    read.scored = in.readUnsigned();
    if (read.withInputs < 0
        || read.answered < 0
        || read.failedWithConfidence < 0
        || read.scored < 0) {
      throw new IllegalArgumentException(read + " are no counts");
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof PredictionCounts other
        && withInputs == other.withInputs
        && answered == other.answered
        && failedWithConfidence == other.failedWithConfidence
        && scored == other.scored;
  }

  @Override
  public int hashCode() {
    return Objects.hash(withInputs, answered, failedWithConfidence, scored);
  }

  @Override
  public String toString() {
    return "%d predictions with inputs, %d answers, %d failures with a confidence, %d scored texts"
        .formatted(withInputs, answered, failedWithConfidence, scored);
  }
}
