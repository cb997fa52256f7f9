package io.atalaya.pipeline;

import io.atalaya.pipeline.Exposition.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sample must be.
 *
 * @param value the value that NumPy or SciPy computed
 * @param comparison how near the sample must be
 * @param optional whether it may be absent as well
 */
record Expectation(double value, Comparison comparison, boolean optional) {

  /** How two values are compared. */
  sealed interface Comparison {
    /** Equal. */
    record Exact() implements Comparison {}

    /**
     * Differing by at most a share of the expected value.
     *
     * @param tolerance the share
     */
    record Relative(double tolerance) implements Comparison {}

    /**
     * Differing by at most a number.
     *
     * @param tolerance the number
     */
    record Absolute(double tolerance) implements Comparison {}

    /** The seconds since an event that long after (below 0: before) the publishing. */
    record Age() implements Comparison {}
  }

  /** Sums are exact; what remains is rounding on both sides. */
  private static final double ROUNDING = 1e-9;

  /** The bound that histograms of quantiles keep. */
  private static final double QUANTILE = 0x1p-10;

  /** Ages grow while the test runs, and are told at pane boundaries. */
  private static final double AGE_SECONDS = 30;

  static Map<Sample, Expectation> read(String file) {
    Map<Sample, Expectation> expected = new HashMap<>();
    for (String line : OracleFiles.lines(file)) {
      List<String> cells = OracleFiles.cells(line);
      expected.put(
          new Sample(cells.get(0), cells.get(1)),
          parse(Double.parseDouble(cells.get(2)), cells.get(3)));
    }
    return expected;
  }

  private static Expectation parse(double value, String kind) {
    String optional = "optional ";
    if (kind.startsWith(optional)) {
      return new Expectation(value, comparison(kind.substring(optional.length())), true);
    }
    return new Expectation(value, comparison(kind), false);
  }

  private static Comparison comparison(String kind) {
    return switch (kind) {
      case "exact" -> new Comparison.Exact();
      case "relative" -> new Comparison.Relative(ROUNDING);
      case "quantile" -> new Comparison.Relative(QUANTILE);
      case "age" -> new Comparison.Age();
      default -> {
        if (!kind.startsWith("absolute ")) {
          throw new IllegalArgumentException("no comparison: " + kind);
        }
        yield new Comparison.Absolute(Double.parseDouble(kind.substring("absolute ".length())));
      }
    };
  }

  /**
   * Whether a sample read so many seconds after the publishing is as expected.
   *
   * @param actual its value
   * @param elapsedSeconds since the moment that the events' times were relative to
   */
  boolean holds(double actual, double elapsedSeconds) {
    return switch (comparison) {
      case Comparison.Exact() -> actual == value;
      case Comparison.Relative(double tolerance) ->
          Math.abs(actual - value) <= tolerance * Math.abs(value);
      case Comparison.Absolute(double tolerance) -> Math.abs(actual - value) <= tolerance;
      case Comparison.Age() -> Math.abs(actual - (elapsedSeconds - value)) <= AGE_SECONDS;
    };
  }
}
