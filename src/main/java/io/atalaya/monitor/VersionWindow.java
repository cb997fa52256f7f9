package io.atalaya.monitor;

import io.atalaya.accuracy.ErrorSums;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.Observation;
import io.atalaya.window.Panes;
import io.atalaya.window.SlidingWindow;
import java.time.Duration;

/**
 * One window of a version: the running totals, and the panes that they are made of.
 *
 * @param length its length
 * @param widthMillis the width of its panes
 * @param trafficPanes what predictions tell
 * @param traffic its total
 * @param qualityPanes what outcomes tell
 * @param quality its total
 */
record VersionWindow(
    Duration length,
    long widthMillis,
    StatedPanes<TrafficCounts> trafficPanes,
    SlidingWindow<TrafficCounts> traffic,
    StatedPanes<QualityCounts> qualityPanes,
    SlidingWindow<QualityCounts> quality) {

  /** The figures at one moment, and how sure they are. */
  record Judged(WindowFigures figures, QualityEstimates estimates) {

    /** The figure of a check, with its interval where it is over scored pairs. */
    Observation observe(String check) {
      return Observation.scored(
              figures.figure(check), figures.quality().scored(), figures.labelCoverage())
          .with(
              level ->
                  CheckDefinition.named(check)
                      .flatMap(definition -> estimates.interval(definition, level)));
    }
  }

  static VersionWindow of(
      Duration length,
      long widthMillis,
      StatedPanes<TrafficCounts> traffic,
      StatedPanes<QualityCounts> quality,
      long nowMillis) {
    return new VersionWindow(
        length,
        widthMillis,
        traffic,
        traffic.window(length.toMillis(), nowMillis),
        quality,
        quality.window(length.toMillis(), nowMillis));
  }

  /** The figures of the window that ends now. */
  WindowFigures figures() {
    return WindowFigures.of(length, traffic.total(), quality.total());
  }

  /** What there is to judge at {@code t}: the window that ends with the last whole pane. */
  Judged at(long t) {
    long end = Panes.startOf(t, widthMillis);
    return new Judged(WindowFigures.of(length, traffic.at(end), quality.at(end)), estimates(end));
  }

  /** How sure the figures are of the window that ends now. */
  QualityEstimates estimates() {
    return estimates(quality.end());
  }

  /** The predictions of the window that ends now, in blocks. */
  WindowBlocks<TrafficCounts> predictions() {
    long end = traffic.end();
    return new WindowBlocks<>(
        () ->
            trafficPanes.blocks(
                end - length.toMillis(),
                end,
                WindowBlocks.MAX_BLOCKS,
                TrafficCounts::new,
                TrafficCounts::readFrom),
        TrafficCounts::new,
        TrafficCounts::predictions);
  }

  private QualityEstimates estimates(long end) {
    return new QualityEstimates(
        new WindowBlocks<>(
            () ->
                qualityPanes.blocks(
                    end - length.toMillis(),
                    end,
                    WindowBlocks.MAX_BLOCKS,
                    ErrorSums::new,
                    ErrorSums::readFrom),
            ErrorSums::new,
            ErrorSums::scored));
  }
}
