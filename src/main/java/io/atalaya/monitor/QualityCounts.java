package io.atalaya.monitor;

import io.atalaya.accuracy.ClassificationCounts;
import io.atalaya.accuracy.Classified;
import io.atalaya.accuracy.ErrorSums;
import io.atalaya.accuracy.IntervalCounts;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import io.atalaya.matching.Pair;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.LogHistogram;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What outcomes tell: the errors of the scored pairs, how their intervals do, and how complete and
 * how late the labels are.
 *
 * <p>Of a model of numbers a pair of numbers is scored, of one of classes a pair of classes; others
 * count as labelled only. The label delay is the outcome's event time less the prediction's, at
 * least 0. One writer.
 */
public final class QualityCounts implements Accumulator<QualityCounts> {

  private long labelled;
  private long unlabelled;
  private final ErrorSums errors;
  private final LogHistogram absoluteErrors;
  private final IntervalCounts intervals;
  private final LogHistogram delaySeconds;

  /** Null where numbers are predicted. */
  private final @Nullable ClassificationCounts classes;

  /** Of a model that predicts numbers. */
  public QualityCounts() {
    this(new ErrorSums(), new LogHistogram(), new IntervalCounts(), new LogHistogram(), null);
  }

  /** Of a model that predicts classes, which {@code classes} counts. */
  public QualityCounts(ClassificationCounts classes) {
    this(new ErrorSums(), new LogHistogram(), new IntervalCounts(), new LogHistogram(), classes);
  }

  private QualityCounts(
      ErrorSums errors,
      LogHistogram absoluteErrors,
      IntervalCounts intervals,
      LogHistogram delaySeconds,
      @Nullable ClassificationCounts classes) {
    this.errors = errors;
    this.absoluteErrors = absoluteErrors;
    this.intervals = intervals;
    this.delaySeconds = delaySeconds;
    this.classes = classes;
  }

  /** Adds a pair. */
  public void add(Pair pair) {
    labelled++;
    delaySeconds.add(delay(pair));
    if (pair.predicted() instanceof Label.Numeric(double predicted)
        && pair.actual() instanceof Label.Numeric(double actual)) {
      errors.add(predicted, actual);
      absoluteErrors.add(Math.abs(predicted - actual));
      if (pair.interval() != null) {
        intervals.add(pair.interval(), actual);
      }
    } else if (classes != null
        && pair.predicted() instanceof Label.Category predicted
        && pair.actual() instanceof Label.Category actual) {
      classes.add(new Classified(predicted.name(), actual.name(), pair.probabilities()));
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
    intervals.merge(other.intervals);
    delaySeconds.merge(other.delaySeconds);
    if (classes != null && other.classes != null) {
      classes.merge(other.classes);
    }
  }

  @Override
  public void retract(QualityCounts other) {
    labelled -= other.labelled;
    unlabelled -= other.unlabelled;
    errors.retract(other.errors);
    absoluteErrors.retract(other.absoluteErrors);
    intervals.retract(other.intervals);
    delaySeconds.retract(other.delaySeconds);
    if (classes != null && other.classes != null) {
      classes.retract(other.classes);
    }
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

  /** How the intervals of the scored pairs do. */
  public IntervalCounts intervals() {
    return intervals;
  }

  /** The pairs of classes; null for a model of numbers. */
  public @Nullable ClassificationCounts classes() {
    return classes;
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
    intervals.writeTo(out);
    delaySeconds.writeTo(out);
    out.writeByte(classes == null ? 0 : 1);
    if (classes != null) {
      classes.writeTo(out);
    }
  }

  public static QualityCounts readFrom(ByteReader in) {
    ErrorSums errors = ErrorSums.readFrom(in);
    long labelled = in.readUnsigned();
    long unlabelled = in.readUnsigned();
    QualityCounts read =
        new QualityCounts(
            errors,
            LogHistogram.readFrom(in),
            IntervalCounts.readFrom(in),
            LogHistogram.readFrom(in),
            in.readByte() == 0 ? null : ClassificationCounts.readFrom(in));
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
        && intervals.equals(other.intervals)
        && delaySeconds.equals(other.delaySeconds)
        && Objects.equals(classes, other.classes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(labelled, unlabelled, errors);
  }

  private static double delay(Pair pair) {
    return Math.max(0, pair.outcomeMillis() - pair.predictionMillis()) / 1000.0;
  }
}
