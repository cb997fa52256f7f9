package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaneSeriesTest {

  private final PaneSeries<List<Long>> series = new PaneSeries<>(10, ArrayList::new);

  @Test
  void aTimeIsInThePaneThatStartsAtOrBeforeIt() {
    assertSame(series.open(20, true), series.open(29, true));
    assertEquals(List.of(20L), changed());
    series.open(30, true);
    assertEquals(List.of(30L), changed());
  }

  @Test
  void whatIsOnlyReadAgainIsNoChange() {
    series.open(20, false);
    assertEquals(List.of(), changed());
    series.open(20, true);
    assertEquals(List.of(20L), changed());
  }

  /** A record may still come that was appended at the very end of the grace. */
  @Test
  void aPaneThatEndsExactlyThenIsStillOpen() {
    List<Long> pane = series.open(20, false);
    series.closeBefore(30);
    assertSame(pane, series.open(20, false));
    series.closeBefore(31);
    assertNull(series.open(20, false));
    assertNotNull(series.open(30, false));
  }

  @Test
  void aChangedPaneStaysUntilItWasTaken() {
    series.open(20, true);
    series.closeBefore(100);
    assertEquals(List.of(20L), changed());
    series.closeBefore(100);
    assertTrue(series.isEmpty());
  }

  private List<Long> changed() {
    List<Long> changed = new ArrayList<>();
    series.takeChanged((start, pane) -> changed.add(start));
    return changed;
  }
}
