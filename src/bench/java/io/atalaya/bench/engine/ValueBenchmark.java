package io.atalaya.bench.engine;

import io.atalaya.accuracy.ErrorSums;
import io.atalaya.statistics.LogHistogram;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to add one value to a statistic; a plain histogram is the floor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 40, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class ValueBenchmark {

  private static final int VALUES = 1 << 16;
  private static final int BINS = 1_024;
  private static final double RANGE = 5;

  private final double[] values = new double[VALUES];
  private final long[] histogram = new long[BINS];
  private final ReferenceSample reference;
  private final RankCounts ranks;
  private final KllDoublesSketch kll200 = KllDoublesSketch.newHeapInstance(200);
  private final KllDoublesSketch kll1024 = KllDoublesSketch.newHeapInstance(1_024);
  private final LogHistogram quantiles = new LogHistogram();
  private final ErrorSums errors = new ErrorSums();
  private int next;

  /** Draws the values. */
  public ValueBenchmark() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < VALUES; i++) {
      values[i] = random.nextGaussian();
    }
    double[] sample = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      sample[i] = random.nextGaussian();
    }
    reference = ReferenceSample.of(sample);
    ranks = new RankCounts(reference);
  }

  /** The floor: a bin of 1,024 of equal width. */
  @Benchmark
  public long histogramIncrement() {
    double share = (next() + RANGE) / (2 * RANGE);
    return histogram[Math.clamp((long) (share * BINS), 0, BINS - 1)]++;
  }

  /** Counted against a reference of 1,024 values, exactly. */
  @Benchmark
  public long rankCounts() {
    ranks.add(reference, next());
    return ranks.count();
  }

  /** DataSketches' KLL with k = 200, its default: 1.65 % rank error. */
  @Benchmark
  public long kll200() {
    kll200.update(next());
    return kll200.getN();
  }

  /** DataSketches' KLL with k = 1,024. */
  @Benchmark
  public long kll1024() {
    kll1024.update(next());
    return kll1024.getN();
  }

  /** Into a histogram of quantiles: latency, delay, absolute error. */
  @Benchmark
  public long logHistogram() {
    quantiles.add(Math.abs(next()));
    return quantiles.count();
  }

  /** A pair into the seven exact sums and the quantiles of quality. */
  @Benchmark
  public boolean errorSums() {
    double prediction = next();
    errors.add(prediction, prediction + 0.25 * next());
    return errors.isEmpty();
  }

  private double next() {
    return values[next++ & (VALUES - 1)];
  }
}
