package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class DriftFiguresTest {

  /** SciPy 1.17.1: {@code scipy.stats.false_discovery_control([0.001, 0.03, 0.02, 0.8, 0.5])}. */
  @Test
  void adjustsThePValuesOfFeaturesJudgedTogether() {
    SortedMap<String, DriftFigures> adjusted =
        DriftFigures.adjusted(
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
        DriftFigures.of(300, 10_000, 0.2, OptionalDouble.empty(), OptionalDouble.of(0.3));

    SortedMap<String, DriftFigures> adjusted =
        DriftFigures.adjusted(Map.of("a", withP(0.01), "coarse", coarse));

    assertEquals(0.01, adjustedP(adjusted, "a"));
    assertEquals(coarse, adjusted.get("coarse"));
  }

  @Test
  void nothingIsAdjustedToNothing() {
    assertEquals(Map.of(), DriftFigures.adjusted(Map.of()));
  }

  @Test
  void surviveWritingAndReading() {
    for (DriftFigures figures :
        new DriftFigures[] {
          new DriftFigures(
              1, 10_000, 1, OptionalDouble.of(0), OptionalDouble.of(1), OptionalDouble.of(7.5)),
          DriftFigures.of(300, 1, 0, OptionalDouble.empty(), OptionalDouble.empty())
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

    assertThrows(IllegalArgumentException.class, () -> DriftFigures.of(0, 1, 0, one, one));
    assertThrows(IllegalArgumentException.class, () -> DriftFigures.of(1, 0, 0, one, one));
    assertThrows(IllegalArgumentException.class, () -> DriftFigures.of(1, 1, -1e-9, one, one));
    assertThrows(
        IllegalArgumentException.class, () -> DriftFigures.of(1, 1, Double.NaN, none, none));
    assertThrows(IllegalArgumentException.class, () -> DriftFigures.of(1, 1, 0, above, none));
    assertThrows(IllegalArgumentException.class, () -> DriftFigures.of(1, 1, 0, none, infinite));
  }

  private static DriftFigures withP(double p) {
    return DriftFigures.of(300, 10_000, 0.2, OptionalDouble.of(p), OptionalDouble.of(0.3));
  }

  private static double adjustedP(SortedMap<String, DriftFigures> features, String name) {
    DriftFigures figures = features.get(name);
    return figures == null ? Double.NaN : figures.adjustedP().orElse(Double.NaN);
  }
}
