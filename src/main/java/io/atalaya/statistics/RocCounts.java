package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Objects;
import java.util.Optional;

/**
 * The probabilities that were given to positives and to negatives, for the area under the receiver
 * operating characteristic.
 *
 * <p>Definition: the odds p/(1 − p) in the buckets of two {@link LogHistogram}s. Odds keep apart
 * what is near 0 and what is near 1 alike: two probabilities in one bucket differ by at most
 * 2⁻¹⁰·p(1 − p). Odds beyond 2³⁰ (below 2⁻³⁰) share a bucket, next to that of 1 (of 0).
 *
 * <p>Cost: a division and an add to a histogram. Memory: that of the histograms; probabilities
 * between 0.001 and 0.999 have 20,000 buckets. One thread at a time, for reading as well.
 */
public final class RocCounts implements Accumulator<RocCounts> {

  private static final double CERTAIN = 0x1p31;
  private static final double GREATEST = 0x1p30;

  private final LogHistogram positives;
  private final LogHistogram negatives;

  public RocCounts() {
    this(new LogHistogram(), new LogHistogram());
  }

  private RocCounts(LogHistogram positives, LogHistogram negatives) {
    this.positives = positives;
    this.negatives = negatives;
  }

  /**
   * Counts a probability that was given to the positive class; one that is not from 0 to 1 is an
   * {@link IllegalArgumentException}.
   *
   * @param positive whether it was the positive class
   */
  public void add(double probability, boolean positive) {
    (positive ? positives : negatives).add(odds(probability));
  }

  @Override
  public void merge(RocCounts other) {
    positives.merge(other.positives);
    negatives.merge(other.negatives);
  }

  @Override
  public void retract(RocCounts other) {
    positives.retract(other.positives);
    negatives.retract(other.negatives);
  }

  @Override
  public boolean isEmpty() {
    return positives.isEmpty() && negatives.isEmpty();
  }

  /** The area; empty where there are no positives or no negatives. */
  public Optional<RocAuc> auc() {
    return RocAuc.of(positives, negatives);
  }

  public void writeTo(ByteWriter out) {
    positives.writeTo(out);
    negatives.writeTo(out);
  }

  public static RocCounts readFrom(ByteReader in) {
    return new RocCounts(LogHistogram.readFrom(in), LogHistogram.readFrom(in));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof RocCounts other
        && positives.equals(other.positives)
        && negatives.equals(other.negatives);
  }

  @Override
  public int hashCode() {
    return Objects.hash(positives, negatives);
  }

  private static double odds(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is from 0 to 1, not " + probability);
    }
    // 0 and 1 are kept within reach of the others: far away they would be counted more slowly.
    if (probability == 0) {
      return 1 / CERTAIN;
    }
    return probability == 1
        ? CERTAIN
        : Math.clamp(probability / (1 - probability), 1 / GREATEST, GREATEST);
  }
}
