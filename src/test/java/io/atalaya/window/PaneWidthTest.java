package io.atalaya.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaneWidthTest {

  private static final Duration PANE = Duration.ofSeconds(10);

  @Test
  void windowOfFewStepsSlidesByThePane() {
    assertEquals(PANE, PaneWidth.of(PANE, PANE));
    assertEquals(PANE, PaneWidth.of(Duration.ofMinutes(5), PANE));
    assertEquals(PANE, PaneWidth.of(PANE.multipliedBy(359), PANE));
    assertEquals(PANE, PaneWidth.of(Duration.ofHours(1), PANE));
  }

  @Test
  void longerWindowSlidesByAThreeHundredAndSixtiethWhereThatIsEven() {
    assertEquals(Duration.ofMinutes(4), PaneWidth.of(Duration.ofHours(24), PANE));
    assertEquals(Duration.ofMinutes(28), PaneWidth.of(Duration.ofDays(7), PANE));
  }

  @Test
  void longerWindowElseSlidesByTheNextWidthThatDividesIt() {
    // 362 = 2 * 181: 181 panes of two steps.
    assertEquals(PANE.multipliedBy(2), PaneWidth.of(PANE.multipliedBy(362), PANE));
    // 930 = 30 * 31: of its divisors from 30 to 360, 310 is the greatest.
    assertEquals(PANE.multipliedBy(3), PaneWidth.of(PANE.multipliedBy(930), PANE));
  }

  @Test
  void windowWithoutAnEvenDivisionIsRefusedAndItsNeighboursNamed() {
    assertRefused(
        "3610s cannot slide in 30 to 360 even steps of whole panes of 10s: give 1h or 3620s",
        PANE.multipliedBy(361));
    // 29 * 29 leaves 29 panes, one too few.
    assertRefused(
        "8410s cannot slide in 30 to 360 even steps of whole panes of 10s: give 140m or 8430s",
        PANE.multipliedBy(841));
  }

  @Test
  void windowThatIsNoMultipleIsRefusedAndItsNeighboursNamed() {
    assertRefused("25s is no multiple of the pane of 10s: give 20s or 30s", Duration.ofSeconds(25));
    assertRefused("5s is no multiple of the pane of 10s: give 10s", Duration.ofSeconds(5));
    assertRefused("0ms is not above 0: give a duration, for example 1h", Duration.ZERO);
  }

  @Test
  void everyWidthDividesItsWindowAndIsTheSmallestThatMay() {
    for (int steps = 1; steps <= 5_000; steps++) {
      int expected = smallestWidth(steps);
      Duration window = PANE.multipliedBy(steps);
      if (expected == 0) {
        assertThrows(IllegalArgumentException.class, () -> PaneWidth.of(window, PANE));
      } else {
        assertEquals(PANE.multipliedBy(expected), PaneWidth.of(window, PANE), window::toString);
      }
    }
  }

  @Test
  void namedNeighboursAreThemselvesSuitable() {
    for (int steps = 361; steps <= 5_000; steps++) {
      if (smallestWidth(steps) != 0) {
        continue;
      }
      int below = steps;
      while (smallestWidth(below) == 0) {
        below--;
      }
      int above = steps;
      while (smallestWidth(above) == 0) {
        above++;
      }
      Duration window = PANE.multipliedBy(steps);
      String message =
          assertThrows(IllegalArgumentException.class, () -> PaneWidth.of(window, PANE))
              .getMessage();
      assertTrue(
          String.valueOf(message)
              .endsWith(
                  ": give "
                      + WindowLabel.of(PANE.multipliedBy(below))
                      + " or "
                      + WindowLabel.of(PANE.multipliedBy(above))),
          message);
    }
  }

  @Test
  void paneHasBounds() {
    assertEquals(Duration.ofMillis(100), PaneWidth.checkedPane(Duration.ofMillis(100)));
    assertEquals(Duration.ofHours(1), PaneWidth.checkedPane(Duration.ofHours(1)));
    assertEquals(
        "99ms is not from 100ms to 1h: give a duration, for example 10s",
        assertThrows(
                IllegalArgumentException.class, () -> PaneWidth.checkedPane(Duration.ofMillis(99)))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> PaneWidth.checkedPane(Duration.ofMillis(3_600_001)));
    assertThrows(IllegalArgumentException.class, () -> PaneWidth.checkedPane(Duration.ZERO));
  }

  /** The definition, by trial: 0 when there is no width. */
  private static int smallestWidth(int steps) {
    for (int width = 1; width <= steps; width++) {
      if (steps % width == 0 && 360 * width >= steps) {
        return steps <= 360 || steps / width >= 30 ? width : 0;
      }
    }
    return 0;
  }

  private static void assertRefused(String message, Duration window) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> PaneWidth.of(window, PANE))
            .getMessage());
  }
}
