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
 * @param traffic the total of what predictions tell
 * @param quality the total of what outcomes tell
 * @param qualityPanes the panes of {@code quality}
 */
record VersionWindow(
    Duration length,
    long widthMillis,
    SlidingWindow<TrafficCounts> traffic,
    SlidingWindow<QualityCounts> quality,
    StatedPanes<QualityCounts> qualityPanes) {

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
        traffic.window(length.toMillis(), nowMillis),
        quality.window(length.toMillis(), nowMillis),
        quality);
  }

  /** The figures of the window that ends now. */
  WindowFigures figures() {
    return WindowFigures.of(length, traffic.total(), quality.total());
  }

  /** What there is to judge at {@code t}: the window that ends with the last whole pane. */
  Judged at(long t) {
    long end = Panes.startOf(t, widthMillis);
    QualityCounts total = quality.at(end);
    return new Judged(
        WindowFigures.of(length, traffic.at(end), total),
        new QualityEstimates(
            total.errors(),
            () ->
                qualityPanes.blocks(
                    end - length.toMillis(),
                    end,
                    QualityEstimates.MAX_BLOCKS,
                    ErrorSums::new,
                    ErrorSums::readFrom)));
  }
}
