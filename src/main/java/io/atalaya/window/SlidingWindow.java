package io.atalaya.window;

import io.atalaya.statistics.Accumulator;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The running total of the panes in {@code (end - length, end]}, kept by adding the panes that
 * enter and taking back those that leave. Accumulators are exact, so the total equals the merge of
 * its panes after any number of steps; nothing drifts and nothing is recomputed.
 *
 * <p>Memory: one accumulator; the panes belong to the caller. A step costs one merge for everything
 * in a pane that enters or leaves. One writer.
 *
 * @param <A> what is accumulated
 */
public final class SlidingWindow<A extends Accumulator<A>> {

  /**
   * The panes that a window is made of.
   *
   * @param <A> what is accumulated
   */
  @FunctionalInterface
  public interface Source<A> {

    /**
     * Hands over all that was accumulated in the panes that start at or after {@code from} and
     * before {@code to}, in any order and in any number of parts.
     */
    void forEach(long from, long to, Consumer<A> action);
  }

  private final long length;
  private final Source<A> panes;
  private final Supplier<A> empty;
  private A total;
  private long end;

  /**
   * @param length the window's length in milliseconds, a multiple of the panes' width
   * @param panes the panes; the caller tells of each change
   * @param empty makes an empty accumulator
   * @param end the first end of the window, a pane boundary
   */
  public SlidingWindow(long length, Source<A> panes, Supplier<A> empty, long end) {
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

  /** The end of the window, exclusive: a pane boundary. */
  public long end() {
    return end;
  }

  /** Whether the pane at {@code start} is in the window. */
  public boolean covers(long start) {
    return start >= end - length && start < end;
  }

  /** Takes note that a pane of the window holds {@code content} as well. */
  public void added(A content) {
    total.merge(content);
  }

  /** Takes note that a pane of the window no longer holds {@code content}. */
  public void removed(A content) {
    total.retract(content);
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
      panes.forEach(end, to, sum::merge);
      panes.forEach(end - length, to - length, sum::retract);
    } else {
      panes.forEach(to, end, sum::retract);
      panes.forEach(to - length, end - length, sum::merge);
    }
    return sum;
  }

  private A sum(long to) {
    A sum = empty.get();
    panes.forEach(to - length, to, sum::merge);
    return sum;
  }
}
