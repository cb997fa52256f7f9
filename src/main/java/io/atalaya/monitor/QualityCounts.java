package io.atalaya.monitor;

import io.atalaya.accuracy.ErrorSums;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import io.atalaya.matching.Pair;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.Estimate;
import io.atalaya.statistics.LogHistogram;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What outcomes tell: the errors of the scored pairs, and how complete and how late the labels are.
 *
 * <p>A pair of numbers is scored; a pair with a class counts as labelled only. The label delay is
 * the outcome's event time less the prediction's, at least 0. One writer.
 */
public final class QualityCounts implements Accumulator<QualityCounts> {

  private long labelled;
  private long unlabelled;
  private final ErrorSums errors;
  private final LogHistogram delaySeconds;

  public QualityCounts() {
    this(new ErrorSums(), new LogHistogram());
  }

  private QualityCounts(ErrorSums errors, LogHistogram delaySeconds) {
    this.errors = errors;
    this.delaySeconds = delaySeconds;
  }

  /** Adds a pair. */
  public void add(Pair pair) {
    labelled++;
    delaySeconds.add(delay(pair));
    if (pair.predicted() instanceof Label.Numeric(double predicted)
        && pair.actual() instanceof Label.Numeric(double actual)) {
      errors.add(predicted, actual);
    }
  }

  /** Counts {@code change} (1 or -1) predictions whose horizon ended without a label. */
  public void addUnlabelled(int change) {
    unlabelled += change;
  }

  @Override
  public void merge(QualityCounts other) {
    labelled += other.labelled;
    unlabelled += other.unlabelled;
    errors.merge(other.errors);
    delaySeconds.merge(other.delaySeconds);
  }

  @Override
  public void retract(QualityCounts other) {
    labelled -= other.labelled;
    unlabelled -= other.unlabelled;
    errors.retract(other.errors);
    delaySeconds.retract(other.delaySeconds);
  }

  @Override
  public boolean isEmpty() {
    return labelled == 0 && unlabelled == 0;
  }

  /** The errors of the scored pairs. */
  public ErrorSums errors() {
    return errors;
  }

  /** The number of pairs that figures are taken over. */
  public long scored() {
    return errors.scored();
  }

  /** What the figure of the check {@code name} estimates, see {@link ErrorSums#estimator}. */
  OptionalDouble estimator(String name) {
    return errors.estimator(name);
  }

  /** The same with its standard error, as if pairs were independent of one another. */
  Optional<Estimate> estimate(String name) {
    return errors.estimate(name);
  }

  /** The share of labelled ones among the predictions that got a label or whose horizon ended. */
  public OptionalDouble coverage() {
    long due = labelled + unlabelled;
    return due == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) labelled / due);
  }

  /** The quantile {@code q} of the label delay in seconds, within a relative 2⁻¹¹. */
  public OptionalDouble delayQuantile(double q) {
    return delaySeconds.quantile(q);
  }

  public void writeTo(ByteWriter out) {
    out.writeUnsigned(labelled).writeUnsigned(unlabelled);
    errors.writeTo(out);
    delaySeconds.writeTo(out);
  }

  public static QualityCounts readFrom(ByteReader in) {
    long labelled = in.readUnsigned();
    long unlabelled = in.readUnsigned();
    QualityCounts read = new QualityCounts(ErrorSums.readFrom(in), LogHistogram.readFrom(in));
    read.labelled = labelled;
    read.unlabelled = unlabelled;
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof QualityCounts other
        && labelled == other.labelled
        && unlabelled == other.unlabelled
        && errors.equals(other.errors)
        && delaySeconds.equals(other.delaySeconds);
  }

  @Override
  public int hashCode() {
    return Objects.hash(labelled, unlabelled, errors);
  }

  private static double delay(Pair pair) {
    return Math.max(0, pair.outcomeMillis() - pair.predictionMillis()) / 1000.0;
  }
}
