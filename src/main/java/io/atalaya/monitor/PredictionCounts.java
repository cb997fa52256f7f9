package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Prediction;
import io.atalaya.statistics.Accumulator;

/**
 * How many predictions could have had a feature: an input those that say what their inputs are (one
 * without {@code features} says nothing of any), an answer those that did not fail.
 *
 * <p>One writer.
 */
final class PredictionCounts implements Accumulator<PredictionCounts> {

  private long withInputs;
  private long answered;

  /** Adds a prediction. */
  void add(Prediction prediction) {
    withInputs += prediction.features().areGiven() ? 1 : 0;
    answered += prediction.error() == null ? 1 : 0;
  }

  /** The predictions that could have had {@code feature}. */
  long of(String feature) {
    return ReferenceProfile.isOfAnswer(feature) ? answered : withInputs;
  }

  @Override
  public void merge(PredictionCounts other) {
    withInputs += other.withInputs;
    answered += other.answered;
  }

  @Override
  public void retract(PredictionCounts other) {
    if (other.withInputs > withInputs || other.answered > answered) {
      throw new IllegalArgumentException(
          "%d and %d predictions were never counted".formatted(other.withInputs, other.answered));
    }
    withInputs -= other.withInputs;
    answered -= other.answered;
  }

  @Override
  public boolean isEmpty() {
    return withInputs == 0 && answered == 0;
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(withInputs).writeUnsigned(answered);
  }

  static PredictionCounts readFrom(ByteReader in) {
    PredictionCounts read = new PredictionCounts();
    read.withInputs = in.readUnsigned();
    read.answered = in.readUnsigned();
    if (read.withInputs < 0 || read.answered < 0) {
      throw new IllegalArgumentException(
          "%d and %d are no counts of predictions".formatted(read.withInputs, read.answered));
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof PredictionCounts other
        && withInputs == other.withInputs
        && answered == other.answered;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(withInputs) + Long.hashCode(answered);
  }
}
