package io.atalaya.adapter.terminal;

import io.atalaya.quantization.Progress;
import io.atalaya.quantization.benchmark.LatencyBenchmark;
import io.atalaya.quantization.benchmark.LatencyFigures;
import io.atalaya.quantization.benchmark.ModelMemory;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.inference.TextTokenizer;
import io.atalaya.quantization.model.OnnxModel;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Times models beside each other, and measures the memory of each.
 *
 * @param out for results
 * @param progress is told of long computations
 * @param tokenizer for models of texts
 * @param self the command that starts this program
 */
record BenchmarkCommand(
    PrintStream out, Progress progress, TextTokenizer tokenizer, List<String> self)
    implements Command {

  private static final double NANOS_OF_A_MILLI = 1e6;

  @Override
  public CommandSpec describe() {
    CommandSpec spec =
        Flags.command(
                "benchmark",
                "Times models that take turns, and measures the memory of each in a process of its"
                    + " own. The first is what the others are compared with.",
                "Without samples, models are given random numbers.")
            .addPositional(Flags.files("MODEL", "The models, ONNX files; the original first."));
    SampleFiles.describe(spec);
    return spec.addOption(
            Flags.option("--threads", String.class, "N,...", "1,2", "Threads for an answer."))
        .addOption(Flags.option("--batches", String.class, "N,...", "1,8", "Samples in one call."))
        .addOption(Flags.option("--calls", int.class, "N", "100", "Calls that are timed."))
        .addOption(Flags.option("--warm-up", int.class, "N", "20", "Calls before, not timed."))
        .addOption(Flags.flag("--no-memory", "Measures no memory."))
        .addOption(Flags.flag("--json", "Prints all figures as JSON."));
  }

  @Override
  public int run(ParseResult parsed) {
    List<Path> files = parsed.matchedPositionalValue(0, List.of());
    Map<String, OnnxModel> models = new LinkedHashMap<>();
    files.forEach(file -> models.put(file.toString(), OnnxModel.load(file)));
    Samples samples =
        SampleFiles.read(parsed, models.values().iterator().next(), tokenizer).samples();
    List<LatencyFigures> figures =
        new LatencyBenchmark(
                samples,
                Flags.<Integer>value(parsed, "--warm-up"),
                Flags.<Integer>value(parsed, "--calls"),
                System::nanoTime)
            .run(
                models,
                Flags.numbers(parsed, "--threads"),
                Flags.numbers(parsed, "--batches"),
                progress);
    Map<String, ModelMemory> memory =
        Flags.given(parsed, "--no-memory") ? Map.of() : memory(parsed, files);
    if (Flags.given(parsed, "--json")) {
      out.println(JsonReport.timed(figures, memory).toPrettyString());
    } else {
      print(figures, models.size());
      memory.forEach(
          (model, it) ->
              out.println(
                  String.format(
                      Locale.ROOT,
                      "%s: %,d MB resident, %,d MB at most",
                      model,
                      it.addedBytes() >> 20,
                      it.peakBytes() >> 20)));
    }
    return 0;
  }

  private Map<String, ModelMemory> memory(ParseResult parsed, List<Path> files) {
    Map<String, ModelMemory> memory = new LinkedHashMap<>();
    for (Path file : files) {
      List<String> command = new ArrayList<>(self);
      command.add(MemoryCommand.NAME);
      command.add(file.toString());
      command.addAll(MemoryCommand.samples(parsed));
      ModelMemory.measure(command).ifPresent(it -> memory.put(file.toString(), it));
      progress.step("measuring memory", memory.size(), files.size());
    }
    return memory;
  }

  /** Figures of all models at one setting follow one another, the original's first. */
  private void print(List<LatencyFigures> figures, int models) {
    out.println("threads batch     p50 ms     p95 ms     p99 ms   samples/s  model");
    for (int i = 0; i < figures.size(); i++) {
      LatencyFigures each = figures.get(i);
      LatencyFigures original = figures.get(i - i % models);
      out.println(
          String.format(
              Locale.ROOT,
              "%7d %5d %10.3f %10.3f %10.3f %11.1f  %s%s",
              each.threads(),
              each.batch(),
              each.p50Nanos() / NANOS_OF_A_MILLI,
              each.p95Nanos() / NANOS_OF_A_MILLI,
              each.p99Nanos() / NANOS_OF_A_MILLI,
              each.samplesPerSecond(),
              each.model(),
              i % models == 0 ? "" : ", " + verdict(each.speedUpOver(original))));
    }
  }

  private static String verdict(double speedUp) {
    return speedUp >= 1
        ? String.format(Locale.ROOT, "%.2f times as fast", speedUp)
        : String.format(Locale.ROOT, "SLOWER: it takes %.2f times as long", 1 / speedUp);
  }
}
