package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaneSeriesTest {

  private final PaneSeries<List<Long>> series =
      new PaneSeries<>(
          10, ArrayList::new, (pane, out) -> pane.forEach(out::writeSigned), PaneSeriesTest::read);

  private static List<Long> read(ByteReader in) {
    List<Long> pane = new ArrayList<>();
    while (!in.atEnd()) {
      pane.add(in.readSigned());
    }
    return pane;
  }

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

  @Test
  void aPaneThatRestsIsOpenedAgainAsItWas() {
    add(20, 7);
    add(30, 8);
    changed();
    series.rest(31);
    add(20, 9);
    assertEquals(List.of(20L), changed());
    series.rest(100);
    assertEquals(List.of(7L, 9L), series.open(20, false));
    assertEquals(List.of(8L), series.open(30, false));
  }

  @Test
  void aChangedPaneDoesNotRestBeforeItWasTaken() {
    add(20, 7);
    series.rest(100);
    List<List<Long>> taken = new ArrayList<>();
    series.takeChanged((start, pane) -> taken.add(pane));
    assertEquals(List.of(List.of(7L)), taken);
  }

  @Test
  void aRestingPaneClosesAsAnyOther() {
    add(20, 7);
    changed();
    series.rest(100);
    series.closeBefore(30);
    assertEquals(List.of(7L), series.open(20, false));
    series.rest(100);
    series.closeBefore(31);
    assertTrue(series.isEmpty());
  }

  @Test
  void whatIsWrittenIsRestoredWhetherItRestsOrNot() {
    add(20, 7);
    add(30, 8);
    changed();
    series.rest(31);
    ByteWriter out = new ByteWriter();
    series.writeTo(out);
    PaneSeriesTest other = new PaneSeriesTest();
    other.series.restoreFrom(new ByteReader(out.toByteArray()));
    assertEquals(List.of(7L), other.series.open(20, false));
    assertEquals(List.of(8L), other.series.open(30, false));
    assertEquals(List.of(), other.changed());
  }

  private void add(long millis, long content) {
    List<Long> pane = series.open(millis, true);
    assertNotNull(pane);
    pane.add(content);
  }
}
