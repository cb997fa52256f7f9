package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DriftFiguresTest {

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
  void surviveWritingAndReading() {
    for (DriftFigures figures :
        new DriftFigures[] {
          ExampleFigures.of(1, 10_000, 1, OptionalDouble.of(0), OptionalDouble.of(7.5)),
          ExampleFigures.of(300, 1, 0, OptionalDouble.empty(), OptionalDouble.empty()),
          ExampleFigures.of(
              3,
              4,
              new TestResult(
                  DriftTest.CHI_SQUARED, 9, 1, 0.1, OptionalDouble.of(0.1), OptionalDouble.of(0.2)),
              TestResult.of(DriftTest.JENSEN_SHANNON, 0.5, 0.3))
        }) {
      ByteWriter out = new ByteWriter();
      figures.writeTo(out);

      assertEquals(figures, DriftFigures.readFrom(new ByteReader(out.toByteArray())));
    }
  }

  @Test
  void refuseWhatIsNoFigure() {
    OptionalDouble none = OptionalDouble.empty();
    OptionalDouble one = OptionalDouble.of(1);
    OptionalDouble above = OptionalDouble.of(Math.nextUp(1.0));
    OptionalDouble infinite = OptionalDouble.of(Double.POSITIVE_INFINITY);

    assertRefused(() -> ExampleFigures.of(0, 1, 0, one, one));
    assertRefused(() -> ExampleFigures.of(1, 0, 0, one, one));
    assertRefused(() -> ExampleFigures.of(1, 1, -1e-9, one, one));
    assertRefused(() -> ExampleFigures.of(1, 1, Double.NaN, none, none));
    assertRefused(() -> ExampleFigures.of(1, 1, 0, above, none));
    assertRefused(() -> ExampleFigures.of(1, 1, 0, none, infinite));
    assertRefused(() -> ExampleFigures.of(1, 1, result(DriftTest.PSI, 0)));
    assertRefused(() -> ExampleFigures.of(1, 1, result(DriftTest.KS, 0), result(DriftTest.KS, 0)));
  }

  private static void assertRefused(Executable made) {
    assertThrows(IllegalArgumentException.class, made);
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
