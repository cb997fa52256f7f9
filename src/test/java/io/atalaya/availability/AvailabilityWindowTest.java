package io.atalaya.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AvailabilityWindowTest {

  private static final long HOUR = 3_600_000;
  private static final long DAYS_30 = 720 * HOUR;

  private final AvailabilityWindow window = new AvailabilityWindow();

  @Test
  void nothingObservedIsNoRatio() {
    assertEquals(Availability.NONE, window.at(5));
    assertEquals(OptionalDouble.empty(), window.at(5).ratio());
  }

  @Test
  void timeIsCountedToTheMillisecondAcrossBuckets() {
    window.add(HOUR - 1, 3 * HOUR + 2, true);
    window.add(3 * HOUR + 2, 3 * HOUR + 3, false);

    assertEquals(new Availability(2 * HOUR + 3, 2 * HOUR + 4), window.at(3 * HOUR + 3));
  }

  @Test
  void anEmptyOrBackwardStretchIsNoTime() {
    window.add(10, 10, true);
    window.add(10, 9, true);

    assertEquals(Availability.NONE, window.at(10));
  }

  @Test
  void anHourLeavesWhenThe720ThAfterItBegins() {
    window.add(0, HOUR, true);
    window.add(HOUR, 2 * HOUR, false);

    assertEquals(new Availability(HOUR, 2 * HOUR), window.at(DAYS_30 - 1));
    assertEquals(new Availability(0, HOUR), window.at(DAYS_30));
    assertEquals(Availability.NONE, window.at(DAYS_30 + HOUR));
  }

  @Test
  void whatIsLongerThanTheWindowFillsIt() {
    window.add(0, 3 * DAYS_30, true);

    assertEquals(new Availability(DAYS_30, DAYS_30), window.at(3 * DAYS_30 - 1));
  }

  @Test
  void aBucketIsEmptyWhenItsPlaceIsUsedAgain() {
    window.add(0, HOUR, true);
    window.add(5 * DAYS_30 + 7, 5 * DAYS_30 + 10, false);

    assertEquals(new Availability(0, 3), window.at(5 * DAYS_30 + 10));
  }

  @Test
  void whatIsOlderThanTheWindowIsLeftOut() {
    window.add(2 * DAYS_30, 2 * DAYS_30 + 1, true);
    window.add(0, HOUR, false);

    assertEquals(new Availability(1, 1), window.at(2 * DAYS_30 + 1));
  }

  @Test
  void availabilitiesMergeByAddingTimes() {
    assertEquals(new Availability(4, 6), new Availability(1, 2).merge(new Availability(3, 4)));
    assertEquals(OptionalDouble.of(0.75), new Availability(3, 4).ratio());
    assertThrows(IllegalArgumentException.class, () -> new Availability(3, 2));
    assertThrows(IllegalArgumentException.class, () -> new Availability(-1, 2));
  }
}
