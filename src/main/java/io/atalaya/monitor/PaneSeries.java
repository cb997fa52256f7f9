package io.atalaya.monitor;

import io.atalaya.window.Panes;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open panes of one width, and which of them changed since they were last taken.
 *
 * <p>One writer.
 *
 * @param <A> what a pane accumulates
 */
final class PaneSeries<A> {

  /** Takes a changed pane. */
  interface Sink<A> {
    void accept(long paneMillis, A content);
  }

  private final long widthMillis;
  private final Supplier<A> empty;
  private final NavigableMap<Long, A> panes = new TreeMap<>();
  private final TreeSet<Long> changed = new TreeSet<>();

  /** Events come nearly in order: the last pane is almost always the next one too. */
  private long lastMillis = Long.MIN_VALUE;

  private @Nullable A last;
  private boolean lastChanged;

  PaneSeries(long widthMillis, Supplier<A> empty) {
    this.widthMillis = widthMillis;
    this.empty = empty;
  }

  long widthMillis() {
    return widthMillis;
  }

  /** The pane that holds {@code timeMillis}, for a change. */
  A open(long timeMillis, boolean live) {
    long start = Panes.startOf(timeMillis, widthMillis);
    A pane = last;
    if (pane == null || start != lastMillis) {
      pane = panes.computeIfAbsent(start, ignored -> empty.get());
      last = pane;
      lastMillis = start;
      lastChanged = changed.contains(start);
    }
    if (live && !lastChanged) {
      changed.add(start);
      lastChanged = true;
    }
    return pane;
  }

  /** The pane that holds {@code timeMillis}, for a change; null when it is no longer kept. */
  @Nullable A openIfKept(long timeMillis, boolean live) {
    long start = Panes.startOf(timeMillis, widthMillis);
    return panes.containsKey(start) ? open(start, live) : null;
  }

  /** Hands over every changed pane, in the order of time. */
  void takeChanged(Sink<A> sink) {
    for (long start : changed) {
      A pane = panes.get(start);
      if (pane != null) {
        sink.accept(start, pane);
      }
    }
    changed.clear();
    lastChanged = false;
  }

  /**
   * Forgets the panes that end at or before {@code millis}, unless a change is still to be taken.
   */
  void closeBefore(long millis) {
    var old = panes.headMap(millis - widthMillis, true);
    if (!old.isEmpty()) {
      old.keySet().removeIf(start -> !changed.contains(start));
      last = null;
    }
  }

  boolean isEmpty() {
    return panes.isEmpty();
  }
}
