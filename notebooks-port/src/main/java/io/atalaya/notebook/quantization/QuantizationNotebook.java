package io.atalaya.notebook.quantization;

import io.atalaya.bench.Machine;
import io.atalaya.bench.Options;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.notebook.Notebook;
import io.atalaya.notebook.report.Report;
import io.atalaya.notebook.report.Section;
import io.atalaya.quantization.Progress;
import io.atalaya.quantization.benchmark.LatencyBenchmark;
import io.atalaya.quantization.benchmark.LatencyFigures;
import io.atalaya.quantization.benchmark.ModelMemory;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.rewrite.WeightRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What quantization makes of real models, beside what is often said of it: {@code
 * --models=bikes,digits,minilm}, {@code --calls=100} (a quarter for the transformer), {@code
 * --threads=1,2}, {@code --batches=1,8}, {@code --sensitivity-samples=16}, {@code --memory=1} (0
 * for none).
 */
public final class QuantizationNotebook implements Notebook {

  private static final int WARM_UP = 10;
  private static final int SLOWNESS = 4;

  @Override
  public Report run(Options options, Screen screen, Path directory) throws IOException {
    String[] names = options.text("models", "bikes,digits,minilm").split(",", -1);
    int calls = Math.toIntExact(options.whole("calls", 100, 1));
    int[] threads = options.wholes("threads", "1,2", 1);
    int[] batches = options.wholes("batches", "1,8", 1);
    int sensitivity = Math.toIntExact(options.whole("sensitivity-samples", 16, 1));
    boolean memory = options.whole("memory", 1, 0) > 0;
    options.end();
    Path files = Files.createDirectories(directory.resolve("quantization"));
    Progress progress = (what, done, of) -> screen.progress((double) done / of, what);
    WeightRange range = WeightRange.of(System.getProperty("os.arch"), Machine.processorInfo());
    List<Claims> claims = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    for (String name : names) {
      Study study = Studies.load(name, files);
      screen.line("\n" + study.title());
      List<Variant> variants = Variant.of(study, range, progress);
      variants.forEach(variant -> screen.line(line(variant)));
      SensitiveNodes nodes = SensitiveNodes.scan(study, range, sensitivity, progress);
      screen.line("  " + nodes.sentence());
      Map<String, OnnxModel> timed = timed(study, variants);
      List<LatencyFigures> latency =
          new LatencyBenchmark(
                  study.judged(),
                  WARM_UP,
                  study.slow() ? Math.ceilDiv(calls, SLOWNESS) : calls,
                  System::nanoTime)
              .run(timed, threads, batches, progress);
      Map<String, ModelMemory> resident =
          memory ? MeasureMemory.of(timed, files, progress) : Map.of();
      screen.endProgress();
      Claims claim = Claims.of(study, variants, latency);
      claim.findings().forEach(finding -> screen.line("  " + finding.text()));
      claims.add(claim);
      sections.addAll(StudySections.of(study, variants, nodes, latency, resident));
    }
    sections.addFirst(Claims.section(claims));
    return new Report(
        "Quantization, measured",
        "INT8 is said to make models 30 to 50 % faster and 75 % smaller. Here is what it did to "
            + names.length
            + " real models on this machine: file size, accuracy, time and memory, by every"
            + " method that Atalaya has.",
        facts(range),
        sections);
  }

  private static SequencedMap<String, String> facts(WeightRange range) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("ONNX Runtime", ai.onnxruntime.OrtEnvironment.getEnvironment().getVersion());
    facts.put(
        "weights",
        switch (range) {
          case FULL -> "8 bits";
          case REDUCED -> "7 of 8 bits, as this processor has no VNNI";
        });
    return facts;
  }

  /** The original first; of the quantized versions those that one would choose from. */
  private static Map<String, OnnxModel> timed(Study study, List<Variant> variants) {
    Map<String, OnnxModel> models = new LinkedHashMap<>();
    models.put(Claims.FLOATS, study.original());
    variants.stream()
        .filter(
            it -> List.of(Variant.READY_MADE, Variant.DYNAMIC, Variant.STATIC).contains(it.name()))
        .forEach(it -> models.put(it.name(), it.model()));
    return models;
  }

  private static String line(Variant variant) {
    return String.format(
        Locale.ROOT,
        "  %-20s %5.1f %% of the size, %s %.5f%s",
        variant.name(),
        100 * variant.comparison().sizeRatio(),
        variant.comparison().agreement().measure(),
        variant.comparison().agreement().fidelity(),
        variant.comparison().passed() ? "" : ", below the bound");
  }
}
