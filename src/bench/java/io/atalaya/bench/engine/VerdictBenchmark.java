package io.atalaya.bench.engine;

import io.atalaya.statistics.BinnedPair;
import io.atalaya.statistics.KolmogorovSmirnov;
import io.atalaya.statistics.NeymanSmooth;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a Kolmogorov-Smirnov verdict on one feature costs, D and p, once its values are in: of n
 * current values against 1,024 reference values.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 40, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class VerdictBenchmark {

  private static final int REFERENCE = 1_024;
  private static final double SHIFT = 0.05;

  /** The current values. */
  @Param({"2000", "100000"})
  public int n = 2_000;

  private double[] referenceValues = {};
  private double[] currentValues = {};
  private ReferenceSample reference = ReferenceSample.of(new double[] {0});
  private RankCounts counts = new RankCounts(reference);
  private final KllDoublesSketch referenceSketch = KllDoublesSketch.newHeapInstance(1_024);
  private final KllDoublesSketch currentSketch = KllDoublesSketch.newHeapInstance(1_024);
  private final KolmogorovSmirnovTest commons = new KolmogorovSmirnovTest();

  /** Draws both samples. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(2);
    referenceValues = random.doubles(REFERENCE).toArray();
    currentValues = random.doubles(n).map(value -> value * (1 + SHIFT)).toArray();
    reference = ReferenceSample.of(referenceValues);
    counts = new RankCounts(reference);
    for (double value : currentValues) {
      counts.add(reference, value);
      currentSketch.update(value);
    }
    for (double value : referenceValues) {
      referenceSketch.update(value);
    }
  }

  /** From the counts: D exact, p exact up to n·m = 2·10⁷. */
  @Benchmark
  public double rankCounts() {
    return KolmogorovSmirnov.pValue(reference, counts, 0.01).orElse(1);
  }

  /** D alone. */
  @Benchmark
  public double rankCountsDistance() {
    return KolmogorovSmirnov.statistic(reference, counts);
  }

  /** Neyman's smooth test from the same counts. */
  @Benchmark
  public double neyman() {
    return NeymanSmooth.test(BinnedPair.ofCells(reference, counts)).p();
  }

  /**
   * Commons Math's two-sample test on the raw values, which it must have kept; p is the limit's for
   * n·m above 10⁴.
   */
  @Benchmark
  public double commonsMathOnRawValues() {
    return commons.kolmogorovSmirnovTest(referenceValues, currentValues);
  }

  /** DataSketches' test on KLL sketches with k = 1,024: a yes or no. */
  @Benchmark
  public boolean kll1024() {
    return org.apache.datasketches.quantilescommon.KolmogorovSmirnov.kolmogorovSmirnovTest(
        referenceSketch, currentSketch, 0.01);
  }
}
