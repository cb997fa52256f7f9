package io.atalaya.monitor;

import io.atalaya.statistics.Accumulator;
import io.atalaya.window.Panes;
import io.atalaya.window.SlidingWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The panes of one width, merged over the partition indexes that counted them, and the sliding
 * windows made of them.
 *
 * <p>An index states a pane again whenever it changed; what it stated before is then taken back,
 * exactly. Memory: the contributions of each index and their total for every pane kept. One writer.
 *
 * @param <A> what a pane accumulates
 */
final class PaneTotals<A extends Accumulator<A>> {

  private final long widthMillis;
  private final Supplier<A> empty;
  private final NavigableMap<Long, A> totals = new TreeMap<>();
  private final Map<Long, Map<Integer, A>> contributions = new HashMap<>();
  private final List<SlidingWindow<A>> windows = new ArrayList<>();

  PaneTotals(long widthMillis, Supplier<A> empty) {
    this.widthMillis = widthMillis;
    this.empty = empty;
  }

  /** Adds a window of {@code lengthMillis} that ends with the pane of {@code nowMillis}. */
  SlidingWindow<A> window(long lengthMillis, long nowMillis) {
    SlidingWindow<A> window =
        new SlidingWindow<>(lengthMillis, totals, empty, Panes.endOf(nowMillis, widthMillis));
    windows.add(window);
    return window;
  }

  /** Takes what {@code index} counted in the pane that starts at {@code paneMillis}. */
  void put(long paneMillis, int index, A content) {
    Map<Integer, A> ofPane = contributions.computeIfAbsent(paneMillis, ignored -> new HashMap<>());
    A before = ofPane.put(index, content);
    if (before == null) {
      before = empty.get();
    }
    A total = totals.computeIfAbsent(paneMillis, ignored -> empty.get());
    total.retract(before);
    total.merge(content);
    for (SlidingWindow<A> window : windows) {
      window.replaced(paneMillis, before, content);
    }
  }

  /** Moves every window's end to the end of the pane of {@code nowMillis}. */
  void advance(long nowMillis) {
    long end = Panes.endOf(nowMillis, widthMillis);
    windows.forEach(window -> window.advance(end));
  }

  /** Forgets the panes that end at or before {@code millis}; no window may reach them. */
  void prune(long millis) {
    var old = totals.headMap(millis - widthMillis, true);
    old.keySet().forEach(contributions::remove);
    old.clear();
  }
}
