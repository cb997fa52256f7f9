package io.atalaya.generation;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Generation;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.ExactSum;
import io.atalaya.statistics.LogHistogram;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How fast texts are generated.
 *
 * <p>Definition: of a text of n tokens whose first came after f seconds and whose last after d, the
 * time per output token is (d − f)/(n − 1), for n of 2 or more, and its speed n/d, for d above 0;
 * the speed of all is Σn/Σd over those with both. Each is over the texts that tell what it takes.
 *
 * <p>Every quantile is within a relative 2⁻¹¹, and empty without texts. Memory: four sparse
 * histograms and a sparse sum. One writer.
 */
public final class SpeedCounts implements Accumulator<SpeedCounts> {

  /** The tokens of the texts whose duration is known, and those durations. */
  private long timedTokens;

  private final ExactSum timedSeconds;

  private final LogHistogram firstToken;
  private final LogHistogram perToken;
  private final LogHistogram duration;
  private final LogHistogram speed;

  public SpeedCounts() {
    this(
        new ExactSum(),
        new LogHistogram(),
        new LogHistogram(),
        new LogHistogram(),
        new LogHistogram());
  }

  private SpeedCounts(
      ExactSum timedSeconds,
      LogHistogram firstToken,
      LogHistogram perToken,
      LogHistogram duration,
      LogHistogram speed) {
    this.timedSeconds = timedSeconds;
    this.firstToken = firstToken;
    this.perToken = perToken;
    this.duration = duration;
    this.speed = speed;
  }

  /** Adds a text. */
  public void add(Generation generation) {
    double tokens = generation.completionTokens();
    double first = generation.firstTokenSeconds();
    double last = generation.durationSeconds();
    if (!Double.isNaN(first)) {
      firstToken.add(first);
    }
    if (Double.isNaN(last)) {
      return;
    }
    duration.add(last);
    if (!Double.isNaN(tokens)) {
      timedTokens += (long) tokens;
      timedSeconds.add(last);
      // Divided by next to nothing, it can be beyond the range of doubles.
      if (Double.isFinite(tokens / last)) {
        speed.add(tokens / last);
      }
      if (tokens >= 2 && !Double.isNaN(first)) {
        perToken.add((last - first) / (tokens - 1));
      }
    }
  }

  @Override
  public void merge(SpeedCounts other) {
    timedTokens += other.timedTokens;
    timedSeconds.merge(other.timedSeconds);
    firstToken.merge(other.firstToken);
    perToken.merge(other.perToken);
    duration.merge(other.duration);
    speed.merge(other.speed);
  }

  @Override
  public void retract(SpeedCounts other) {
    timedTokens -= other.timedTokens;
    timedSeconds.retract(other.timedSeconds);
    firstToken.retract(other.firstToken);
    perToken.retract(other.perToken);
    duration.retract(other.duration);
    speed.retract(other.speed);
  }

  @Override
  public boolean isEmpty() {
    return firstToken.isEmpty() && duration.isEmpty();
  }

  /** Tokens a second of all texts together; empty where they took no time. */
  public OptionalDouble tokensPerSecond() {
    double seconds = timedSeconds.value();
    return seconds > 0 ? OptionalDouble.of(timedTokens / seconds) : OptionalDouble.empty();
  }

  /** The quantile {@code q} of the tokens a second of each text. */
  public OptionalDouble speedQuantile(double q) {
    return speed.quantile(q);
  }

  /** The quantile {@code q} of the seconds to the first token. */
  public OptionalDouble firstTokenQuantile(double q) {
    return firstToken.quantile(q);
  }

  /** The quantile {@code q} of the seconds per token after the first. */
  public OptionalDouble perTokenQuantile(double q) {
    return perToken.quantile(q);
  }

  /** The quantile {@code q} of the seconds to the last token. */
  public OptionalDouble durationQuantile(double q) {
    return duration.quantile(q);
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(timedTokens);
    timedSeconds.writeTo(out);
    firstToken.writeTo(out);
    perToken.writeTo(out);
    duration.writeTo(out);
    speed.writeTo(out);
  }

  static SpeedCounts readFrom(ByteReader in) {
    long tokens = in.readUnsigned();
    SpeedCounts read =
        new SpeedCounts(
            ExactSum.readFrom(in),
            LogHistogram.readFrom(in),
            LogHistogram.readFrom(in),
            LogHistogram.readFrom(in),
            LogHistogram.readFrom(in));
    read.timedTokens = tokens;
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof SpeedCounts other
        && timedTokens == other.timedTokens
        && timedSeconds.equals(other.timedSeconds)
        && firstToken.equals(other.firstToken)
        && perToken.equals(other.perToken)
        && duration.equals(other.duration)
        && speed.equals(other.speed);
  }

  @Override
  public int hashCode() {
    return Objects.hash(timedTokens, timedSeconds, duration);
  }
}
