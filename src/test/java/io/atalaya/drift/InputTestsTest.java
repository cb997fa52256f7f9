package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.Rosenbaum;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected values: SciPy 1.17.1, as in TwoProportionsTest and BinnedTestsTest. */
class InputTestsTest {

  /** Of 110 predictions, 5 without weather and 5 with a number instead. */
  private static final FeatureReference WEATHER =
      new FeatureReference(
          CategorySample.of(Map.of("clear", 60L, "mist", 30L, "rain", 10L), 0), 110, 5, 5);

  private static DriftFigures compare(
      FeatureReference reference, Kind kind, long predictions, ValueCounts counts) {
    return FeatureComparison.compare(
        ReferenceProfile.of(0, Map.of("f", reference)),
        "f",
        counts,
        predictions,
        ExampleFigures.settings(Map.of("f", new DriftSettings.Feature(kind, 1))));
  }

  private static ValueCounts names(FeatureReference reference, Map<String, Integer> names) {
    ValueCounts counts = ValueCounts.against(reference.values());
    names.forEach(
        (name, times) ->
            Collections.nCopies(times, name).forEach(each -> counts.add(Double.NaN, each)));
    return counts;
  }

  private static ValueCounts numbers(FeatureReference reference, double... numbers) {
    ValueCounts counts = ValueCounts.against(reference.values());
    DoubleStream.of(numbers).forEach(number -> counts.add(number, null));
    return counts;
  }

  private static FeatureReference range(int from, int to) {
    return FeatureReference.of(
        ReferenceSample.of(IntStream.range(from, to).asDoubleStream().toArray()));
  }

  private static List<DriftTest> tests(DriftFigures figures) {
    return figures.results().stream().map(TestResult::test).toList();
  }

  private static void assertResult(DriftFigures figures, DriftTest test, double effect, double p) {
    TestResult result = figures.result(test).orElseThrow();
    assertEquals(effect, result.effect(), 1e-12);
    assertEquals(effect, result.statistic(), 1e-12);
    assertEquals(p, result.p().orElseThrow(), 1e-9 * p);
    assertEquals(0.02, result.bound());
  }

  @Test
  void namesAreComparedByTheirSharesAndTheirFaultsByThemselves() {
    ValueCounts counts = names(WEATHER, Map.of("clear", 20, "mist", 20, "rain", 5, "snow", 5));
    counts.add(1, null);
    counts.add(2, null);

    DriftFigures figures = compare(WEATHER, Kind.BY_REFERENCE, 64, counts);

    assertEquals(
        List.of(
            DriftTest.CHI_SQUARED,
            DriftTest.PSI,
            DriftTest.JENSEN_SHANNON,
            DriftTest.UNSEEN,
            DriftTest.MISSING,
            DriftTest.MISTYPED),
        tests(figures));
    assertEquals(64, figures.predictions());
    assertEquals(50, figures.n());
    assertEquals(110, figures.referencePredictions());
    assertEquals(100, figures.m());
    TestResult deciding = figures.deciding().orElseThrow();
    assertEquals(13.5, deciding.statistic(), 1e-12);
    assertEquals(0.0036711317971557474, deciding.p().orElseThrow(), 1e-12);
    assertEquals(0.3, deciding.effect(), 1e-12);
    assertEquals(0.41747316195002315, figures.result(DriftTest.PSI).orElseThrow().effect(), 1e-12);
    assertEquals(0.2639978317348037, figures.distance(), 1e-12);
    assertResult(figures, DriftTest.UNSEEN, 0.1, 0.003581406174032817);
    assertResult(figures, DriftTest.MISSING, 0.14204545454545453, 0.0023416659220420045);
    assertResult(figures, DriftTest.MISTYPED, 0.014204545454545456, 1);
    assertEquals(
        Optional.of(
            new Contrast.Shares(
                List.of(
                    new Contrast.Share("clear", 0.6, 0.4),
                    new Contrast.Share("mist", 0.3, 0.4),
                    new Contrast.Share(Contrast.UNSEEN, 0, 0.1)))),
        figures.contrast());
  }

