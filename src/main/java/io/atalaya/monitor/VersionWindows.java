package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.statistics.Accumulator;
import io.atalaya.window.Panes;
import io.atalaya.window.SlidingWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sliding windows of one version, all partition indexes together.
 *
 * <p>One writer.
 */
final class VersionWindows {

  /** The panes of one width. */
  private record Width(
      StatedPanes<TrafficCounts> traffic,
      StatedPanes<QualityCounts> quality,
      StatedPanes<CohortCounts> cohort,
      StatedPanes<SegmentCounts> segments) {

    static Width of(ModelPlan plan, long millis) {
      return new Width(
          PaneStatistic.TRAFFIC.stated(millis),
          plan.quality().stated(millis),
          PaneStatistic.COHORT.stated(millis),
          plan.segments().stated(millis));
    }

    List<StatedPanes<?>> all() {
      return List.of(traffic, quality, cohort, segments);
    }
  }

  /** The running totals of one window. */
  private record Window(
      Duration length,
      long widthMillis,
      SlidingWindow<TrafficCounts> traffic,
      SlidingWindow<QualityCounts> quality,
      SlidingWindow<CohortCounts> cohort,
      SlidingWindow<SegmentCounts> segments) {

    static Window of(Duration length, long widthMillis, Width panes, long nowMillis) {
      long millis = length.toMillis();
      return new Window(
          length,
          widthMillis,
          panes.traffic.window(millis, nowMillis),
          panes.quality.window(millis, nowMillis),
          panes.cohort.window(millis, nowMillis),
          panes.segments.window(millis, nowMillis));
    }

    WindowFigures figures(CohortCounts known) {
      return WindowFigures.of(length, traffic.total(), quality.total(), cohort.total(), known);
    }

    WindowFigures figuresAt(long millis, CohortCounts known) {
      long end = Panes.startOf(millis, widthMillis);
      return WindowFigures.of(length, traffic.at(end), quality.at(end), cohort.at(end), known);
    }
  }

  /** The most blocks that the estimates are scored on. */
  private static final int BLOCKS = 24;

  private final ModelPlan plan;
  private final Map<Long, Width> widths = new HashMap<>();
  private final List<Window> windows = new ArrayList<>();
  private List<SegmentFigures> segments = List.of();
  private EstimateScore estimateScore = EstimateScore.UNKNOWN;

  VersionWindows(ModelPlan plan, long nowMillis) {
    this.plan = plan;
    for (Duration length : plan.settings().windows()) {
      long width = plan.widthMillis(length);
      Width panes = widths.computeIfAbsent(width, ignored -> Width.of(plan, width));
      windows.add(Window.of(length, width, panes, nowMillis));
    }
  }

  /** Takes what an index counted in a pane; false when no window needs it. */
  boolean put(Partial partial) {
    PartialKey key = partial.key();
    Width panes = widths.get(key.widthMillis());
    if (panes == null) {
      return false;
    }
    switch (key.part()) {
      case TRAFFIC -> put(PaneStatistic.TRAFFIC, panes.traffic, key, partial.body());
      case QUALITY -> put(plan.quality(), panes.quality, key, partial.body());
      case COHORT -> put(PaneStatistic.COHORT, panes.cohort, key, partial.body());
      case SEGMENTS -> put(plan.segments(), panes.segments, key, partial.body());
      case PROGRESS, FEATURE, PENDING, LEARNING, ORPHANS ->
          throw new IllegalArgumentException(key.part() + " is not counted in these panes");
    }
    return true;
  }

  private static <A extends Accumulator<A>> void put(
      PaneStatistic<A> statistic, StatedPanes<A> panes, PartialKey key, ByteReader body) {
    panes.put(key.paneMillis(), key.index(), statistic.read().apply(body));
  }

  /**
   * Moves the windows on to {@code millis}.
   *
   * @param sealedMillis the traffic of panes that end before this is final; what labels change
   *     never is
   */
  void advance(long millis, long sealedMillis) {
    for (Width panes : widths.values()) {
      panes.all().forEach(each -> each.advance(millis));
      panes.traffic.seal(sealedMillis);
    }
  }

  /** Forgets the panes that no window ending at or after {@code millis} can show. */
  void prune(long millis) {
    widths.forEach(
        (width, panes) -> {
          long shown = plan.shownFromMillis(millis, width);
          panes.all().forEach(each -> each.prune(shown));
        });
  }

  /** Computes anew what is too dear for every snapshot. */
  void refresh(long nowMillis) {
    SegmentSettings settings = plan.settings().segments();
    segments =
        windows.stream()
            .flatMap(
                window ->
                    SegmentFigures.of(window.length, window.segments.total(), settings).stream())
            .toList();
    Window longest = longest();
    Width panes = widths.get(longest.widthMillis);
    if (panes != null) {
      estimateScore = EstimateScore.of(blocks(longest, panes.cohort, nowMillis));
    }
  }

  /** The cohorts of the longest window in equal parts, the oldest first. */
  private static List<CohortCounts> blocks(
      Window window, StatedPanes<CohortCounts> panes, long nowMillis) {
    long end = Panes.endOf(nowMillis, window.widthMillis);
    long length = Panes.ceiling(window.length.toMillis() / BLOCKS, window.widthMillis);
    List<CohortCounts> blocks = new ArrayList<>();
    for (long from = end - window.length.toMillis(); from < end; from += length) {
      CohortCounts block = new CohortCounts();
      panes.forEach(from, Math.min(end, from + length), block::merge);
      blocks.add(block);
    }
    return blocks;
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
    CohortCounts known = longest().cohort.total();
    return windows.stream().map(window -> window.figures(known)).toList();
  }

  /** The figures of one window at boundary {@code t}. */
  WindowFigures figuresAt(Duration length, long t) {
    Window longest = longest();
    CohortCounts known = longest.cohort.at(Panes.startOf(t, longest.widthMillis));
    for (Window window : windows) {
      if (window.length.equals(length)) {
        return window.figuresAt(t, known);
      }
    }
    throw new IllegalArgumentException("no window of " + length + " is kept");
  }

  private Window longest() {
    return windows.getLast();
  }
}
