package io.atalaya.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sliding windows of one version, all partition indexes together. One writer. */
final class VersionWindows {

  /** The most parts of the longest window that estimates are scored on. */
  private static final int SCORED_PARTS = 24;

  private final ModelPlan plan;
  private final Map<Long, WidthPanes> widths = new HashMap<>();
  private final List<VersionWindow> windows = new ArrayList<>();
  private List<SegmentFigures> segments = List.of();
  private EstimateScore estimateScore = EstimateScore.UNKNOWN;

  VersionWindows(ModelPlan plan, long nowMillis) {
    this.plan = plan;
    for (Duration length : plan.settings().windows()) {
      WidthPanes panes =
          widths.computeIfAbsent(plan.widthMillis(length), width -> WidthPanes.of(plan, width));
      windows.add(VersionWindow.of(length, plan.kpis(), panes, nowMillis));
    }
  }

  /** Takes what an index counted in a pane; false when no window needs it. */
  boolean put(Partial partial) {
    WidthPanes panes = widths.get(partial.key().widthMillis());
    if (panes == null) {
      return false;
    }
    panes.put(plan, partial);
    return true;
  }

  /**
   * Moves the windows on to {@code millis}.
   *
   * @param sealedMillis the traffic of panes that end before this is final
   */
  void advance(long millis, long sealedMillis) {
    widths.values().forEach(panes -> panes.advance(millis, sealedMillis));
  }

  /** Forgets the panes that no window ending at or after {@code millis} can show. */
  void prune(long millis) {
    widths.forEach((width, panes) -> panes.prune(plan.shownFromMillis(millis, width)));
  }

  /** Computes anew what is too dear for every snapshot. */
  void refresh(long nowMillis) {
    SegmentSettings settings = plan.settings().segments();
    segments =
        windows.stream()
            .flatMap(
                window ->
                    SegmentFigures.of(
                        window.length(),
                        window.segments().total(),
                        settings,
                        plan.kpis(),
                        window.kpis().total())
                        .stream())
            .toList();
    estimateScore = EstimateScore.of(longest().cohorts(nowMillis, SCORED_PARTS));
  }

  /** The windows, the shortest first. */
  List<VersionWindow> all() {
    return windows;
  }

  /** The figures of the segments at the last {@link #refresh}, by window. */
  List<SegmentFigures> segments() {
    return segments;
  }

  /** How the estimates did, at the last {@link #refresh}. */
  EstimateScore estimateScore() {
    return estimateScore;
  }

  /** The figures of all windows as they are now, the shortest first. */
  List<WindowFigures> figures() {
    CohortCounts known = longest().cohort().total();
    return windows.stream().map(window -> window.figures(known, plan.settings().prices())).toList();
  }

  /** What there is to judge of one window at boundary {@code t}. */
  VersionWindow.Judged judgedAt(Duration length, long t) {
    for (VersionWindow window : windows) {
      if (window.length().equals(length)) {
        return window.at(t, longest().cohortAt(t), plan.settings().prices());
      }
    }
    throw new IllegalArgumentException("no window of " + length + " is kept");
  }

  /** Whether there are interactions in panes that end at {@code millis} or later. */
  boolean haveInteractions(long millis) {
    return longest().panes().kpis().isAnyFrom(millis - longest().panes().widthMillis());
  }

  private VersionWindow longest() {
    return windows.getLast();
  }
}
