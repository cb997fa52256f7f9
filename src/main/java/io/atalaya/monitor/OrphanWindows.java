package io.atalaya.monitor;

import io.atalaya.window.SlidingWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The orphans of one model over its windows, all partition indexes together. One writer. */
final class OrphanWindows {

  private final ModelPlan plan;
  private final Map<Long, StatedPanes<OrphanCounts>> panes = new HashMap<>();
  private final SequencedMap<Duration, SlidingWindow<OrphanCounts>> windows = new LinkedHashMap<>();

  OrphanWindows(ModelPlan plan) {
    this.plan = plan;
    for (Duration length : plan.settings().windows()) {
      windows.put(
          length,
          panes
              .computeIfAbsent(plan.widthMillis(length), PaneStatistic.ORPHANS::stated)
              .window(length.toMillis(), 0));
    }
  }

  /** Takes what an index counted in a pane. */
  void put(Partial partial) {
    PartialKey key = partial.key();
    StatedPanes<OrphanCounts> ofWidth = panes.get(key.widthMillis());
    if (ofWidth != null) {
      ofWidth.put(
          key.paneMillis(), key.index(), PaneStatistic.ORPHANS.read().apply(partial.body()));
    }
  }

  /** Moves the windows on to {@code millis}. */
  void advance(long millis) {
    panes.values().forEach(ofWidth -> ofWidth.advance(millis));
  }

  /** Forgets the panes that no window ending at or after {@code millis} can show. */
  void prune(long millis) {
    panes.forEach((width, ofWidth) -> ofWidth.prune(plan.shownFromMillis(millis, width)));
  }

  /** The number of orphans by window, the shortest first. */
  SequencedMap<Duration, Long> counts() {
    SequencedMap<Duration, Long> counts = new LinkedHashMap<>();
    windows.forEach((length, window) -> counts.put(length, window.total().count()));
    return counts;
  }
}
