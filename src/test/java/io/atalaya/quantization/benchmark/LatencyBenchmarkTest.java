package io.atalaya.quantization.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.quantization.Progress;
import io.atalaya.quantization.TestGraph;
import io.atalaya.quantization.inference.TensorSamples;
import io.atalaya.quantization.model.OnnxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatencyBenchmarkTest {

  private static final OnnxModel MODEL =
      new TestGraph(13, -1, 2).node("Relu", "y", List.of("x")).returning("y");
  private static final TensorSamples SAMPLES =
      new TensorSamples(Map.of("x", TestGraph.normal(1, 5, 2)));

  @Test
  void figuresAreThoseOfTheClock() {
    AtomicLong now = new AtomicLong();
    AtomicLong step = new AtomicLong();
    // The two reads of a call are 1, 2, 3, ... nanoseconds apart.
    Map<String, OnnxModel> one = Map.of("a", MODEL);
    List<LatencyFigures> figures =
        new LatencyBenchmark(SAMPLES, 0, 100, () -> now.getAndAdd(step.incrementAndGet() / 2 + 1))
            .run(one, new int[] {1}, new int[] {4}, Progress.NONE);
    LatencyFigures first = figures.getFirst();
    assertEquals(100, first.calls());
    assertEquals(50, first.p50Nanos());
    assertEquals(95, first.p95Nanos());
    assertEquals(99, first.p99Nanos());
    assertEquals(4e9 / 50.5, first.samplesPerSecond(), 1);
  }

  @Test
  void eachModelIsTimedAtEachSetting() {
    Map<String, OnnxModel> two = new LinkedHashMap<>();
    two.put("a", MODEL);
    two.put("b", MODEL);
    List<LatencyFigures> figures =
        new LatencyBenchmark(SAMPLES, 1, 3, System::nanoTime)
            .run(two, new int[] {1, 2}, new int[] {1, 8}, Progress.NONE);
    assertEquals(
        List.of("a 1 1", "b 1 1", "a 1 8", "b 1 8", "a 2 1", "b 2 1", "a 2 8", "b 2 8"),
        figures.stream()
            .map(it -> "%s %d %d".formatted(it.model(), it.threads(), it.batch()))
            .toList());
  }

  @Test
  void theSpeedUpIsBelow1WhenSlower() {
    LatencyFigures fast = new LatencyFigures("a", 1, 1, 1, 100, 100, 100, 1);
    LatencyFigures slow = new LatencyFigures("b", 1, 1, 1, 400, 400, 400, 1);
    assertEquals(0.25, slow.speedUpOver(fast));
    assertEquals(4, fast.speedUpOver(slow));
  }

  @Test
  void memoryIsWhatLinuxTells() {
    assertEquals(
        Optional.of(new ResidentMemory(1_024 * 200L, 1_024 * 300L)),
        ResidentMemory.read(List.of("VmHWM:\t     300 kB", "VmRSS:\t     200 kB")));
    assertEquals(Optional.empty(), ResidentMemory.read(List.of("Name:\tjava")));
  }

  @Test
  void nothingCannotBeTimed() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LatencyBenchmark(SAMPLES, 0, 0, System::nanoTime));
  }
}
