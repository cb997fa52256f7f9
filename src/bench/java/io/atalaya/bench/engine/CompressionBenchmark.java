package io.atalaya.bench.engine;

import io.atalaya.cache.Compression;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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

/** What it costs to write a cached answer shorter, and how short it becomes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 700, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 20, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class CompressionBenchmark {

  /** How it is compressed. */
  @Param public Codec codec = Codec.DEFLATE_1;

  /** About how many bytes the answer has. */
  @Param({"300", "2000", "30000"})
  public int bytes = 300;

  /** What the answer is. */
  @Param({"numbers", "text"})
  public String kind = "numbers";

  private Compression compression = Codec.DEFLATE_1.compression();
  private byte[] answer = {};
  private byte[] compressed = {};

  /** Makes the answer, and tells how short it becomes. */
  @Setup
  public void make() {
    compression = codec.compression();
    answer = kind.equals("text") ? Answers.text(bytes) : Answers.numbers(bytes);
    compressed = compression.compress(answer);
    if (!Arrays.equals(answer, compression.decompress(compressed, answer.length))) {
      throw new IllegalStateException(codec + " does not give back what it was given");
    }
    System.out.printf(
        "%s %s: %,d bytes are %,d, %.2f%n",
        codec, kind, answer.length, compressed.length, (double) compressed.length / answer.length);
  }

  /** Once, when the answer is stored. */
  @Benchmark
  public byte[] compress() {
    return compression.compress(answer);
  }

  /** At every hit that is not in memory. */
  @Benchmark
  public byte[] decompress() {
    return compression.decompress(compressed, answer.length);
  }
}