  /**
   * SciPy 1.17.1, as in TwoProportionsTest and RosenbaumTest: new are 2 of 13 against none of 25
   * values, missing 6 of 32 predictions against 3 of 55, and outside 3 of 13 against 25.
   */
  @Test
  void ofDependentValuesFaultsCountAsManyAsTheyAreWorth() {
    ValueCounts counts = names(WEATHER, Map.of("clear", 20, "mist", 20, "rain", 4, "snow", 8));
    DriftFigures figures =
        FeatureComparison.compare(
            ReferenceProfile.of(
                0,
                Map.of("f", WEATHER),
                Map.of(
                    "f",
                    new Variation(
                        Map.of(), Inflation.of(Map.of(9, 4.0)), Inflation.of(Map.of(9, 2.0))))),
            "f",
            counts,
            64,
            ExampleFigures.SETTINGS);
    assertEquals(0.11095305832147939, dependentP(figures, DriftTest.UNSEEN), 1e-12);
    assertEquals(0.06967445906103702, dependentP(figures, DriftTest.MISSING), 1e-12);

    FeatureReference hundred = range(0, 100);
    DriftFigures outside =
        FeatureComparison.compare(
            ReferenceProfile.of(
                0,
                Map.of("f", hundred),
                Map.of("f", new Variation(Map.of(), Inflation.of(Map.of(9, 4.0)), Inflation.NONE))),
            "f",
            numbers(hundred, IntStream.range(60, 110).asDoubleStream().toArray()),
            50,
            ExampleFigures.SETTINGS);
    assertEquals(0.10655015918173813, dependentP(outside, DriftTest.OUT_OF_RANGE), 1e-12);
  }

  private static double dependentP(DriftFigures figures, DriftTest test) {
    return figures.result(test).orElseThrow().dependentP().orElseThrow();
  }

  @Test
  void whatIsFaultlessHasNoTestOfFaults() {
    FeatureReference faultless = FeatureReference.of(WEATHER.values());
    DriftFigures figures =
        compare(faultless, Kind.BY_REFERENCE, 3, names(faultless, Map.of("clear", 3)));
    assertEquals(
        List.of(DriftTest.CHI_SQUARED, DriftTest.PSI, DriftTest.JENSEN_SHANNON), tests(figures));
  }

  @Test
  void aFaultThatIsGoneIsAChangeToo() {
    DriftFigures figures =
        compare(WEATHER, Kind.BY_REFERENCE, 3, names(WEATHER, Map.of("clear", 3)));
    assertResult(figures, DriftTest.MISSING, 5 / 110.0, 1);
    assertResult(figures, DriftTest.MISTYPED, 5 / 110.0, 1);
  }

  @Test
  void withoutAValueThereAreTheTestsOfThePredictions() {
    DriftFigures figures =
        compare(WEATHER, Kind.BY_REFERENCE, 400, ValueCounts.against(WEATHER.values()));
    assertEquals(List.of(DriftTest.MISSING, DriftTest.MISTYPED), tests(figures));
    assertEquals(1 - 5 / 110.0, figures.distance(), 1e-12);
    assertEquals(Optional.empty(), figures.contrast());
    assertEquals(Optional.empty(), figures.deciding());
    assertEquals(0, figures.n());
  }

  @Test
  void categoriesThatWereSeenOnceLetNewOnesBeExpected() {
    Map<String, Long> counts = new HashMap<>(Map.of("clear", 60L, "mist", 40L));
    List.of("a", "b", "c").forEach(name -> counts.put(name, 1L));
    FeatureReference reference = FeatureReference.of(CategorySample.of(counts, 0));
    DriftFigures figures =
        compare(reference, Kind.BY_REFERENCE, 50, names(reference, Map.of("clear", 45, "d", 5)));
    assertResult(figures, DriftTest.UNSEEN, 0.070873786407767, 0.07585345042317015);
    DriftFigures fewer =
        compare(reference, Kind.BY_REFERENCE, 50, names(reference, Map.of("clear", 49, "d", 1)));
    assertResult(fewer, DriftTest.UNSEEN, 0, 0.7985554393710546);
  }

  @Test
  void whereRareCategoriesAreCountedTogetherNoneIsUnseen() {
    FeatureReference reference =
        FeatureReference.of(CategorySample.of(Map.of("clear", 60L, "mist", 30L), 10));
    DriftFigures figures =
        compare(
            reference, Kind.BY_REFERENCE, 50, names(reference, Map.of("clear", 25, "snow", 25)));
    assertTrue(figures.result(DriftTest.UNSEEN).isEmpty());
    assertEquals(
        new Contrast.Share(Contrast.OTHER, 0.1, 0.5),
        ((Contrast.Shares) figures.contrast().orElseThrow()).largest().getFirst());
  }

