package io.atalaya.drift;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The two-sample figures of one feature's window against its reference.
 *
 * @param predictions the predictions in the window that could have had the feature, at least 1
 * @param n the number of current values
 * @param referencePredictions the predictions behind the reference, at least 1
 * @param m the number of reference values, at least 1
 * @param results what each test gave, in the order of {@link DriftTest}, each once; where there are
 *     values, one that {@link DriftTest#decides} first
 * @param contrast both sides for people; empty without a value
 */
public record DriftFigures(
    long predictions,
    long n,
    long referencePredictions,
    long m,
    List<TestResult> results,
    Optional<Contrast> contrast)
    implements Comparison {

  public DriftFigures {
    requireAtLeast("predictions", predictions, Math.max(1, n));
    requireAtLeast("n", n, 0);
    requireAtLeast("referencePredictions", referencePredictions, 1);
    requireAtLeast("m", m, 1);
    results = List.copyOf(results);
    Set<DriftTest> seen = new HashSet<>();
    results.forEach(result -> seen.add(result.test()));
    boolean decides = !results.isEmpty() && results.getFirst().test().decides();
    if (seen.size() < results.size() || decides != n > 0) {
      throw new IllegalArgumentException(
          "results: of %d values a test that decides, and each once: %s".formatted(n, seen));
    }
  }

  /** The result of a test, where it was made. */
  public Optional<TestResult> result(DriftTest test) {
    return results.stream().filter(result -> result.test() == test).findFirst();
  }

  /** What a test was made of: current values, or predictions. */
  long samples(DriftTest test) {
    return test.isOfPredictions() ? predictions : n;
  }

  /** How much of the variance of a test's difference is the reference's, n/(n + m). */
  double shared(DriftTest test) {
    double m = test.isOfPredictions() ? referencePredictions : this.m;
    return samples(test) / (samples(test) + m);
  }

  /**
   * How far the window is from the reference, from 0 to 1, on one scale for features of every kind:
   * the Jensen–Shannon distance (without it the effect of the test that decides), or the change of
   * a share of missing, mistyped, unseen or out-of-range values where that is more.
   */
  public double distance() {
    double distance =
        result(DriftTest.JENSEN_SHANNON).or(this::deciding).map(TestResult::effect).orElse(0.0);
    return results.stream()
        .filter(result -> result.test().isOfHealth())
        .mapToDouble(TestResult::effect)
        .reduce(distance, Math::max);
  }

  /** The first of the results that decide on the distribution; empty without a value. */
  public Optional<TestResult> deciding() {
    return results.stream().filter(result -> result.test().decides()).findFirst();
  }

  /**
   * The adjusted p-value of the distribution: the least one of the tests that decide, times their
   * number, since each is a chance to be wrong (C. E. Bonferroni); at most 1.
   */
  public OptionalDouble adjustedP() {
    double[] deciding =
        results.stream()
            .filter(result -> result.test().decides())
            .flatMapToDouble(result -> result.adjustedP().stream())
            .toArray();
    OptionalDouble least = Arrays.stream(deciding).min();
    return least.isEmpty()
        ? least
        : OptionalDouble.of(Math.min(1, deciding.length * least.getAsDouble()));
  }

  /** By how much a test's adjusted p-value counts: as often as tests decide, where it does. */
  int weight(DriftTest test) {
    return test.decides()
        ? (int)
            results.stream()
                .filter(result -> result.test().decides() && result.adjustedP().isPresent())
                .count()
        : 1;
  }

  /** The same with other results. */
  DriftFigures with(List<TestResult> others) {
    return new DriftFigures(predictions, n, referencePredictions, m, others, contrast);
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(predictions).writeUnsigned(n);
    out.writeUnsigned(referencePredictions).writeUnsigned(m).writeUnsigned(results.size());
    results.forEach(result -> result.writeTo(out));
    out.writeByte(contrast.isPresent() ? 1 : 0);
    contrast.ifPresent(sides -> sides.writeTo(out));
  }

  static DriftFigures readFrom(ByteReader in) {
    long predictions = in.readUnsigned();
    long n = in.readUnsigned();
    long referencePredictions = in.readUnsigned();
    long m = in.readUnsigned();
    List<TestResult> results = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      results.add(TestResult.readFrom(in));
    }
    Optional<Contrast> contrast =
        in.readByte() == 1 ? Optional.of(Contrast.readFrom(in)) : Optional.empty();
    return new DriftFigures(predictions, n, referencePredictions, m, results, contrast);
  }

  private static void requireAtLeast(String field, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(field + ": " + value + " is below " + least);
    }
  }
}
