package io.atalaya.quantization.benchmark;

import java.util.Arrays;

/**
 * How long a model takes for an answer, at one number of threads and one size of batch.
 *
 * @param model its name
 * @param threads that compute one answer
 * @param batch samples in one call
 * @param calls that were timed
 * @param p50Nanos the time within which half of the calls were answered
 * @param p95Nanos the same for 95 %
 * @param p99Nanos the same for 99 %
 * @param samplesPerSecond batch over the mean time of a call
 */
public record LatencyFigures(
    String model,
    int threads,
    int batch,
    int calls,
    long p50Nanos,
    long p95Nanos,
    long p99Nanos,
    double samplesPerSecond) {

  /** The figures of calls that took so long each; quantiles are values that were measured. */
  static LatencyFigures of(String model, int threads, int batch, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).average().orElseThrow();
    return new LatencyFigures(
        model,
        threads,
        batch,
        sorted.length,
        quantile(sorted, 50),
        quantile(sorted, 95),
        quantile(sorted, 99),
        batch * 1e9 / mean);
  }

  private static long quantile(long[] sorted, int percent) {
    return sorted[Math.ceilDiv(percent * sorted.length, 100) - 1];
  }

  /** How many times faster than {@code other} half of the calls are answered; below 1: slower. */
  public double speedUpOver(LatencyFigures other) {
    return (double) other.p50Nanos / p50Nanos;
  }
}