  @Test
  void numbersOutsideOfTheRangeAreToldButThoseAtItsEndsAreNot() {
    FeatureReference reference = range(0, 100);
    DriftFigures figures =
        compare(
            reference,
            Kind.BY_REFERENCE,
            6,
            numbers(reference, 0, 99, Math.nextDown(0.0), Math.nextUp(99.0), 50, 1e9));
    assertResult(figures, DriftTest.OUT_OF_RANGE, 0.5, Rosenbaum.pValue(3, 6, 100));
    DriftFigures inside = compare(reference, Kind.BY_REFERENCE, 3, numbers(reference, 0, 99, 50.5));
    assertTrue(inside.result(DriftTest.OUT_OF_RANGE).isEmpty());
  }

  @Test
  void fewNumbersAreCategoriesAndHaveNoRange() {
    FeatureReference stars = range(1, 6);
    DriftFigures figures = compare(stars, Kind.BY_REFERENCE, 4, numbers(stars, 1, 6, 2.5, 3));
    assertTrue(figures.result(DriftTest.OUT_OF_RANGE).isEmpty());
    // Each of the five was seen once: nothing is more unseen than that.
    assertResult(figures, DriftTest.UNSEEN, 0, 1);
    assertEquals(
        new Contrast.Share(Contrast.UNSEEN, 0, 0.5),
        ((Contrast.Shares) figures.contrast().orElseThrow()).largest().getFirst());
  }

  @Test
  void mostlyOneNumberIsComparedAsCategoriesAndHasARange() {
    double[] values = new double[100];
    IntStream.range(0, 40).forEach(i -> values[i] = i + 1);
    FeatureReference rain = FeatureReference.of(ReferenceSample.of(values));
    DriftFigures figures = compare(rain, Kind.BY_REFERENCE, 3, numbers(rain, 0, 0, 41));
    assertEquals(DriftTest.CHI_SQUARED, figures.deciding().orElseThrow().test());
    assertResult(figures, DriftTest.OUT_OF_RANGE, 1 / 3.0, Rosenbaum.pValue(1, 3, 100));
    assertTrue(figures.contrast().orElseThrow() instanceof Contrast.Quantiles);
  }

  @Test
  void theConfigurationForcesWhatNumbersAreComparedAs() {
    FeatureReference stars = range(1, 6);
    DriftFigures numeric = compare(stars, Kind.NUMERIC, 2, numbers(stars, 1, 6));
    assertEquals(DriftTest.KS, numeric.deciding().orElseThrow().test());
    assertTrue(numeric.result(DriftTest.UNSEEN).isEmpty());
    assertResult(numeric, DriftTest.OUT_OF_RANGE, 0.5, Rosenbaum.pValue(1, 2, 5));
    assertTrue(numeric.contrast().orElseThrow() instanceof Contrast.Quantiles);

    FeatureReference codes = range(0, 100);
    DriftFigures categorical = compare(codes, Kind.CATEGORICAL, 3, numbers(codes, 7, 7.5, 200));
    assertEquals(DriftTest.CHI_SQUARED, categorical.deciding().orElseThrow().test());
    assertTrue(categorical.result(DriftTest.OUT_OF_RANGE).isEmpty());
    assertTrue(categorical.result(DriftTest.UNSEEN).isPresent());
    assertEquals(
        List.of(Contrast.UNSEEN, "7"),
        ((Contrast.Shares) categorical.contrast().orElseThrow())
            .largest().stream().limit(2).map(Contrast.Share::category).toList());
  }

  /** More distinct codes than knots: the unseen cannot be told from those between two knots. */
  @Test
  void veryManyCodesHaveNeitherRangeNorUnseenOnes() {
    FeatureReference codes = range(0, 5_000);
    DriftFigures figures = compare(codes, Kind.CATEGORICAL, 2, numbers(codes, 7.5, 1e6));
    assertEquals(
        List.of(DriftTest.CHI_SQUARED, DriftTest.PSI, DriftTest.JENSEN_SHANNON), tests(figures));
  }

  @Test
  void valuesReadBeforeTheirPredictionsAreNotFewerThanNone() {
    FeatureReference reference = range(0, 100);
    DriftFigures figures = compare(reference, Kind.BY_REFERENCE, 1, numbers(reference, 1, 2, 3));
    assertEquals(3, figures.predictions());
    assertTrue(figures.result(DriftTest.MISSING).isEmpty());
  }
}
