package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InflationTest {

  @Test
  void itIsThatOfTheGreatestLengthThatIsNoLonger() {
    Inflation inflation = Inflation.of(Map.of(100, 5.0, 300, 7.0, 1_000, 2.0));
    assertEquals(5, inflation.of(1));
    assertEquals(5, inflation.of(299));
    assertEquals(7, inflation.of(300));
    assertEquals(2, inflation.of(1_000));
    assertEquals(2, inflation.of(Long.MAX_VALUE));
    assertEquals(1, Inflation.NONE.of(100));
  }

  @Test
  void valuesAreWorthAtLeastOne() {
    assertEquals(100, Inflation.worth(100, 1));
    assertEquals(33, Inflation.worth(100, 3));
    assertEquals(1, Inflation.worth(100, 1e9));
  }

  @Test
  void aNumberBelowOneIsNone() {
    for (double none : new double[] {0.99, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> Inflation.of(Map.of(100, none)));
    }
    assertThrows(IllegalArgumentException.class, () -> Inflation.of(Map.of(0, 2.0)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Variation(
                Map.of(DriftTest.KS, Double.POSITIVE_INFINITY), Inflation.NONE, Inflation.NONE));
  }
}
