package io.atalaya.monitor;

import io.atalaya.accuracy.ClassificationCounts;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.generation.GenerationCounts;
import io.atalaya.kpi.KpiCounts;
import io.atalaya.monitor.PartialKey.Part;
import io.atalaya.statistics.Accumulator;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A statistic that is kept by pane: what both stages have to know of it.
 *
 * @param part what its partials are called
 * @param empty makes what a pane accumulates
 * @param write gives its bytes
 * @param read makes one of them
 */
record PaneStatistic<A extends Accumulator<A>>(
    Part part, Supplier<A> empty, BiConsumer<A, ByteWriter> write, Function<ByteReader, A> read) {

  static final PaneStatistic<TrafficCounts> TRAFFIC =
      new PaneStatistic<>(
          Part.TRAFFIC, TrafficCounts::new, TrafficCounts::writeTo, TrafficCounts::readFrom);

  static final PaneStatistic<CohortCounts> COHORT =
      new PaneStatistic<>(
          Part.COHORT, CohortCounts::new, CohortCounts::writeTo, CohortCounts::readFrom);

  static final PaneStatistic<OrphanCounts> ORPHANS =
      new PaneStatistic<>(
          Part.ORPHANS, OrphanCounts::new, OrphanCounts::writeTo, OrphanCounts::readFrom);

  static final PaneStatistic<KpiCounts> KPI =
      new PaneStatistic<>(Part.KPI, KpiCounts::new, KpiCounts::writeTo, KpiCounts::readFrom);

  static final PaneStatistic<GenerationCounts> GENERATIONS =
      new PaneStatistic<>(
          Part.GENERATIONS,
          GenerationCounts::new,
          GenerationCounts::writeTo,
          GenerationCounts::readFrom);

  /** What is counted of the pairs of such a model. */
  static PaneStatistic<QualityCounts> quality(ModelSettings settings) {
    return new PaneStatistic<>(
        Part.QUALITY, qualityOf(settings), QualityCounts::writeTo, QualityCounts::readFrom);
  }

  /** What is counted of the segments of such a model. */
  static PaneStatistic<SegmentCounts> segments(ModelSettings settings) {
    Supplier<QualityCounts> quality = qualityOf(settings);
    return new PaneStatistic<>(
        Part.SEGMENTS,
        () -> new SegmentCounts(quality),
        SegmentCounts::writeTo,
        in -> SegmentCounts.readFrom(in, quality));
  }

  private static Supplier<QualityCounts> qualityOf(ModelSettings settings) {
    if (settings.kind() != ModelSettings.Kind.CLASSIFIER) {
      return QualityCounts::new;
    }
    String positive = settings.classes().positive();
    return positive == null
        ? () -> new QualityCounts(new ClassificationCounts())
        : () -> new QualityCounts(new ClassificationCounts(positive));
  }

  /** The open panes of all widths of a plan. */
  NestedPanes<A> nested(ModelPlan plan) {
    return new NestedPanes<>(
        plan.paneMillis(), plan.longestWindowByWidth().keySet(), empty, write, read);
  }

  /** The stated panes of one width. */
  StatedPanes<A> stated(long widthMillis) {
    return new StatedPanes<>(widthMillis, empty, write, read);
  }
}
