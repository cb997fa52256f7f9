package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.ExactSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NestedPanesTest {

  private static final long STEP = 10;
  private static final List<Long> WIDTHS = List.of(10L, 40L);

  private final NestedPanes<ExactSum> panes = nested();

  private static NestedPanes<ExactSum> nested() {
    return new NestedPanes<>(STEP, WIDTHS, ExactSum::new, ExactSum::writeTo, ExactSum::readFrom);
  }

  @Test
  void whatIsAddedOnceIsInThePaneOfEachWidth() {
    panes.added(57, true).add(3);
    panes.added(48, true).add(4);
    assertEquals(Map.of("10:40", 4.0, "10:50", 3.0, "40:40", 7.0), taken(panes));
    assertEquals(Map.of(), taken(panes));
  }

  @Test
  void whatIsTakenBackMayHaveBeenAddedJustNowOrLongBefore() {
    panes.added(0, true).add(3);
    panes.added(1, true).add(4);
    panes.removed(2, true).add(4);
    assertEquals(Map.of("10:0", 3.0, "40:0", 3.0), taken(panes));
    panes.removed(3, true).add(3);
    assertEquals(Map.of("10:0", 0.0, "40:0", 0.0), taken(panes));
  }

  @Test
  void whatIsOnlyReadAgainIsNoChangeButIsThereWhenOneComes() {
    panes.added(5, false).add(3);
    assertEquals(Map.of(), taken(panes));
    panes.added(5, true).add(4);
    assertEquals(Map.of("10:0", 7.0, "40:0", 7.0), taken(panes));
  }

  @Test
  void aClosedPaneGetsNothingMoreWhileAWiderOneDoes() {
    panes.added(5, true).add(3);
    taken(panes);
    panes.settled().forEach(series -> series.closeBefore(30));
    panes.added(5, true).add(4);
    assertEquals(Map.of("40:0", 7.0), taken(panes));
  }

  @Test
  void whatIsWrittenHoldsWhatWasNotSettledYet() {
    panes.added(5, true).add(3);
    assertFalse(panes.isEmpty());
    ByteWriter out = new ByteWriter();
    panes.writeTo(out);
    NestedPanes<ExactSum> restored = nested();
    assertTrue(restored.isEmpty());
    restored.restoreFrom(new ByteReader(out.toByteArray()));
    restored.added(6, true).add(1);
    assertEquals(Map.of("10:0", 4.0, "40:0", 4.0), taken(restored));
  }

  @Test
  void anyOrderOfTimesAndOfTakingGivesThePanesOfEachWidthByItself() {
    Random random = new Random(20_261_126);
    Map<String, Double> expected = new TreeMap<>();
    Map<String, Double> last = new TreeMap<>();
    List<Map.Entry<Long, Integer>> added = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      boolean takesBack = !added.isEmpty() && random.nextInt(4) == 0;
      // More steps than are kept apart.
      Map.Entry<Long, Integer> entry =
          takesBack
              ? added.remove(random.nextInt(added.size()))
              : Map.entry((long) random.nextInt(2_000), 1 + random.nextInt(100));
      long time = entry.getKey();
      (takesBack ? panes.removed(time, true) : panes.added(time, true)).add(entry.getValue());
      if (!takesBack) {
        added.add(entry);
      }
      double change = takesBack ? -entry.getValue() : entry.getValue();
      WIDTHS.forEach(
          width -> expected.merge(width + ":" + (time - time % width), change, Double::sum));
      if (random.nextInt(300) == 0) {
        last.putAll(taken(panes));
        assertEquals(expected, last);
      }
    }
  }

  private static Map<String, Double> taken(NestedPanes<ExactSum> panes) {
    Map<String, Double> taken = new TreeMap<>();
    panes.takeChanged((width, pane, sum) -> taken.put(width + ":" + pane, sum.value()));
    return taken;
  }
}
