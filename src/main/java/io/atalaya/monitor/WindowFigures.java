package io.atalaya.monitor;

import io.atalaya.accuracy.ClassificationCounts;
import io.atalaya.accuracy.ClassificationQuality;
import io.atalaya.accuracy.IntervalCounts;
import io.atalaya.accuracy.IntervalQuality;
import io.atalaya.accuracy.RegressionQuality;
import io.atalaya.signal.CheckDefinition;
import java.time.Duration;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one version over one window. What has no denominator is empty.
 *
 * @param window the window
 * @param predictions all predictions, failed ones included
 * @param throughput predictions a second
 * @param errorRatio failed over all predictions
 * @param outOfRangeRatio numbers outside the expected range over all numbers
 * @param pattern how evenly predictions came
 * @param cache what a prediction cache did
 * @param confidenceMean the mean stated confidence
 * @param latencySeconds the quantiles
 * @param quality the quality of the scored pairs of numbers
 * @param classes the quality of the scored pairs of classes; null for a model of numbers
 * @param absoluteError the quantiles of |e|
 * @param intervals how prediction intervals do
 * @param labelCoverage labelled over due predictions
 * @param cohortCoverage of the error-free predictions made in the window, the share labelled by now
 * @param estimatedLoss the mean loss to be expected of the predictions made in the window, labelled
 *     or not: |e| of numbers, the share of wrong ones of classes
 * @param labelDelaySeconds the quantiles of the label delay
 * @param kpis the business figures that are defined, by name
 * @param generation those of generations
 */
public record WindowFigures(
    Duration window,
    long predictions,
    double throughput,
    OptionalDouble errorRatio,
    OptionalDouble outOfRangeRatio,
    RequestPattern pattern,
    CacheFigures cache,
    OptionalDouble confidenceMean,
    Quantiles latencySeconds,
    RegressionQuality quality,
    @Nullable ClassificationQuality classes,
    Quantiles absoluteError,
    IntervalQuality intervals,
    OptionalDouble labelCoverage,
    OptionalDouble cohortCoverage,
    OptionalDouble estimatedLoss,
    Quantiles labelDelaySeconds,
    SortedMap<String, Double> kpis,
    GenerationFigures generation) {

  public WindowFigures {
    kpis = Collections.unmodifiableSortedMap(kpis);
  }

  /**
   * When a window is.
   *
   * @param length its length
   * @param endMillis its end, exclusive
   * @param wholeMillis until when all of its predictions are there
   */
  record Span(Duration length, long endMillis, long wholeMillis) {}

  /**
   * Computes the figures of a window from what it holds.
   *
   * @param known the cohorts that estimates are learned from
   * @param prices what answers cost
   * @param kpis the business figures that are defined, by name
   * @param generation those of generations
   */
  static WindowFigures of(
      Span span,
      TrafficCounts traffic,
      QualityCounts quality,
      CohortCounts cohort,
      CohortCounts known,
      PriceSettings prices,
      SortedMap<String, Double> kpis,
      GenerationFigures generation) {
    ClassificationCounts classes = quality.classes();
    return new WindowFigures(
        span.length,
        traffic.predictions(),
        traffic.predictions() / (span.length.toMillis() / 1000.0),
        traffic.errorRatio(),
        traffic.outOfRangeRatio(),
        traffic.minutes().pattern(span.endMillis - span.length.toMillis(), span.wholeMillis),
        traffic.cache().snapshot(prices.call()),
        traffic.confidenceMean(),
        Quantiles.of(traffic::latencyQuantile),
        quality.errors().snapshot(),
        classes == null ? null : classes.snapshot(),
        Quantiles.of(quality::absoluteErrorQuantile),
        quality.intervals().snapshot(),
        quality.coverage(),
        cohort.coverage(),
        known.suffices() ? cohort.expectedLoss(known) : OptionalDouble.empty(),
        Quantiles.of(quality::delayQuantile),
        kpis,
        generation);
  }

  /** The number of scored pairs. */
  public long scored() {
    return classes == null ? quality.scored() : classes.scored();
  }

  /** The forecast accuracy of numbers, the share of right ones of classes. */
  public OptionalDouble accuracy() {
    return classes == null ? quality.accuracy() : classes.accuracy();
  }

  /** The share of right classes to be expected; empty for a model of numbers. */
  public OptionalDouble estimatedAccuracy() {
    return classes == null || estimatedLoss.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - estimatedLoss.getAsDouble());
  }

  /** The mean absolute error to be expected; empty for a classifier. */
  public OptionalDouble estimatedMae() {
    return classes == null ? estimatedLoss : OptionalDouble.empty();
  }

  /** The figure that the check {@code name} judges; empty when undefined or no figure of this. */
  public OptionalDouble figure(String name) {
    if (name.startsWith(CheckDefinition.KPI)) {
      Double kpi = kpis.get(name.substring(CheckDefinition.KPI.length()));
      return kpi == null ? OptionalDouble.empty() : OptionalDouble.of(kpi);
    }
    if (name.startsWith(CheckDefinition.SCORE)) {
      return generation.score(name.substring(CheckDefinition.SCORE.length()));
    }
    return switch (name) {
      case "latency-p50" -> latencySeconds.p50();
      case "latency-p95" -> latencySeconds.p95();
      case "latency-p99" -> latencySeconds.p99();
      case "confidence" -> confidenceMean;
      case "throughput" -> OptionalDouble.of(throughput);
      case "error-ratio" -> errorRatio;
      case "out-of-range" -> outOfRangeRatio;
      case "label-coverage" -> labelCoverage;
      case IntervalCounts.COVERAGE -> intervals.coverage();
      case "ttft-p95" -> generation.firstTokenSeconds().p95();
      case "tokens-per-second" -> generation.tokensPerSecond();
      case "estimated-mae" -> estimatedMae();
      case "estimated-accuracy" -> estimatedAccuracy();
      default -> classes == null ? quality.figure(name) : classes.figure(name);
    };
  }
}
