package io.atalaya.accuracy;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Estimate;
import io.atalaya.statistics.ExactSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The sums behind {@link RegressionQuality}, kept exactly so that a corrected pair can be taken
 * back without a trace.
 *
 * <p>An error is the double nearest to {@code prediction - actual}; from there on nothing is
 * rounded until a figure is asked for, but for e/a and for e² where it is squared again. Four of
 * the sums tell how sure the figures are. Memory: ten sparse sums. One writer.
 */
public final class ErrorSums implements ScoredPairs<ErrorSums> {

  /** Below this share of Σa² the spread of the actuals is rounding noise, and R² is undefined. */
  private static final double LEAST_RELATIVE_SPREAD = 1e-12;

  private static final int SUMS = 10;

  private long scored;
  private long nonZeroActuals;
  final ExactSum error;
  final ExactSum absoluteError;
  final ExactSum squaredError;
  final ExactSum actual;
  final ExactSum absoluteActual;
  final ExactSum squaredActual;
  final ExactSum relativeError;
  final ExactSum squaredRelativeError;

  /** Σ|e|·|a|. */
  final ExactSum errorByActual;

  /** Σ(e²)², but for errors whose square is no double: those have no RMSE either. */
  final ExactSum squaredSquaredError;

  /** All of them, in the order of the wire form. */
  private final List<ExactSum> sums;

  public ErrorSums() {
    this(0, 0, sums(ExactSum::new));
  }

  private ErrorSums(long scored, long nonZeroActuals, List<ExactSum> sums) {
    this.scored = scored;
    this.nonZeroActuals = nonZeroActuals;
    this.sums = sums;
    error = sums.get(0);
    absoluteError = sums.get(1);
    squaredError = sums.get(2);
    actual = sums.get(3);
    absoluteActual = sums.get(4);
    squaredActual = sums.get(5);
    relativeError = sums.get(6);
    squaredRelativeError = sums.get(7);
    errorByActual = sums.get(8);
    squaredSquaredError = sums.get(9);
  }

  private static List<ExactSum> sums(Supplier<ExactSum> each) {
    List<ExactSum> sums = new ArrayList<>(SUMS);
    for (int i = 0; i < SUMS; i++) {
      sums.add(each.get());
    }
    return sums;
  }

  /**
   * Adds a pair, in the model's unit.
   *
   * @throws IllegalArgumentException when a value, or their difference, is not finite
   */
  public void add(double prediction, double a) {
    double e = finiteError(prediction, a);
    scored++;
    error.add(e);
    absoluteError.add(Math.abs(e));
    squaredError.addProduct(e, e);
    actual.add(a);
    absoluteActual.add(Math.abs(a));
    squaredActual.addProduct(a, a);
    errorByActual.addProduct(Math.abs(e), Math.abs(a));
    if (Double.isFinite(e * e)) {
      squaredSquaredError.addProduct(e * e, e * e);
    }
    double relative = Math.abs(e / a);
    if (Double.isFinite(relative)) {
      nonZeroActuals++;
      relativeError.add(relative);
      squaredRelativeError.addProduct(relative, relative);
    }
  }

  @Override
  public void merge(ErrorSums other) {
    scored += other.scored;
    nonZeroActuals += other.nonZeroActuals;
    for (int i = 0; i < sums.size(); i++) {
      sums.get(i).merge(other.sums.get(i));
    }
  }

  @Override
  public void retract(ErrorSums other) {
    scored -= other.scored;
    nonZeroActuals -= other.nonZeroActuals;
    for (int i = 0; i < sums.size(); i++) {
      sums.get(i).retract(other.sums.get(i));
    }
  }

  @Override
  public boolean isEmpty() {
    return scored == 0;
  }

  /** The figures of the pairs added so far. */
  public RegressionQuality snapshot() {
    OptionalDouble wape = ratio(absoluteError.value(), absoluteActual.value());
    return new RegressionQuality(
        scored,
        ratio(absoluteError.value(), scored),
        squareRoot(ratio(squaredError.value(), scored)),
        r2(),
        ratio(error.value(), scored),
        ratio(relativeError.value(), nonZeroActuals),
        wape,
        wape.isEmpty() ? wape : OptionalDouble.of(Math.max(0, 1 - wape.getAsDouble())));
  }

  @Override
  public long scored() {
    return scored;
  }

  /** The number of pairs whose actual is not 0. */
  long nonZeroActuals() {
    return nonZeroActuals;
  }

  /** The figure itself, but for an accuracy not cut at 0. */
  @Override
  public OptionalDouble estimator(String name) {
    RegressionQuality quality = snapshot();
    return name.equals("accuracy") && quality.wape().isPresent()
        ? OptionalDouble.of(1 - quality.wape().getAsDouble())
        : quality.figure(name);
  }

  @Override
  public Optional<Estimate> independently(String name) {
    return IndependentPairs.estimate(this, name);
  }

  public void writeTo(ByteWriter out) {
    out.writeUnsigned(scored).writeUnsigned(nonZeroActuals);
    sums.forEach(sum -> sum.writeTo(out));
  }

  public static ErrorSums readFrom(ByteReader in) {
    return new ErrorSums(in.readUnsigned(), in.readUnsigned(), sums(() -> ExactSum.readFrom(in)));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ErrorSums other
        && scored == other.scored
        && nonZeroActuals == other.nonZeroActuals
        && sums.equals(other.sums);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scored, error, actual);
  }

  private OptionalDouble r2() {
    double squares = squaredActual.value();
    double spread = ExactSum.squaredDeviations(scored, actual, squaredActual);
    return scored < 2 || spread <= 0 || spread < LEAST_RELATIVE_SPREAD * squares
        ? OptionalDouble.empty()
        : finite(1 - squaredError.value() / spread);
  }

  private static double finiteError(double prediction, double a) {
    double e = prediction - a;
    if (!Double.isFinite(e)) {
      throw new IllegalArgumentException(
          "the error of " + prediction + " against " + a + " is not finite");
    }
    return e;
  }

  /** A quotient by zero, or beyond the range of doubles, is no figure. */
  private static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static OptionalDouble ratio(double numerator, double denominator) {
    return finite(numerator / denominator);
  }

  private static OptionalDouble ratio(double numerator, long count) {
    return ratio(numerator, (double) count);
  }

  private static OptionalDouble squareRoot(OptionalDouble value) {
    return value.isEmpty() ? value : OptionalDouble.of(Math.sqrt(value.getAsDouble()));
  }
}
