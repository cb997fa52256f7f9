package io.atalaya.drift;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The two-sample figures of one feature's window against its reference.
 *
 * @param n the number of current values, at least 1
 * @param m the number of reference values, at least 1
 * @param results what each test gave, in the order of {@link DriftTest}, each once; the one that
 *     {@link DriftTest#decides} first
 */
public record DriftFigures(long n, long m, List<TestResult> results) implements Comparison {

  public DriftFigures {
    requirePositive("n", n);
    requirePositive("m", m);
    results = List.copyOf(results);
    Set<DriftTest> seen = new HashSet<>();
    results.forEach(result -> seen.add(result.test()));
    if (seen.size() < results.size() || !results.getFirst().test().decides()) {
      throw new IllegalArgumentException("results: a test that decides, and each once: " + seen);
    }
  }

  public static DriftFigures of(long n, long m, TestResult... results) {
    return new DriftFigures(n, m, List.of(results));
  }

  /** The result of a test, where it was made. */
  public Optional<TestResult> result(DriftTest test) {
    return results.stream().filter(result -> result.test() == test).findFirst();
  }

  /**
   * How far the distributions are apart, from 0 to 1, on one scale for features of every kind: the
   * Jensen–Shannon distance, or without it the effect of the test that decides.
   */
  public double distance() {
    return result(DriftTest.JENSEN_SHANNON).orElse(deciding()).effect();
  }

  /** The result whose p-value is the verdict's. */
  public TestResult deciding() {
    return results.getFirst();
  }

  /**
   * Adjusts the p-values of features that are judged together: Y. Benjamini, Y. Hochberg,
   * "Controlling the false discovery rate", J. R. Statist. Soc. B 57 (1995). Those of the tests
   * that decide are one family, those of every other test one each; results without a p-value are
   * of none and stay as they are.
   *
   * @param features figures by feature
   */
  public static SortedMap<String, DriftFigures> adjusted(Map<String, DriftFigures> features) {
    SortedMap<String, DriftFigures> adjusted =
        adjusted(new TreeMap<>(features), DriftTest::decides);
    for (DriftTest test : DriftTest.values()) {
      if (!test.decides()) {
        adjusted = adjusted(adjusted, test::equals);
      }
    }
    return adjusted;
  }

  private static SortedMap<String, DriftFigures> adjusted(
      SortedMap<String, DriftFigures> features, Predicate<DriftTest> family) {
    double[] raw =
        features.values().stream()
            .flatMap(figures -> figures.results.stream())
            .filter(result -> family.test(result.test()) && result.p().isPresent())
            .mapToDouble(result -> result.p().getAsDouble())
            .toArray();
    double[] adjusted = BenjaminiHochberg.adjust(raw);
    SortedMap<String, DriftFigures> all = new TreeMap<>();
    int next = 0;
    for (Map.Entry<String, DriftFigures> feature : features.entrySet()) {
      DriftFigures figures = feature.getValue();
      List<TestResult> results = new ArrayList<>();
      for (TestResult result : figures.results) {
        boolean isMember = family.test(result.test()) && result.p().isPresent();
        results.add(isMember ? result.withAdjustedP(adjusted[next++]) : result);
      }
      all.put(feature.getKey(), new DriftFigures(figures.n, figures.m, results));
    }
    return all;
  }

  /** The adjusted p-value of the verdict. */
  public OptionalDouble adjustedP() {
    return deciding().adjustedP();
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(n).writeUnsigned(m).writeUnsigned(results.size());
    results.forEach(result -> result.writeTo(out));
  }

  static DriftFigures readFrom(ByteReader in) {
    long n = in.readUnsigned();
    long m = in.readUnsigned();
    List<TestResult> results = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      results.add(TestResult.readFrom(in));
    }
    return new DriftFigures(n, m, results);
  }

  private static void requirePositive(String field, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + ": " + value + " is below 1");
    }
  }
}
