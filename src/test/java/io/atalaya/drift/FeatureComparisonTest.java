package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.statistics.ReferenceSample;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureComparisonTest {

  private static DriftFigures compare(double[] reference, double... current) {
    return compare(Kind.BY_REFERENCE, reference, current);
  }

  private static DriftFigures compare(Kind kind, double[] reference, double... current) {
    FeatureReference sample = FeatureReference.of(ReferenceSample.of(reference));
    ValueCounts counts = ValueCounts.against(sample.values());
    Arrays.stream(current).forEach(value -> counts.add(value, null));
    return compare(kind, sample, counts, current.length);
  }

  private static DriftFigures compare(
      Kind kind, FeatureReference reference, ValueCounts counts, long predictions) {
    return FeatureComparison.compare(
        ReferenceProfile.of(0, Map.of("f", reference)),
        "f",
        counts,
        predictions,
        ExampleFigures.settings(Map.of("f", new DriftSettings.Feature(kind, 1))));
  }

  private static TestResult deciding(DriftFigures figures) {
    return figures.deciding().orElseThrow();
  }

  private static double[] repeated(double value, int times) {
    double[] values = new double[times];
    Arrays.fill(values, value);
    return values;
  }

  private static double[] all(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] range(int from, int to) {
    return IntStream.range(from, to).asDoubleStream().toArray();
  }

  private static List<DriftTest> tests(DriftFigures figures) {
    return figures.results().stream().map(TestResult::test).toList();
  }

  private static TestResult result(DriftFigures figures, DriftTest test) {
    return figures.result(test).orElseThrow();
  }

  /**
   * SciPy 1.17.1, NumPy 2.4.6, r = arange(1000), c = arange(100, 1000, 3): {@code ks_2samp(r, c)},
   * {@code wasserstein_distance(r, c)/r.std(ddof=1)}; over deciles, with both counts, as in
   * BinnedTestsTest; over all cells as in NeymanSmoothTest.
   */
  @Test
  void numbersAreComparedByTheirDistributionAndItsDeciles() {
    DriftFigures figures =
        compare(
            range(0, 1_000),
            DoubleStream.iterate(100, value -> value < 1_000, value -> value + 3).toArray());

    assertEquals(
        List.of(
            DriftTest.KS,
            DriftTest.NEYMAN,
            DriftTest.WASSERSTEIN,
            DriftTest.PSI,
            DriftTest.JENSEN_SHANNON),
        tests(figures));
    assertEquals(1_000, figures.m());
    assertEquals(300, figures.n());
    assertEquals(0.1, result(figures, DriftTest.KS).statistic(), 1e-15);
    assertEquals(0.01848732101450905, result(figures, DriftTest.KS).p().orElseThrow(), 1e-9);
    assertEquals(25.392142903397904, result(figures, DriftTest.NEYMAN).statistic(), 1e-10);
    assertEquals(7.893312431441954e-05, result(figures, DriftTest.NEYMAN).p().orElseThrow(), 1e-9);
    assertEquals(0.3318393058131942, result(figures, DriftTest.NEYMAN).effect(), 1e-12);
    assertEquals(0.16971849492756977, result(figures, DriftTest.WASSERSTEIN).effect(), 1e-3);
    assertEquals(0.4147335908334574, result(figures, DriftTest.PSI).effect(), 1e-12);
    assertEquals(1.157817003080683e-16, result(figures, DriftTest.PSI).p().orElseThrow(), 1e-24);
    assertEquals(0.22788847847079338, result(figures, DriftTest.JENSEN_SHANNON).effect(), 1e-12);
    assertEquals(0.22788847847079338, figures.distance(), 1e-12);
  }

  @Test
  void upToTwentyDistinctValuesAreCategories() {
    assertEquals(DriftTest.CHI_SQUARED, deciding(compare(range(0, 20), 1)).test());
    assertEquals(DriftTest.KS, deciding(compare(range(0, 21), 1)).test());
  }

  @Test
  void oneValueInMoreThanHalfOfAllMakesCategories() {
    double[] half = all(repeated(0, 30), range(1, 31));
    double[] more = all(repeated(0, 31), range(1, 31));
    assertEquals(DriftTest.KS, deciding(compare(half, 1)).test());
    assertEquals(DriftTest.CHI_SQUARED, deciding(compare(more, 1)).test());
  }

  /** As BinnedTestsTest: {@code chi2_contingency([[50, 30, 20], [20, 30, 50]])}. */
  @Test
  void categoriesAreComparedByTheirShares() {
    DriftFigures figures =
        compare(
            all(repeated(1, 50), repeated(2, 30), repeated(3, 20)),
            all(repeated(1, 20), repeated(2, 30), repeated(3, 50)));

    assertEquals(
        List.of(DriftTest.CHI_SQUARED, DriftTest.PSI, DriftTest.JENSEN_SHANNON), tests(figures));
    assertEquals(25.714285714285715, deciding(figures).statistic(), 1e-12);
    assertEquals(0.3585685828003181, deciding(figures).effect(), 1e-12);
    assertEquals(2.6074368808253592e-06, deciding(figures).p().orElseThrow(), 1e-15);
    assertEquals(0.3095409536771482, figures.distance(), 1e-12);
  }

  @Test
  void theLeastEffectIsTheGreaterOfTheConfiguredOneAndTheReferencesVariation() {
    FeatureReference reference = FeatureReference.of(ReferenceSample.of(range(0, 1_000)));
    ValueCounts counts = ValueCounts.against(reference.values());
    counts.add(5, null);
    DriftFigures figures =
        FeatureComparison.compare(
            ReferenceProfile.of(
                0,
                Map.of("f", reference),
                Map.of(
                    "f",
                    new Variation(
                        Map.of(DriftTest.KS, 0.3, DriftTest.WASSERSTEIN, 0.05),
                        Inflation.NONE,
                        Inflation.NONE))),
            "f",
            counts,
            1,
            ExampleFigures.SETTINGS);
    assertEquals(0.3, result(figures, DriftTest.KS).bound());
    assertEquals(0.1, result(figures, DriftTest.WASSERSTEIN).bound());
    assertEquals(0.2, result(figures, DriftTest.PSI).bound());
  }

  /**
   * SciPy 1.17.1, with r = arange(1000), c = arange(100)*8 + .5: {@code ks_2samp(c, r).statistic}
   * and its exact p-value for 25 and 250 values; of a quarter of Neyman's components, as in
   * NeymanSmoothTest; {@code chi2.sf(s/4, df)} of PSI/(1/1000 + 1/100) as in BinnedTestsTest.
   */
  @Test
  void ofDependentValuesAQuarterCounts() {
    FeatureReference reference = FeatureReference.of(ReferenceSample.of(range(0, 1_000)));
    ValueCounts counts = ValueCounts.against(reference.values());
    IntStream.range(0, 100).forEach(i -> counts.add(i * 8 + 0.5, null));
    DriftFigures figures =
        FeatureComparison.compare(
            ReferenceProfile.of(
                0,
                Map.of("f", reference),
                Map.of(
                    "f", new Variation(Map.of(), Inflation.of(Map.of(100, 4.0)), Inflation.NONE))),
            "f",
            counts,
            100,
            ExampleFigures.SETTINGS);
    assertEquals(0.207, result(figures, DriftTest.KS).statistic(), 1e-15);
    assertEquals(0.24996902460573536, dependentP(figures, DriftTest.KS), 1e-12);
    assertEquals(20.473493896936148, result(figures, DriftTest.NEYMAN).statistic(), 1e-10);
    assertEquals(7.453717371646562e-4, result(figures, DriftTest.NEYMAN).p().orElseThrow(), 1e-8);
    assertEquals(0.1465154936430945, dependentP(figures, DriftTest.NEYMAN), 1e-6);
    assertEquals(0.1176231349645685, dependentP(figures, DriftTest.PSI), 1e-12);
  }

  /** SciPy 1.17.1: {@code chi2.sf(25.714285714285715/4, 2)}, as in BinnedTestsTest. */
  @Test
  void ofDependentCategoriesAQuarterCounts() {
    FeatureReference reference =
        FeatureReference.of(
            ReferenceSample.of(all(repeated(1, 50), repeated(2, 30), repeated(3, 20))));
    ValueCounts counts = ValueCounts.against(reference.values());
    for (double value : all(repeated(1, 20), repeated(2, 30), repeated(3, 50))) {
      counts.add(value, null);
    }
    DriftFigures figures =
        FeatureComparison.compare(
            ReferenceProfile.of(
                0,
                Map.of("f", reference),
                Map.of("f", new Variation(Map.of(), Inflation.of(Map.of(9, 4.0)), Inflation.NONE))),
            "f",
            counts,
            100,
            ExampleFigures.SETTINGS);
    assertEquals(0.04018402645107363, dependentP(figures, DriftTest.CHI_SQUARED), 1e-15);
  }

  private static double dependentP(DriftFigures figures, DriftTest test) {
    return result(figures, test).dependentP().orElseThrow();
  }

  /** On which Kolmogorov–Smirnov has no power: a share of 2 % that doubles. */
  @Test
  void aRareCategoryThatBecomesFrequentIsSeen() {
    DriftFigures figures =
        compare(all(repeated(0, 9_800), repeated(1, 200)), all(repeated(0, 960), repeated(1, 40)));
    assertTrue(deciding(figures).p().orElse(1) < 1e-3);
  }

  @Test
  void aConstantReferenceIsComparedToo() {
    DriftFigures same = compare(repeated(5, 400), repeated(5, 300));
    assertEquals(OptionalDouble.of(1), deciding(same).p());
    assertEquals(0, same.distance());
    DriftFigures other = compare(repeated(5, 400), repeated(6, 300));
    assertEquals(1, other.distance());
    assertEquals(1, deciding(other).effect(), 1e-12);
    assertTrue(deciding(other).p().orElse(1) < 1e-100);
  }
}
