package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.drift.TestFamilies.Stake;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class TestFamiliesTest {

  /** SciPy 1.17.1: {@code scipy.stats.false_discovery_control([0.001, 0.03, 0.02, 0.8, 0.5])}. */
  @Test
  void adjustsThePValuesOfFeaturesJudgedTogether() {
    SortedMap<String, DriftFigures> adjusted =
        adjusted(
            Map.of(
                "a",
                withP(0.001),
                "b",
                withP(0.03),
                "c",
                withP(0.02),
                "d",
                withP(0.8),
                "e",
                withP(0.5)));

    assertEquals(0.005, adjustedP(adjusted, "a"), 1e-17);
    assertEquals(0.05, adjustedP(adjusted, "b"), 1e-16);
    assertEquals(0.05, adjustedP(adjusted, "c"), 1e-16);
    assertEquals(0.8, adjustedP(adjusted, "d"), 1e-15);
    assertEquals(0.625, adjustedP(adjusted, "e"), 1e-15);
  }

  @Test
  void aFeatureWithoutAPValueIsNotOfTheFamily() {
    DriftFigures coarse =
        ExampleFigures.of(300, 10_000, 0.2, OptionalDouble.empty(), OptionalDouble.of(0.3));

    SortedMap<String, DriftFigures> adjusted = adjusted(Map.of("a", withP(0.01), "coarse", coarse));

    assertEquals(0.01, adjustedP(adjusted, "a"));
    assertEquals(coarse, adjusted.get("coarse"));
  }

  @Test
  void numbersAndCategoriesAreOneFamilyAndOtherTestsOneEach() {
    SortedMap<String, DriftFigures> adjusted =
        adjusted(
            Map.of(
                "number",
                ExampleFigures.of(9, 9, result(DriftTest.KS, 0.01), result(DriftTest.PSI, 0.3)),
                "stars",
                ExampleFigures.of(9, 9, result(DriftTest.CHI_SQUARED, 0.04))));

    assertEquals(0.02, adjustedP(adjusted, "number"));
    assertEquals(0.04, adjustedP(adjusted, "stars"));
    assertEquals(
        Optional.of(OptionalDouble.of(0.3)),
        Optional.ofNullable(adjusted.get("number"))
            .flatMap(figures -> figures.result(DriftTest.PSI))
            .map(TestResult::adjustedP));
  }

  private static SortedMap<String, DriftFigures> adjusted(Map<String, DriftFigures> figures) {
    return TestFamilies.of(figures, 1).adjusted();
  }

  @Test
  void nothingIsAdjustedToNothing() {
    assertEquals(Map.of(), adjusted(Map.of()));
  }

  @Test
  void resultsOfTooFewValuesOrPredictionsAreOfNoFamily() {
    SortedMap<String, DriftFigures> adjusted =
        TestFamilies.of(
                Map.of(
                    "many",
                    figures(100, 100, result(DriftTest.KS, 0.01)),
                    "few",
                    figures(
                        100,
                        99,
                        result(DriftTest.KS, 0.5),
                        result(DriftTest.OUT_OF_RANGE, 0.3),
                        result(DriftTest.MISSING, 0.2)),
                    "fewer",
                    figures(99, 99, result(DriftTest.KS, 0.5), result(DriftTest.MISSING, 0.3))),
                100)
            .adjusted();

    assertEquals(0.01, adjustedP(adjusted, "many"));
    assertEquals(
        List.of(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(0.2)),
        Objects.requireNonNull(adjusted.get("few")).results().stream()
            .map(TestResult::adjustedP)
            .toList());
    assertEquals(
        List.of(OptionalDouble.empty(), OptionalDouble.empty()),
        Objects.requireNonNull(adjusted.get("fewer")).results().stream()
            .map(TestResult::adjustedP)
            .toList());
  }

  /** KS and χ² are of one family, Neyman's of its own, PSI makes no hit. */
  @Test
  void aFeatureIsHitByAnyOfItsTestsThatCanMakeAHit() {
    TestFamilies families =
        TestFamilies.of(
            Map.of(
                "a",
                figures(
                    9,
                    9,
                    result(DriftTest.KS, 0.5),
                    result(DriftTest.NEYMAN, 0.5),
                    result(DriftTest.PSI, 0.5),
                    result(DriftTest.MISSING, 1)),
                "b",
                figures(9, 9, result(DriftTest.CHI_SQUARED, 0.5), result(DriftTest.UNSEEN, 1)),
                "c",
                figures(9, 0, result(DriftTest.MISSING, 1)),
                "none",
                figures(9, 8, TestResult.of(DriftTest.KS, 0.1, 0.1))),
            1);

    assertEquals(
        List.of(
            List.of(new Stake(2, 2), new Stake(1, 2), new Stake(2, 1)),
            List.of(new Stake(2, 1), new Stake(1, 1)),
            List.of(new Stake(2, 1))),
        families.stakes());
  }

  @Test
  void whatIsSharedIsTheLargestShareOfTheReference() {
    DriftFigures values =
        new DriftFigures(50, 30, 950, 70, List.of(result(DriftTest.KS, 1)), Optional.empty());
    DriftFigures predictions =
        new DriftFigures(
            500,
            30,
            500,
            70,
            List.of(result(DriftTest.KS, 1), result(DriftTest.MISSING, 1)),
            Optional.empty());
    assertEquals(0.3, TestFamilies.of(Map.of("a", values), 1).shared(), 1e-15);
    assertEquals(0.5, TestFamilies.of(Map.of("a", values, "b", predictions), 1).shared(), 1e-15);
    assertEquals(0, TestFamilies.of(Map.of(), 1).shared());
  }

  /** By definition: 0.2·2/1 and 0.4·2/2, not 0.001·2/1. */
  @Test
  void whatIsAdjustedIsThePValueOfDependentValues() {
    TestFamilies families =
        TestFamilies.of(
            Map.of(
                "a",
                figures(9, 9, result(DriftTest.KS, 0.001).withDependentP(0.2)),
                "b",
                figures(9, 9, result(DriftTest.KS, 0.4))),
            1);
    families
        .adjusted()
        .values()
        .forEach(
            figures ->
                assertEquals(0.4, figures.results().getFirst().adjustedP().orElseThrow(), 1e-15));
  }

  private static DriftFigures figures(long predictions, long n, TestResult... results) {
    return new DriftFigures(predictions, n, 900, 800, List.of(results), Optional.empty());
  }

  private static TestResult result(DriftTest test, double p) {
    return TestResult.of(test, 0.2, 0.2, 0.1, OptionalDouble.of(p));
  }

  private static DriftFigures withP(double p) {
    return ExampleFigures.of(300, 10_000, 0.2, OptionalDouble.of(p), OptionalDouble.of(0.3));
  }

  private static double adjustedP(SortedMap<String, DriftFigures> features, String name) {
    DriftFigures figures = features.get(name);
    return figures == null ? Double.NaN : figures.adjustedP().orElse(Double.NaN);
  }
}
