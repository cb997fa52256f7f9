package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Prediction;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.LogHistogram;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a prediction cache does, by the predictions that say whether they are from one.
 *
 * <p>Memory: two sparse histograms. One writer.
 */
public final class CacheCounts implements Accumulator<CacheCounts> {

  private long known;
  private long hits;
  private final LogHistogram cachedSeconds;
  private final LogHistogram computedSeconds;

  public CacheCounts() {
    this(new LogHistogram(), new LogHistogram());
  }

  private CacheCounts(LogHistogram cachedSeconds, LogHistogram computedSeconds) {
    this.cachedSeconds = cachedSeconds;
    this.computedSeconds = computedSeconds;
  }

  /** Adds a prediction; one that does not say where it is from changes nothing. */
  public void add(Prediction prediction) {
    Boolean cached = prediction.cached();
    if (cached == null) {
      return;
    }
    known++;
    hits += cached ? 1 : 0;
    if (!Double.isNaN(prediction.latencySeconds())) {
      (cached ? cachedSeconds : computedSeconds).add(prediction.latencySeconds());
    }
  }

  @Override
  public void merge(CacheCounts other) {
    known += other.known;
    hits += other.hits;
    cachedSeconds.merge(other.cachedSeconds);
    computedSeconds.merge(other.computedSeconds);
  }

  @Override
  public void retract(CacheCounts other) {
    known -= other.known;
    hits -= other.hits;
    cachedSeconds.retract(other.cachedSeconds);
    computedSeconds.retract(other.computedSeconds);
  }

  @Override
  public boolean isEmpty() {
    return known == 0;
  }

  /**
   * The figures.
   *
   * @param pricePerCall what an answer costs that is computed; empty where that is not known
   */
  public CacheFigures snapshot(OptionalDouble pricePerCall) {
    return new CacheFigures(
        hits,
        known == 0 ? OptionalDouble.empty() : OptionalDouble.of(hits / (double) known),
        pricePerCall.isEmpty()
            ? pricePerCall
            : OptionalDouble.of(hits * pricePerCall.getAsDouble()),
        Quantiles.of(cachedSeconds::quantile),
        Quantiles.of(computedSeconds::quantile));
  }

  public void writeTo(ByteWriter out) {
    out.writeUnsigned(known).writeUnsigned(hits);
    cachedSeconds.writeTo(out);
    computedSeconds.writeTo(out);
  }

  public static CacheCounts readFrom(ByteReader in) {
    long known = in.readUnsigned();
    long hits = in.readUnsigned();
    CacheCounts read = new CacheCounts(LogHistogram.readFrom(in), LogHistogram.readFrom(in));
    read.known = known;
    read.hits = hits;
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof CacheCounts other
        && known == other.known
        && hits == other.hits
        && cachedSeconds.equals(other.cachedSeconds)
        && computedSeconds.equals(other.computedSeconds);
  }

  @Override
  public int hashCode() {
    return Objects.hash(known, hits);
  }
}
