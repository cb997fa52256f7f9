package io.atalaya.accuracy;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Probabilities;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.ExactSum;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The sums behind the two proper scores of stated probabilities.
 *
 * <p>Definition, with p the probability of the actual class: the log loss is −ln p, p kept from
 * 2⁻⁵² to 1 − 2⁻⁵² ({@code log_loss} of scikit-learn); the Brier score is Σ(pₖ − yₖ)² over the
 * classes stated and, as one more, all others, where y is 1 for the actual class and 0 for the
 * rest. Each loss is rounded to a double, from there on nothing is until it is read. Means are
 * empty without pairs, standard errors with fewer than two. Memory: four sparse sums. One writer.
 *
 * <p>Source: I. J. Good, "Rational decisions", Journal of the Royal Statistical Society B 14, 1952;
 * G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather
 * Review 78, 1950.
 */
final class ProbabilityLosses implements Accumulator<ProbabilityLosses> {

  private static final double LEAST = 0x1p-52;

  private long count;
  private final ExactSum logLoss;
  private final ExactSum squaredLogLoss;
  private final ExactSum brier;
  private final ExactSum squaredBrier;

  /** All of them, in the order of the wire form. */
  private final List<ExactSum> sums;

  ProbabilityLosses() {
    this(0, new ExactSum(), new ExactSum(), new ExactSum(), new ExactSum());
  }

  private ProbabilityLosses(
      long count,
      ExactSum logLoss,
      ExactSum squaredLogLoss,
      ExactSum brier,
      ExactSum squaredBrier) {
    this.count = count;
    this.logLoss = logLoss;
    this.squaredLogLoss = squaredLogLoss;
    this.brier = brier;
    this.squaredBrier = squaredBrier;
    sums = List.of(logLoss, squaredLogLoss, brier, squaredBrier);
  }

  /** Adds what was stated of a prediction whose true class is {@code actual}. */
  void add(Probabilities stated, String actual) {
    double p = stated.ofOrRest(actual);
    // Not Math.log: its last bit may differ from one machine to the next.
    double loss = -StrictMath.log(Math.clamp(p, LEAST, 1 - LEAST));
    double squares = squares(stated, actual);
    count++;
    logLoss.add(loss);
    squaredLogLoss.addProduct(loss, loss);
    brier.add(squares);
    squaredBrier.addProduct(squares, squares);
  }

  @Override
  public void merge(ProbabilityLosses other) {
    count += other.count;
    for (int i = 0; i < sums.size(); i++) {
      sums.get(i).merge(other.sums.get(i));
    }
  }

  @Override
  public void retract(ProbabilityLosses other) {
    count -= other.count;
    for (int i = 0; i < sums.size(); i++) {
      sums.get(i).retract(other.sums.get(i));
    }
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  /** The number of pairs. */
  long count() {
    return count;
  }

  OptionalDouble meanLogLoss() {
    return mean(logLoss);
  }

  OptionalDouble meanBrier() {
    return mean(brier);
  }

  /** The standard error of the mean log loss. */
  OptionalDouble logLossError() {
    return standardError(logLoss, squaredLogLoss);
  }

  /** The standard error of the mean Brier score. */
  OptionalDouble brierError() {
    return standardError(brier, squaredBrier);
  }

  /** Writes one byte when empty. */
  void writeTo(ByteWriter out) {
    out.writeUnsigned(count);
    if (count != 0) {
      sums.forEach(sum -> sum.writeTo(out));
    }
  }

  static ProbabilityLosses readFrom(ByteReader in) {
    long count = in.readUnsigned();
    return count == 0
        ? new ProbabilityLosses()
        : new ProbabilityLosses(
            count,
            ExactSum.readFrom(in),
            ExactSum.readFrom(in),
            ExactSum.readFrom(in),
            ExactSum.readFrom(in));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ProbabilityLosses other
        && count == other.count
        && sums.equals(other.sums);
  }

  @Override
  public int hashCode() {
    return Objects.hash(count, sums);
  }

  private OptionalDouble mean(ExactSum sum) {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.value() / count);
  }

  /** √(Σ(x − x̄)²/(n − 1)/n). */
  private OptionalDouble standardError(ExactSum sum, ExactSum squares) {
    return count < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Math.sqrt(ExactSum.squaredDeviations(count, sum, squares) / (count - 1) / count));
  }

  private static double squares(Probabilities stated, String actual) {
    double squares = 0;
    boolean among = false;
    for (int i = 0; i < stated.size(); i++) {
      boolean isActual = stated.name(i).equals(actual);
      among |= isActual;
      squares += square(stated.value(i) - (isActual ? 1 : 0));
    }
    return squares + square(stated.rest() - (among ? 0 : 1));
  }

  private static double square(double x) {
    return x * x;
  }
}
