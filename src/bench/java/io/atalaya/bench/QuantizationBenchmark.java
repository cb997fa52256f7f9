package io.atalaya.bench;

import ai.onnxruntime.OrtEnvironment;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.embedded.PackagedModel;
import io.atalaya.quantization.Progress;
import io.atalaya.quantization.QuantizationMethod;
import io.atalaya.quantization.QuantizationSettings;
import io.atalaya.quantization.Quantizer;
import io.atalaya.quantization.benchmark.LatencyBenchmark;
import io.atalaya.quantization.benchmark.LatencyFigures;
import io.atalaya.quantization.inference.TokenSamples;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.rewrite.WeightRange;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A sentence-transformer before and after quantization, in turns, with the ONNX Runtime of the
 * build ({@code -Donnxruntime.version} chooses another): {@code --calls=50}, {@code --threads=1,2},
 * {@code --batches=1,8}, {@code --tokens=64}.
 */
final class QuantizationBenchmark {

  private static final int WARM_UP = 10;
  private static final int SAMPLES = 16;

  /** Tokens below are marks, and words that are hardly used. */
  private static final int FIRST_WORD = 2_000;

  private static final int WORDS = 30_000;

  private QuantizationBenchmark() {}

  static void run(Options options, Screen screen, Path directory) {
    int calls = Math.toIntExact(options.whole("calls", 50, 1));
    int[] threads = options.wholes("threads", "1,2", 1);
    int[] batches = options.wholes("batches", "1,8", 1);
    int tokens = Math.toIntExact(options.whole("tokens", 64, 1));
    options.end();
    Path files = PackagedModel.unpack(directory);
    OnnxModel original = OnnxModel.load(files.resolve("model.onnx"));
    WeightRange range = WeightRange.of(System.getProperty("os.arch"), Machine.processorInfo());
    Map<String, OnnxModel> models = new LinkedHashMap<>();
    models.put("floats", original);
    models.put("dynamic", quantized(original, new QuantizationMethod.DynamicByRow(), range));
    models.put(
        "dynamic-by-tensor", quantized(original, new QuantizationMethod.DynamicByTensor(), range));
    List<LatencyFigures> figures =
        new LatencyBenchmark(samples(tokens), WARM_UP, calls, System::nanoTime)
            .run(
                models,
                threads,
                batches,
                (what, done, of) -> screen.progress((double) done / of, what));
    screen.endProgress();
    screen.line(
        "ONNX Runtime %s, weights %s, %d tokens"
            .formatted(OrtEnvironment.getEnvironment().getVersion(), range, tokens));
    Report report =
        new Report("model", "threads", "batch", "p50 ms", "p95 ms", "p99 ms", "texts/s");
    for (LatencyFigures each : figures) {
      report.row(
          each.model(),
          Integer.toString(each.threads()),
          Integer.toString(each.batch()),
          "%.2f".formatted(each.p50Nanos() / 1e6),
          "%.2f".formatted(each.p95Nanos() / 1e6),
          "%.2f".formatted(each.p99Nanos() / 1e6),
          "%,.1f".formatted(each.samplesPerSecond()));
    }
    screen.line(report.toString());
  }

  private static OnnxModel quantized(
      OnnxModel original, QuantizationMethod method, WeightRange range) {
    return Quantizer.prepare(original, QuantizationSettings.of(method, range), Progress.NONE)
        .quantize()
        .model();
  }

  private static TokenSamples samples(int tokens) {
    Random random = new Random(1);
    List<long[]> texts =
        random
            .ints(SAMPLES)
            .mapToObj(seed -> new Random(seed).longs(tokens, FIRST_WORD, WORDS).toArray())
            .toList();
    return new TokenSamples(texts, Set.of(TokenSamples.IDS, TokenSamples.MASK, TokenSamples.TYPES));
  }
}
