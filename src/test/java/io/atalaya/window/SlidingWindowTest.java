package io.atalaya.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.statistics.ExactSum;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

  private static final long WIDTH = 10;
  private static final long LENGTH = 50;

  private final TreeMap<Long, ExactSum> panes = new TreeMap<>();

  @Test
  void aPaneEntersWithItsStartAndLeavesAWholeLengthLater() {
    SlidingWindow<ExactSum> window = new SlidingWindow<>(LENGTH, this::forEach, ExactSum::new, 100);
    put(window, 100, 7);
    assertEquals(0, window.total().value());
    window.advance(110);
    assertEquals(7, window.total().value());
    window.advance(150);
    assertEquals(7, window.total().value());
    window.advance(160);
    assertEquals(0, window.total().value());
  }

  @Test
  void anEarlierEndShowsTheEarlierWindow() {
    SlidingWindow<ExactSum> window = new SlidingWindow<>(LENGTH, this::forEach, ExactSum::new, 100);
    put(window, 40, 1);
    put(window, 50, 2);
    put(window, 90, 4);
    assertEquals(6, window.total().value());
    assertEquals(3, window.at(90).value());
    assertEquals(6, window.total().value());
  }

  @Test
  void theTotalIsThatOfThePanesAfterAnyChangesAndMoves() {
    Random random = new Random(7);
    SlidingWindow<ExactSum> window = new SlidingWindow<>(LENGTH, this::forEach, ExactSum::new, 0);
    long end = 0;
    for (int step = 0; step < 5_000; step++) {
      if (random.nextInt(5) == 0) {
        end += WIDTH * random.nextInt(step % 100 == 0 ? 12 : 3);
        window.advance(end);
      } else {
        long start = end + WIDTH * (random.nextInt(14) - 10);
        put(window, start, random.nextGaussian() * Math.pow(10, random.nextInt(13)));
      }
      assertEquals(sum(end), window.total());
      long at = end + WIDTH * (random.nextInt(16) - 8);
      assertEquals(sum(at), window.at(at));
    }
  }

  private ExactSum sum(long end) {
    ExactSum sum = new ExactSum();
    panes.forEach(
        (start, pane) -> {
          if (start >= end - LENGTH && start < end) {
            sum.merge(pane);
          }
        });
    return sum;
  }

  private void put(SlidingWindow<ExactSum> window, long start, double value) {
    ExactSum before = panes.getOrDefault(start, new ExactSum());
    ExactSum after = new ExactSum();
    after.add(value);
    panes.put(start, after);
    if (window.covers(start)) {
      window.removed(before);
      window.added(after);
    }
  }

  private void forEach(long from, long to, Consumer<ExactSum> action) {
    panes.subMap(from, to).values().forEach(action);
  }
}
