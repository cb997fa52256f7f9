package io.atalaya.monitor;

import io.atalaya.accuracy.ErrorSums;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import io.atalaya.matching.Pair;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.LogHistogram;
import java.util.Objects;
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
  private final LogHistogram absoluteErrors;
  private final LogHistogram delaySeconds;

  public QualityCounts() {
    this(new ErrorSums(), new LogHistogram(), new LogHistogram());
  }

  private QualityCounts(ErrorSums errors, LogHistogram absoluteErrors, LogHistogram delaySeconds) {
    this.errors = errors;
    this.absoluteErrors = absoluteErrors;
    this.delaySeconds = delaySeconds;
  }

  /** Adds a pair. */
  public void add(Pair pair) {
    labelled++;
    delaySeconds.add(delay(pair));
    if (pair.predicted() instanceof Label.Numeric(double predicted)
        && pair.actual() instanceof Label.Numeric(double actual)) {
      errors.add(predicted, actual);
      absoluteErrors.add(Math.abs(predicted - actual));
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
    absoluteErrors.merge(other.absoluteErrors);
    delaySeconds.merge(other.delaySeconds);
  }

  @Override
  public void retract(QualityCounts other) {
    labelled -= other.labelled;
    unlabelled -= other.unlabelled;
    errors.retract(other.errors);
    absoluteErrors.retract(other.absoluteErrors);
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

  /** The quantile {@code q} of |e| by nearest rank, within a relative 2⁻¹¹; empty without pairs. */
  public OptionalDouble absoluteErrorQuantile(double q) {
    return absoluteErrors.quantile(q);
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

  /** Writes the {@link #errors} first: who needs no more of them need not read on. */
  public void writeTo(ByteWriter out) {
    errors.writeTo(out);
    out.writeUnsigned(labelled).writeUnsigned(unlabelled);
    absoluteErrors.writeTo(out);
    delaySeconds.writeTo(out);
  }

  public static QualityCounts readFrom(ByteReader in) {
    ErrorSums errors = ErrorSums.readFrom(in);
    long labelled = in.readUnsigned();
    long unlabelled = in.readUnsigned();
    QualityCounts read =
        new QualityCounts(errors, LogHistogram.readFrom(in), LogHistogram.readFrom(in));
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
        && absoluteErrors.equals(other.absoluteErrors)
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
