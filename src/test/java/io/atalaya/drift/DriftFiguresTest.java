package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DriftFiguresTest {

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
                  DriftTest.CHI_SQUARED,
                  9,
                  1,
                  0.1,
                  OptionalDouble.of(0.1),
                  OptionalDouble.of(0.15),
                  OptionalDouble.of(0.2)),
              TestResult.of(DriftTest.JENSEN_SHANNON, 0.5, 0.3)),
          new DriftFigures(
              900, 0, 70, 50, List.of(result(DriftTest.MISSING, 0.5)), Optional.empty()),
          new DriftFigures(
              900,
              3,
              70,
              50,
              List.of(result(DriftTest.KS, 0.5), result(DriftTest.OUT_OF_RANGE, 0.5)),
              Optional.of(new Contrast.Shares(List.of(new Contrast.Share("a", 0, 0.5)))))
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
    assertRefused(() -> ExampleFigures.of(-1, 1, 0, one, one));
    assertRefused(() -> ExampleFigures.of(1, 0, 0, one, one));
    assertRefused(() -> ExampleFigures.of(1, 1, -1e-9, one, one));
    assertRefused(() -> ExampleFigures.of(1, 1, Double.NaN, none, none));
    assertRefused(() -> ExampleFigures.of(1, 1, 0, above, none));
    assertRefused(() -> ExampleFigures.of(1, 1, 0, none, infinite));
    assertRefused(() -> ExampleFigures.of(1, 1, result(DriftTest.PSI, 0)));
    assertRefused(() -> ExampleFigures.of(1, 1, result(DriftTest.KS, 0), result(DriftTest.KS, 0)));
  }

  @Test
  void refuseFewerPredictionsThanValues() {
    List<TestResult> ks = List.of(result(DriftTest.KS, 0.5));
    assertEquals(5, new DriftFigures(5, 5, 1, 1, ks, Optional.empty()).predictions());
    assertRefused(() -> new DriftFigures(4, 5, 1, 1, ks, Optional.empty()));
    assertRefused(() -> new DriftFigures(0, 0, 1, 1, List.of(), Optional.empty()));
    assertRefused(() -> new DriftFigures(5, 5, 0, 1, ks, Optional.empty()));
    assertRefused(() -> new DriftFigures(5, 5, 1, 1, List.of(), Optional.empty()));
  }

  @Test
  void theDistanceIsTheLargestOfTheDistributionAndItsFaults() {
    TestResult js = TestResult.of(DriftTest.JENSEN_SHANNON, 0.4, 0.1);
    TestResult ks = TestResult.of(DriftTest.KS, 0.7, 0.1);
    TestResult missing = TestResult.of(DriftTest.MISSING, 0.6, 0.1);
    assertEquals(0.4, ExampleFigures.of(9, 9, ks, js).distance());
    assertEquals(0.7, ExampleFigures.of(9, 9, ks).distance());
    assertEquals(0.6, ExampleFigures.of(9, 9, ks, js, missing).distance());
    assertEquals(0.6, new DriftFigures(9, 0, 9, 9, List.of(missing), Optional.empty()).distance());
  }

  private static void assertRefused(Executable made) {
    assertThrows(IllegalArgumentException.class, made);
  }

  private static TestResult result(DriftTest test, double p) {
    return TestResult.of(test, 0.2, 0.2, 0.1, OptionalDouble.of(p));
  }
}
