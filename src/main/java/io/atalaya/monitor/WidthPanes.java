package io.atalaya.monitor;

import io.atalaya.generation.GenerationCounts;
import io.atalaya.kpi.KpiCounts;
import io.atalaya.statistics.Accumulator;
import java.util.List;

/**
 * All panes of one width of a version, as the partition indexes stated them.
 *
 * @param widthMillis the width
 * @param traffic what predictions tell
 * @param quality what outcomes tell
 * @param cohort what became of the predictions
 * @param segments both, by segment
 * @param kpis what interactions tell
 * @param generations what generations tell
 */
record WidthPanes(
    long widthMillis,
    StatedPanes<TrafficCounts> traffic,
    StatedPanes<QualityCounts> quality,
    StatedPanes<CohortCounts> cohort,
    StatedPanes<SegmentCounts> segments,
    StatedPanes<KpiCounts> kpis,
    StatedPanes<GenerationCounts> generations) {

  static WidthPanes of(ModelPlan plan, long widthMillis) {
    return new WidthPanes(
        widthMillis,
        PaneStatistic.TRAFFIC.stated(widthMillis),
        plan.quality().stated(widthMillis),
        PaneStatistic.COHORT.stated(widthMillis),
        plan.segments().stated(widthMillis),
        PaneStatistic.KPI.stated(widthMillis),
        PaneStatistic.GENERATIONS.stated(widthMillis));
  }

  /** Takes what an index counted in a pane. */
  void put(ModelPlan plan, Partial partial) {
    switch (partial.key().part()) {
      case TRAFFIC -> put(PaneStatistic.TRAFFIC, traffic, partial);
      case QUALITY -> put(plan.quality(), quality, partial);
      case COHORT -> put(PaneStatistic.COHORT, cohort, partial);
      case SEGMENTS -> put(plan.segments(), segments, partial);
      case KPI -> put(PaneStatistic.KPI, kpis, partial);
      case GENERATIONS -> put(PaneStatistic.GENERATIONS, generations, partial);
      case PROGRESS, FEATURE, PENDING, LEARNING, ORPHANS ->
          throw new IllegalArgumentException(
              partial.key().part() + " is not counted in these panes");
    }
  }

  private static <A extends Accumulator<A>> void put(
      PaneStatistic<A> statistic, StatedPanes<A> panes, Partial partial) {
    PartialKey key = partial.key();
    panes.put(key.paneMillis(), key.index(), statistic.read().apply(partial.body()));
  }

  /**
   * Moves all windows on to {@code millis}.
   *
   * @param sealedMillis the traffic and the generations of panes that end before this are final;
   *     what labels change never is
   */
  void advance(long millis, long sealedMillis) {
    all().forEach(each -> each.advance(millis));
    traffic.seal(sealedMillis);
    generations.seal(sealedMillis);
  }

  /** Forgets the panes that end at or before {@code millis}; no window may reach them. */
  void prune(long millis) {
    all().forEach(each -> each.prune(millis));
  }

  private List<StatedPanes<?>> all() {
    return List.of(traffic, quality, cohort, segments, kpis, generations);
  }
}
