package io.atalaya.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.event.Interval;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class IntervalCountsTest {

  private final IntervalCounts counts = new IntervalCounts();

  @Test
  void withoutIntervalsNothingButTheCountIsDefined() {
    assertEquals(
        new IntervalQuality(
            0, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty()),
        counts.snapshot());
  }

  @Test
  void bothEndsBelongToAnInterval() {
    Interval interval = new Interval(2, 4, 0.5);
    counts.add(interval, 2);
    counts.add(interval, 4);
    counts.add(interval, Math.nextDown(2.0));
    counts.add(interval, Math.nextUp(4.0));
    assertEquals(
        new IntervalQuality(
            4, OptionalDouble.of(0.5), OptionalDouble.of(0.5), OptionalDouble.of(2)),
        counts.snapshot());
  }

  @Test
  void levelAndWidthAreMeans() {
    counts.add(new Interval(0, 1, 0.8), 5);
    counts.add(new Interval(0, 0, 0.9), 0);
    counts.add(new Interval(-3, 2, 0.7), 0);
    assertEquals(
        new IntervalQuality(
            3, OptionalDouble.of(2 / 3.0), OptionalDouble.of(2.4 / 3), OptionalDouble.of(2)),
        counts.snapshot());
  }
}
