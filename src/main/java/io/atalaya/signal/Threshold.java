package io.atalaya.signal;

import java.time.Duration;

/**
 * One bound on one figure of a model.
 *
 * @param check the figure's check name, {@code accuracy} or {@code latency-p95} for example
 * @param bound the side that is bounded
 * @param limit the bound, in base units (seconds, ratios from 0 to 1, the model's own unit)
 * @param window the sliding window that the figure is taken over
 * @param severity the severity of the signal
 * @param minScored the least number of scored pairs in the window for a judgement
 * @param minCoverage the least label coverage of the window for a judgement, 0 to 1
 * @param holdFor how long the breach must last, in event time, before the signal fires
 * @param clear how far beyond the limit, as a share of it, the figure must return to resolve
 */
public record Threshold(
    String check,
    Bound bound,
    double limit,
    Duration window,
    Severity severity,
    long minScored,
    double minCoverage,
    Duration holdFor,
    double clear) {

  /** The side that a limit bounds. */
  public enum Bound {
    MIN,
    MAX
  }
}
