package io.atalaya.bench.engine;

import io.atalaya.accuracy.ErrorSums;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

/**
 * What it costs to slide a window on: a pane of 1,000 values enters a window of 60 such panes, and
 * the oldest leaves. A sketch cannot take back; beside it stands the merge of one pane.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 40, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class WindowBenchmark {

  private static final int PANES = 60;
  private static final int PANE_VALUES = 1_000;
  private static final int REFERENCE = 1_024;

  private final SplittableRandom random = new SplittableRandom(3);
  private final ReferenceSample reference = ReferenceSample.of(random.doubles(REFERENCE).toArray());
  private final Sliding<RankCounts> ranks =
      new Sliding<>(() -> new RankCounts(reference), this::fill, new RankCounts[PANES]);
  private final Sliding<ErrorSums> errors =
      new Sliding<>(ErrorSums::new, this::fill, new ErrorSums[PANES]);
  private final KllDoublesSketch kllPane = KllDoublesSketch.newHeapInstance(REFERENCE);
  private final KllDoublesSketch kllWindow = KllDoublesSketch.newHeapInstance(REFERENCE);

  /** Fills the panes. */
  public WindowBenchmark() {
    for (int i = 0; i < PANE_VALUES; i++) {
      kllPane.update(random.nextDouble());
    }
  }

  /** One feature's window: a pane in, a pane out. */
  @Benchmark
  public Object slideRankCounts() {
    return ranks.slide();
  }

  /** The quality window: a pane in, a pane out. */
  @Benchmark
  public Object slideErrorSums() {
    return errors.slide();
  }

  /** A KLL sketch with k = 1,024 of a pane into that of a window. */
  @Benchmark
  public Object mergeKll1024() {
    kllWindow.merge(kllPane);
    return kllWindow;
  }

  private void fill(RankCounts pane) {
    for (int i = 0; i < PANE_VALUES; i++) {
      pane.add(reference, random.nextDouble());
    }
  }

  private void fill(ErrorSums pane) {
    for (int i = 0; i < PANE_VALUES; i++) {
      double actual = 10 + random.nextDouble();
      pane.add(actual + random.nextGaussian(), actual);
    }
  }

  /** A window and its panes, which come round again and again. */
  private static final class Sliding<A extends Accumulator<A>> {
    private final A[] panes;
    private final A window;
    private int oldest;

    Sliding(Supplier<A> empty, java.util.function.Consumer<A> fill, A[] panes) {
      this.panes = panes;
      window = empty.get();
      for (int i = 0; i < panes.length; i++) {
        panes[i] = empty.get();
        fill.accept(panes[i]);
        window.merge(panes[i]);
      }
    }

    A slide() {
      A pane = panes[oldest];
      oldest = (oldest + 1) % panes.length;
      window.retract(pane);
      window.merge(pane);
      return window;
    }
  }
}
