package io.atalaya.monitor;

import io.atalaya.accuracy.ClassificationCounts;
import io.atalaya.accuracy.ErrorSums;
import io.atalaya.accuracy.IntervalCounts;
import io.atalaya.accuracy.ScoredPairs;
import io.atalaya.codec.ByteReader;
import io.atalaya.generation.GenerationCounts;
import io.atalaya.kpi.KpiCounts;
import io.atalaya.kpi.KpiPlan;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.Observation;
import io.atalaya.statistics.Accumulator;
import io.atalaya.window.Panes;
import io.atalaya.window.SlidingWindow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One window of a version: the running totals, and the panes that they are made of.
 *
 * @param length its length
 * @param kpiPlan the business figures
 * @param panes its panes
 * @param traffic the total of what predictions tell
 * @param quality the total of what outcomes tell
 * @param cohort the total of what became of the predictions made in it
 * @param segments the total of both, by segment
 * @param kpis the total of what interactions tell
 * @param generations the total of what generations tell
 */
record VersionWindow(
    Duration length,
    KpiPlan kpiPlan,
    WidthPanes panes,
    SlidingWindow<TrafficCounts> traffic,
    SlidingWindow<QualityCounts> quality,
    SlidingWindow<CohortCounts> cohort,
    SlidingWindow<SegmentCounts> segments,
    SlidingWindow<KpiCounts> kpis,
    SlidingWindow<GenerationCounts> generations) {

  /**
   * The figures at one moment, and how sure they are.
   *
   * @param figures the figures
   * @param estimates of those over the scored pairs
   * @param intervals of that over the prediction intervals
   */
  record Judged(
      WindowFigures figures,
      QualityEstimates<?> estimates,
      QualityEstimates<IntervalCounts> intervals) {

    /** The figure of a check, with its interval where it is over scored pairs. */
    Observation observe(String check) {
      boolean ofIntervals = check.equals(IntervalCounts.COVERAGE);
      long scored = ofIntervals ? figures.intervals().scored() : figures.scored();
      return Observation.scored(figures.figure(check), scored, figures.labelCoverage())
          .with(
              level ->
                  CheckDefinition.named(check)
                      .flatMap(
                          definition ->
                              (ofIntervals ? intervals : estimates).interval(definition, level)));
    }
  }

  static VersionWindow of(Duration length, KpiPlan kpiPlan, WidthPanes panes, long nowMillis) {
    long millis = length.toMillis();
    return new VersionWindow(
        length,
        kpiPlan,
        panes,
        panes.traffic().window(millis, nowMillis),
        panes.quality().window(millis, nowMillis),
        panes.cohort().window(millis, nowMillis),
        panes.segments().window(millis, nowMillis),
        panes.kpis().window(millis, nowMillis),
        panes.generations().window(millis, nowMillis));
  }

  /**
   * The figures of the window that ends now.
   *
   * @param known the cohorts that estimates are learned from
   * @param prices what answers cost
   */
  WindowFigures figures(CohortCounts known, PriceSettings prices) {
    return WindowFigures.of(
        new WindowFigures.Span(length, traffic.end(), traffic.end() - panes.widthMillis()),
        traffic.total(),
        quality.total(),
        cohort.total(),
        known,
        prices,
        kpiFigures(kpis.total(), traffic.total()),
        GenerationFigures.of(generations.total(), prices));
  }

  /** What there is to judge at {@code t}: the window that ends with the last whole pane. */
  Judged at(long t, CohortCounts known, PriceSettings prices) {
    long end = endAt(t);
    TrafficCounts answers = traffic.at(end);
    return new Judged(
        WindowFigures.of(
            new WindowFigures.Span(length, end, end),
            answers,
            quality.at(end),
            cohort.at(end),
            known,
            prices,
            kpiFigures(kpis.at(end), answers),
            GenerationFigures.of(generations.at(end), prices)),
        estimates(end),
        new QualityEstimates<>(
            pairs(end, IntervalCounts::new, in -> QualityCounts.readFrom(in).intervals())));
  }

  private SortedMap<String, Double> kpiFigures(KpiCounts counts, TrafficCounts answers) {
    return kpiPlan.figures(counts, answers.predictions(), length.toMillis() / 1_000.0);
  }

  /** How sure the figures over the scored pairs are of the window that ends now. */
  QualityEstimates<?> estimates() {
    return estimates(quality.end());
  }

  private QualityEstimates<?> estimates(long end) {
    ClassificationCounts classes = quality.total().classes();
    return classes == null
        ? new QualityEstimates<>(pairs(end, ErrorSums::new, ErrorSums::readFrom))
        : new QualityEstimates<>(
            pairs(
                end,
                classes::emptyOne,
                in -> Objects.requireNonNull(QualityCounts.readFrom(in).classes())));
  }

  /** The predictions of the window that ends now, in blocks. */
  WindowBlocks<TrafficCounts> predictions() {
    return new WindowBlocks<>(this::trafficBlocks, TrafficCounts::new, TrafficCounts::predictions);
  }

  /** What business figures of the window that ends now are made of, in blocks. */
  List<KpiBlock> kpiBlocks() {
    List<KpiCounts> counts =
        blocks(panes.kpis(), kpis.end(), KpiCounts::new, KpiCounts::readTotalsFrom);
    List<TrafficCounts> answers = trafficBlocks();
    return IntStream.range(0, counts.size())
        .mapToObj(i -> new KpiBlock(counts.get(i), answers.get(i).predictions()))
        .toList();
  }

  private List<TrafficCounts> trafficBlocks() {
    return blocks(panes.traffic(), traffic.end(), TrafficCounts::new, TrafficCounts::readFrom);
  }

  private <B extends Accumulator<B>> List<B> blocks(
      StatedPanes<?> from, long end, Supplier<B> none, Function<ByteReader, B> part) {
    return from.blocks(end - length.toMillis(), end, WindowBlocks.MAX_BLOCKS, none, part);
  }

  /** The cohorts of the window in at most so many equal parts, the oldest first. */
  List<CohortCounts> cohorts(long nowMillis, int most) {
    long end = Panes.endOf(nowMillis, panes.widthMillis());
    return panes
        .cohort()
        .blocks(end - length.toMillis(), end, most, CohortCounts::new, CohortCounts::readFrom);
  }

  /** The cohort of the window at {@code t}. */
  CohortCounts cohortAt(long t) {
    return cohort.at(endAt(t));
  }

  private <A extends ScoredPairs<A>> WindowBlocks<A> pairs(
      long end, Supplier<A> none, Function<ByteReader, A> part) {
    return new WindowBlocks<>(() -> blocks(panes.quality(), end, none, part), none, A::scored);
  }

  private long endAt(long t) {
    return Panes.startOf(t, panes.widthMillis());
  }
}
