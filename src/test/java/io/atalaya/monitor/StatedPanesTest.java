package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.statistics.ExactSum;
import io.atalaya.window.Panes;
import io.atalaya.window.SlidingWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatedPanesTest {

  private static final long WIDTH = 10;
  private static final long LENGTH = 100;

  private final StatedPanes<ExactSum> panes =
      new StatedPanes<>(WIDTH, ExactSum::new, ExactSum::writeTo, ExactSum::readFrom);
  private final SlidingWindow<ExactSum> window = panes.window(LENGTH, 0);
  private final SlidingWindow<ExactSum> half = panes.window(LENGTH / 2, 0);

  @Test
  void aPartStatedAgainReplacesWhatItWas() {
    panes.put(0, 3, sum(5));
    panes.put(0, 3, sum(6));
    panes.put(0, 0, sum(1));
    assertEquals(sum(7), window.total());
  }

  @Test
  void aPaneIsFinalOnceMoreThanItsEndIsSealed() {
    panes.put(0, 1, sum(5));
    panes.seal(WIDTH);
    panes.put(0, 1, sum(6));
    assertEquals(sum(6), window.total());
    panes.seal(WIDTH + 1);
    panes.put(0, 1, sum(7));
    panes.put(0, 2, sum(8));
    assertEquals(sum(6), window.total());
    panes.advance(LENGTH - 1);
    assertEquals(sum(6), window.total());
    panes.advance(LENGTH);
    assertEquals(sum(0), window.total());
  }

  @Test
  void prunedPanesAreForgottenSealedOrNot() {
    panes.put(0, 0, sum(1));
    panes.seal(WIDTH + 1);
    panes.put(WIDTH, 0, sum(2));
    panes.put(2 * WIDTH, 0, sum(4));
    panes.prune(2 * WIDTH);
    assertEquals(sum(4), panes.window(LENGTH, 2 * WIDTH).total());
  }

  @Test
  void somethingIsThereOnceAPartIsNotEmptySealedOrNot() {
    assertFalse(panes.isAnyFrom(0));
    panes.put(0, 2, sum(5));
    panes.put(WIDTH, 0, sum(0));
    assertTrue(panes.isAnyFrom(0));
    assertFalse(panes.isAnyFrom(1));
    panes.seal(WIDTH + 1);
    assertTrue(panes.isAnyFrom(0));
    assertFalse(panes.isAnyFrom(1));
    panes.put(2 * WIDTH, 0, sum(5));
    assertTrue(panes.isAnyFrom(WIDTH));
    panes.put(2 * WIDTH, 0, sum(0));
    assertFalse(panes.isAnyFrom(WIDTH));
  }

  @Test
  void blocksAreOfEqualLengthButForTheLastAndHoldAllParts() {
    for (int pane = 0; pane < 7; pane++) {
      panes.put(pane * WIDTH, 0, sum(1 << pane));
    }
    panes.put(2 * WIDTH, 5, sum(1_000));
    panes.seal(3 * WIDTH);
    panes.put(9 * WIDTH, 1, sum(5_000));
    assertEquals(
        List.of(sum(1 + 2 + 4 + 1_000), sum(8 + 16 + 32), sum(64), sum(5_000)), blocks(0, 10));
    assertEquals(List.of(sum(1 + 2), sum(4 + 1_000 + 8), sum(16)), blocks(0, 5));
    assertEquals(List.of(sum(2), sum(4 + 1_000)), blocks(1, 3));
  }

  @Test
  void windowsAreTheSumOfWhatWasStatedLastInWhateverOrder() {
    Random random = new Random(11);
    Map<Long, Map<Integer, Double>> expected = new HashMap<>();
    long now = 0;
    for (int step = 0; step < 5_000; step++) {
      now += random.nextInt(step % 500 == 0 ? 300 : 4);
      panes.advance(now);
      panes.seal(now - 35);
      panes.prune(Panes.endOf(now, WIDTH) - LENGTH);
      long pane = Panes.startOf(now - random.nextInt(35), WIDTH);
      double value = random.nextGaussian() * Math.pow(10, random.nextInt(13));
      int part = random.nextInt(7);
      panes.put(pane, part, sum(value));
      expected.computeIfAbsent(pane, ignored -> new HashMap<>()).put(part, value);
      assertEquals(sum(expected, Panes.endOf(now, WIDTH), LENGTH), window.total());
      assertEquals(sum(expected, Panes.endOf(now, WIDTH), LENGTH / 2), half.total());
      long at = Panes.endOf(now, WIDTH) - WIDTH * random.nextInt(4);
      assertEquals(sum(expected, at, LENGTH / 2), half.at(at));
    }
  }

  /** The panes from one to before another in at most four blocks. */
  private List<ExactSum> blocks(int from, int to) {
    return panes.blocks(from * WIDTH, to * WIDTH, 4, ExactSum::new, ExactSum::readFrom);
  }

  private static ExactSum sum(Map<Long, Map<Integer, Double>> panes, long end, long length) {
    ExactSum sum = new ExactSum();
    panes.forEach(
        (start, parts) -> {
          if (start >= end - length && start < end) {
            parts.values().forEach(sum::add);
          }
        });
    return sum;
  }

  private static ExactSum sum(double value) {
    ExactSum sum = new ExactSum();
    sum.add(value);
    return sum;
  }
}
