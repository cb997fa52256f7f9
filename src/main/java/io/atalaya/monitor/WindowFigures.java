package io.atalaya.monitor;

import io.atalaya.accuracy.RegressionQuality;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The figures of one version over one window. What has no denominator is empty.
 *
 * @param window the window
 * @param predictions all predictions, failed ones included
 * @param throughput predictions a second
 * @param errorRatio failed over all predictions
 * @param outOfRangeRatio numbers outside the expected range over all numbers
 * @param cacheHitRatio answers from a cache over those that say
 * @param confidenceMean the mean stated confidence
 * @param latencySeconds the quantiles of {@link #QUANTILES}
 * @param quality the quality of the scored pairs
 * @param absoluteError the quantiles of |e|
 * @param labelCoverage labelled over due predictions
 * @param labelDelaySeconds the quantiles of the label delay
 */
public record WindowFigures(
    Duration window,
    long predictions,
    double throughput,
    OptionalDouble errorRatio,
    OptionalDouble outOfRangeRatio,
    OptionalDouble cacheHitRatio,
    OptionalDouble confidenceMean,
    Quantiles latencySeconds,
    RegressionQuality quality,
    Quantiles absoluteError,
    OptionalDouble labelCoverage,
    Quantiles labelDelaySeconds) {

  /** The quantiles that are exported. */
  public static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);

  /** The values at {@link #QUANTILES}, empty without data. */
  public record Quantiles(OptionalDouble p50, OptionalDouble p95, OptionalDouble p99) {

    /** The values in the order of {@link #QUANTILES}. */
    public List<OptionalDouble> values() {
      return List.of(p50, p95, p99);
    }
  }

  /** Computes the figures of a window from what it holds. */
  static WindowFigures of(Duration window, TrafficCounts traffic, QualityCounts quality) {
    return new WindowFigures(
        window,
        traffic.predictions(),
        traffic.predictions() / (window.toMillis() / 1000.0),
        traffic.errorRatio(),
        traffic.outOfRangeRatio(),
        traffic.cacheHitRatio(),
        traffic.confidenceMean(),
        new Quantiles(
            traffic.latencyQuantile(0.5),
            traffic.latencyQuantile(0.95),
            traffic.latencyQuantile(0.99)),
        quality.errors().snapshot(),
        new Quantiles(
            quality.absoluteErrorQuantile(0.5),
            quality.absoluteErrorQuantile(0.95),
            quality.absoluteErrorQuantile(0.99)),
        quality.coverage(),
        new Quantiles(
            quality.delayQuantile(0.5), quality.delayQuantile(0.95), quality.delayQuantile(0.99)));
  }

  /** The figure that the check {@code name} judges; empty when undefined or no figure of this. */
  public OptionalDouble figure(String name) {
    return switch (name) {
      case "latency-p50" -> latencySeconds.p50();
      case "latency-p95" -> latencySeconds.p95();
      case "latency-p99" -> latencySeconds.p99();
      case "confidence" -> confidenceMean;
      case "throughput" -> OptionalDouble.of(throughput);
      case "error-ratio" -> errorRatio;
      case "out-of-range" -> outOfRangeRatio;
      case "label-coverage" -> labelCoverage;
      default -> quality.figure(name);
    };
  }
}
