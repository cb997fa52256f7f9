package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CacheCountsTest {

  @Test
  void hitsAreSavedCallsAndTheirPrice() {
    CacheCounts counts = new CacheCounts();
    counts.add(CacheCountsLawsTest.prediction(0.001, true));
    counts.add(CacheCountsLawsTest.prediction(0.002, true));
    counts.add(CacheCountsLawsTest.prediction(0.1, false));
    counts.add(CacheCountsLawsTest.prediction(9, null));
    CacheFigures figures = counts.snapshot(OptionalDouble.of(0.25));
    assertEquals(2, figures.savedCalls());
    assertEquals(OptionalDouble.of(2 / 3.0), figures.hitRatio());
    assertEquals(OptionalDouble.of(0.5), figures.savedCost());
    assertEquals(0.002, figures.cachedSeconds().p99().orElseThrow(), 0.002 / 2_048);
    assertEquals(0.1, figures.computedSeconds().p50().orElseThrow(), 0.1 / 2_048);
  }

  @Test
  void withoutAHitThereIsSomethingToTellToo() {
    CacheCounts counts = new CacheCounts();
    counts.add(CacheCountsLawsTest.prediction(0, false));
    assertFalse(counts.isEmpty());
    CacheFigures figures = counts.snapshot(OptionalDouble.empty());
    assertEquals(OptionalDouble.of(0), figures.hitRatio());
    assertEquals(OptionalDouble.of(0), figures.computedSeconds().p50());
  }

  @Test
  void withoutAPriceNoCostIsKnown() {
    assertEquals(
        OptionalDouble.empty(), new CacheCounts().snapshot(PriceSettings.NONE.call()).savedCost());
    assertEquals(
        OptionalDouble.empty(), new CacheCounts().snapshot(OptionalDouble.empty()).hitRatio());
  }

  @Test
  void aPriceIsANumberFromNoughtUp() {
    for (double none : new double[] {-0.01, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new PriceSettings(
                  OptionalDouble.of(none), OptionalDouble.empty(), OptionalDouble.empty()));
    }
  }
}
