package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.ExactSum;
import io.atalaya.statistics.LogHistogram;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What predictions alone tell, before any outcome: how many, how fast, how sure, how plausible.
 *
 * <p>Every ratio is empty without a denominator. Memory: a sparse sum, three sparse histograms and
 * 16 bytes a minute. One writer.
 */
public final class TrafficCounts implements Accumulator<TrafficCounts> {

  private long predictions;
  private long errors;
  private long ranged;
  private long outOfRange;
  private long confidences;
  private final ExactSum confidence;
  private final LogHistogram latencySeconds;
  private final CacheCounts cache;
  private final MinuteCounts minutes;

  public TrafficCounts() {
    this(new ExactSum(), new LogHistogram(), new CacheCounts(), new MinuteCounts());
  }

  private TrafficCounts(
      ExactSum confidence, LogHistogram latencySeconds, CacheCounts cache, MinuteCounts minutes) {
    this.confidence = confidence;
    this.latencySeconds = latencySeconds;
    this.cache = cache;
    this.minutes = minutes;
  }

  /**
   * Adds a prediction.
   *
   * @param expected the range of plausible numbers; null when none is configured
   */
  public void add(Prediction prediction, ModelSettings.@Nullable Range expected) {
    predictions++;
    if (prediction.error() != null) {
      errors++;
    }
    if (expected != null && prediction.value() instanceof Label.Numeric(double value)) {
      ranged++;
      if (value < expected.min() || value > expected.max()) {
        outOfRange++;
      }
    }
    cache.add(prediction);
    minutes.add(prediction.timeMillis());
    if (!Double.isNaN(prediction.confidence())) {
      confidences++;
      confidence.add(prediction.confidence());
    }
    if (!Double.isNaN(prediction.latencySeconds())) {
      latencySeconds.add(prediction.latencySeconds());
    }
  }

  @Override
  public void merge(TrafficCounts other) {
    addCounts(other, 1);
    confidence.merge(other.confidence);
    latencySeconds.merge(other.latencySeconds);
    cache.merge(other.cache);
    minutes.merge(other.minutes);
  }

  @Override
  public void retract(TrafficCounts other) {
    addCounts(other, -1);
    confidence.retract(other.confidence);
    latencySeconds.retract(other.latencySeconds);
    cache.retract(other.cache);
    minutes.retract(other.minutes);
  }

  @Override
  public boolean isEmpty() {
    return predictions == 0;
  }

  /** All predictions, failed ones included. */
  public long predictions() {
    return predictions;
  }

  /** The failed ones. */
  public long errors() {
    return errors;
  }

  /** Failed predictions over all. */
  public OptionalDouble errorRatio() {
    return ratio(errors, predictions);
  }

  /** Numbers outside the expected range over all numbers predicted. */
  public OptionalDouble outOfRangeRatio() {
    return ratio(outOfRange, ranged);
  }

  /** What a prediction cache did; not to be changed by the caller. */
  public CacheCounts cache() {
    return cache;
  }

  /** How many predictions came in each minute; not to be changed by the caller. */
  public MinuteCounts minutes() {
    return minutes;
  }

  /** The mean of the stated confidences. */
  public OptionalDouble confidenceMean() {
    return ratio(confidence.value(), confidences);
  }

  /** The quantile {@code q} of the latency in seconds, within a relative 2⁻¹¹. */
  public OptionalDouble latencyQuantile(double q) {
    return latencySeconds.quantile(q);
  }

  public void writeTo(ByteWriter out) {
    out.writeUnsigned(predictions)
        .writeUnsigned(errors)
        .writeUnsigned(ranged)
        .writeUnsigned(outOfRange)
        .writeUnsigned(confidences);
    confidence.writeTo(out);
    latencySeconds.writeTo(out);
    cache.writeTo(out);
    minutes.writeTo(out);
  }

  public static TrafficCounts readFrom(ByteReader in) {
    long[] counts = new long[5];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.readUnsigned();
    }
    TrafficCounts read =
        new TrafficCounts(
            ExactSum.readFrom(in),
            LogHistogram.readFrom(in),
            CacheCounts.readFrom(in),
            MinuteCounts.readFrom(in));
    read.predictions = counts[0];
    read.errors = counts[1];
    read.ranged = counts[2];
    read.outOfRange = counts[3];
    read.confidences = counts[4];
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof TrafficCounts other
        && predictions == other.predictions
        && errors == other.errors
        && ranged == other.ranged
        && outOfRange == other.outOfRange
        && confidences == other.confidences
        && confidence.equals(other.confidence)
        && latencySeconds.equals(other.latencySeconds)
        && cache.equals(other.cache)
        && minutes.equals(other.minutes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(predictions, errors, confidence);
  }

  private void addCounts(TrafficCounts other, int sign) {
    predictions += sign * other.predictions;
    errors += sign * other.errors;
    ranged += sign * other.ranged;
    outOfRange += sign * other.outOfRange;
    confidences += sign * other.confidences;
  }

  private static OptionalDouble ratio(double numerator, long count) {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(numerator / count);
  }

  private static OptionalDouble ratio(long numerator, long denominator) {
    return ratio((double) numerator, denominator);
  }
}
