package io.atalaya.window;

import io.atalaya.statistics.Accumulator;
import java.util.NavigableMap;
import java.util.function.Supplier;

/**
 * The running total of the panes in {@code (end - length, end]}, kept by adding the panes that
 * enter and taking back those that leave. Accumulators are exact, so the total equals the merge of
 * its panes after any number of steps; nothing drifts and nothing is recomputed.
 *
 * <p>Memory: one accumulator; the panes belong to the caller. A step costs one merge a pane that
 * enters or leaves. One writer.
 *
 * @param <A> what is accumulated
 */
public final class SlidingWindow<A extends Accumulator<A>> {

  private final long length;
  private final NavigableMap<Long, A> panes;
  private final Supplier<A> empty;
  private A total;
  private long end;

  /**
   * @param length the window's length in milliseconds, a multiple of the panes' width
   * @param panes the accumulators by the start of their pane; the caller tells of each change
   * @param empty makes an empty accumulator
   * @param end the first end of the window, a pane boundary
   */
  public SlidingWindow(long length, NavigableMap<Long, A> panes, Supplier<A> empty, long end) {
    this.length = length;
    this.panes = panes;
    this.empty = empty;
    this.end = end;
    this.total = sum(end);
  }

  /**
   * The total of the window that ends at the last {@link #advance}; not to be changed by the
   * caller.
   */
  public A total() {
    return total;
  }

  /** Takes note that the pane at {@code start} no longer holds {@code before} but {@code after}. */
  public void replaced(long start, A before, A after) {
    if (covers(start)) {
      total.retract(before);
      total.merge(after);
    }
  }

  /** Moves the window's end forward to {@code to}; a move back is ignored. */
  public void advance(long to) {
    if (to > end) {
      total = shifted(to, total);
      end = to;
    }
  }

  /** The total of the window of the same length that ends at {@code at}, as a new accumulator. */
  public A at(long at) {
    A copy = empty.get();
    copy.merge(total);
    return shifted(at, copy);
  }

  private A shifted(long to, A sum) {
    if (Math.abs(to - end) >= length) {
      return sum(to);
    }
    if (to > end) {
      panes.subMap(end, to).values().forEach(sum::merge);
      panes.subMap(end - length, to - length).values().forEach(sum::retract);
    } else {
      panes.subMap(to, end).values().forEach(sum::retract);
      panes.subMap(to - length, end - length).values().forEach(sum::merge);
    }
    return sum;
  }

  private A sum(long to) {
    A sum = empty.get();
    panes.subMap(to - length, to).values().forEach(sum::merge);
    return sum;
  }

  private boolean covers(long start) {
    return start >= end - length && start < end;
  }
}
