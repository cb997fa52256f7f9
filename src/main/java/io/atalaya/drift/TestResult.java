package io.atalaya.drift;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * What one test of a window against its reference gave.
 *
 * @param test the test
 * @param statistic its statistic, 0 or more
 * @param effect the size of the difference, 0 or more, whatever the number of values
 * @param bound the least effect worth a signal
 * @param p the probability of such a statistic, or a greater one, where nothing drifts; empty for
 *     tests without one, and where the reference is known too coarsely
 * @param dependentP the same where values depend on each other as those of the reference do; empty
 *     without p
 * @param adjustedP that after Benjamini and Hochberg over the features judged together; empty
 *     without p, or before the adjustment
 */
public record TestResult(
    DriftTest test,
    double statistic,
    double effect,
    double bound,
    OptionalDouble p,
    OptionalDouble dependentP,
    OptionalDouble adjustedP) {

  public TestResult {
    requireWithin(test, "statistic", OptionalDouble.of(statistic), Double.MAX_VALUE);
    requireWithin(test, "effect", OptionalDouble.of(effect), Double.MAX_VALUE);
    requireWithin(test, "bound", OptionalDouble.of(bound), Double.MAX_VALUE);
    requireWithin(test, "p", p, 1);
    requireWithin(test, "dependent p", dependentP, 1);
    requireWithin(test, "adjusted p", adjustedP, 1);
    if (p.isPresent() != dependentP.isPresent()) {
      throw new IllegalArgumentException(
          "%s: one p-value alone: %s, %s".formatted(test.label(), p, dependentP));
    }
  }

  /** A result whose statistic is its effect, and which has no p-value. */
  public static TestResult of(DriftTest test, double effect, double bound) {
    return of(test, effect, effect, bound, OptionalDouble.empty());
  }

  /** A result of independent values before the adjustment. */
  public static TestResult of(
      DriftTest test, double statistic, double effect, double bound, OptionalDouble p) {
    return new TestResult(test, statistic, effect, bound, p, p, OptionalDouble.empty());
  }

  /**
   * A result of values that may depend on each other, before the adjustment.
   *
   * @param inflation how many values are worth one
   * @param p the p-value where so many are
   */
  static TestResult of(
      DriftTest test,
      double statistic,
      double effect,
      double bound,
      double inflation,
      DoubleUnaryOperator p) {
    TestResult result = of(test, statistic, effect, bound, OptionalDouble.of(p.applyAsDouble(1)));
    return inflation == 1 ? result : result.withDependentP(p.applyAsDouble(inflation));
  }

  /** Whether the effect is worth a signal. */
  public boolean isRelevant() {
    return effect >= bound;
  }

  /** The same of dependent values. */
  TestResult withDependentP(double dependent) {
    return new TestResult(
        test, statistic, effect, bound, p, OptionalDouble.of(dependent), adjustedP);
  }

  TestResult withAdjustedP(double adjusted) {
    return new TestResult(
        test, statistic, effect, bound, p, dependentP, OptionalDouble.of(adjusted));
  }

  void writeTo(ByteWriter out) {
    out.writeString(test.label()).writeDouble(statistic).writeDouble(effect).writeDouble(bound);
    out.writeDouble(p.orElse(Double.NaN)).writeDouble(dependentP.orElse(Double.NaN));
    out.writeDouble(adjustedP.orElse(Double.NaN));
  }

  static TestResult readFrom(ByteReader in) {
    String label = in.readString();
    DriftTest test =
        DriftTest.ofLabel(label)
            .orElseThrow(() -> new IllegalArgumentException("no drift test is named " + label));
    return new TestResult(
        test,
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        readOptional(in),
        readOptional(in),
        readOptional(in));
  }

  private static OptionalDouble readOptional(ByteReader in) {
    double value = in.readDouble();
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static void requireWithin(
      DriftTest test, String figure, OptionalDouble value, double max) {
    if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= max)) {
      throw new IllegalArgumentException(
          "%s: %s %s is not between 0 and %s"
              .formatted(test.label(), figure, value.getAsDouble(), max));
    }
  }
}
