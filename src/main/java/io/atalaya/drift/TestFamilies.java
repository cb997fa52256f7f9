package io.atalaya.drift;

import io.atalaya.statistics.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tests of features that are judged together.
 *
 * <p>Kolmogorov–Smirnov of numbers and χ² of categories are one family, those of every other kind
 * one each; the p-values of a family are adjusted together. A result without a p-value, and one of
 * too few values or predictions, is of none and stays as it is.
 *
 * <p>Immutable. Cost: a sort for each family.
 *
 * <p>Source: Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", J. R. Statist. Soc.
 * B 57, 1995.
 */
public final class TestFamilies {

  private final SortedMap<String, DriftFigures> features = new TreeMap<>();
  private final Map<DriftTest, Integer> sizes = new EnumMap<>(DriftTest.class);

  private TestFamilies() {}

  /**
   * Adjusts the p-values of figures.
   *
   * @param figures by feature
   * @param minSamples the least number of values, or of predictions for a test that is of those
   */
  public static TestFamilies of(Map<String, DriftFigures> figures, long minSamples) {
    SortedMap<String, DriftFigures> sorted = new TreeMap<>(figures);
    Map<DriftTest, List<Double>> raw = new EnumMap<>(DriftTest.class);
    for (DriftFigures feature : sorted.values()) {
      for (TestResult result : feature.results()) {
        if (isMember(feature, result, minSamples)) {
          raw.computeIfAbsent(family(result.test()), any -> new ArrayList<>())
              .add(result.dependentP().getAsDouble());
        }
      }
    }
    TestFamilies families = new TestFamilies();
    Map<DriftTest, PrimitiveIterator.OfDouble> adjusted = new EnumMap<>(DriftTest.class);
    raw.forEach(
        (family, values) -> {
          families.sizes.put(family, values.size());
          double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
          adjusted.put(family, Arrays.stream(BenjaminiHochberg.adjust(all)).iterator());
        });
    sorted.forEach(
        (name, feature) -> {
          List<TestResult> results = new ArrayList<>();
          for (TestResult result : feature.results()) {
            PrimitiveIterator.OfDouble next = adjusted.get(family(result.test()));
            results.add(
                next != null && isMember(feature, result, minSamples)
                    ? result.withAdjustedP(next.nextDouble())
                    : result);
          }
          families.features.put(name, feature.with(results));
        });
    return families;
  }

  /** The figures with their adjusted p-values, by feature. */
  public SortedMap<String, DriftFigures> adjusted() {
    return new TreeMap<>(features);
  }

  /**
   * What one test can add to the false alarms of a feature.
   *
   * @param family the size of its family
   * @param weight by how much its adjusted p-value is multiplied before it is compared
   */
  record Stake(int family, int weight) {}

  /** For each feature with a test that can make a hit: the stakes of these tests. */
  List<List<Stake>> stakes() {
    return features.values().stream()
        .map(
            feature ->
                feature.results().stream()
                    .filter(TestFamilies::canHit)
                    .map(
                        result ->
                            new Stake(
                                sizes.getOrDefault(family(result.test()), 1),
                                feature.weight(result.test())))
                    .toList())
        .filter(stakes -> !stakes.isEmpty())
        .toList();
  }

  /** The largest share of the variance of a test's difference that is the reference's. */
  double shared() {
    return features.values().stream()
        .flatMapToDouble(
            feature ->
                feature.results().stream()
                    .filter(TestFamilies::canHit)
                    .mapToDouble(result -> feature.shared(result.test())))
        .max()
        .orElse(0);
  }

  private static boolean canHit(TestResult result) {
    return result.adjustedP().isPresent()
        && (result.test().decides() || result.test().isOfHealth());
  }

  private static boolean isMember(DriftFigures feature, TestResult result, long minSamples) {
    return result.dependentP().isPresent() && feature.samples(result.test()) >= minSamples;
  }

  private static DriftTest family(DriftTest test) {
    return test == DriftTest.CHI_SQUARED ? DriftTest.KS : test;
  }
}
