package io.atalaya.adapter.terminal;

import io.atalaya.quantization.Progress;
import io.atalaya.quantization.QuantizationMethod;
import io.atalaya.quantization.QuantizationSettings;
import io.atalaya.quantization.QuantizedModel;
import io.atalaya.quantization.Quantizer;
import io.atalaya.quantization.SensitivityAnalysis;
import io.atalaya.quantization.calibration.Calibration;
import io.atalaya.quantization.calibration.CalibrationMethod;
import io.atalaya.quantization.comparison.AnswerReader;
import io.atalaya.quantization.comparison.ModelKind;
import io.atalaya.quantization.inference.TextTokenizer;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.rewrite.WeightRange;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Quantizes a model's file.
 *
 * @param out for results
 * @param progress is told of long computations
 * @param tokenizer for models of texts
 */
record QuantizeCommand(PrintStream out, Progress progress, TextTokenizer tokenizer)
    implements Command {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** How activations are quantized. */
  private enum Method {
    DYNAMIC,
    DYNAMIC_BY_TENSOR,
    STATIC
  }

  /** How their ranges follow from samples. */
  private enum Ranges {
    MINMAX,
    PERCENTILE,
    ENTROPY
  }

  /** How much of a byte weights use. */
  private enum Weights {
    AUTO,
    FULL,
    REDUCED
  }

  @Override
  public CommandSpec describe() {
    CommandSpec spec =
        Flags.command("quantize", "Writes a model with 8-bit weights for one with floats.")
            .addPositional(Flags.file(0, "MODEL", "The model, an ONNX file."))
            .addPositional(Flags.file(1, "OUTPUT", "The file to write."))
            .addOption(
                Flags.option(
                    "--method",
                    String.class,
                    "METHOD",
                    "dynamic",
                    "How activations are quantized: dynamic, dynamic-by-tensor, or static, which"
                        + " needs samples."));
    SampleFiles.describe(spec);
    return spec.addOption(
            Flags.option(
                "--calibration",
                String.class,
                "HOW",
                "minmax",
                "For static: minmax, percentile or entropy."))
        .addOption(
            Flags.option(
                "--percentile", double.class, "PERCENT", "99.99", "What percentile keeps."))
        .addOption(
            Flags.option("--samples", int.class, "N", "128", "Samples drawn for calibration."))
        .addOption(Flags.option("--seed", long.class, "N", "1", "Of the draw."))
        .addOption(
            Flags.option(
                "--weights",
                String.class,
                "RANGE",
                "auto",
                "full, reduced for x86 processors without VNNI, or auto: as this one needs."))
        .addOption(
            Flags.option(
                "--least-weights",
                long.class,
                "N",
                Long.toString(QuantizationSettings.DEFAULT_LEAST_WEIGHTS),
                "Nodes with fewer stay floats."))
        .addOption(Flags.several("--exclude", "NODE", "Nodes that stay floats."))
        .addOption(
            Flags.option(
                "--fidelity",
                Double.class,
                "BOUND",
                "Leave out the worst nodes until this holds; needs samples. See compare."))
        .addOption(Flags.option("--kind", String.class, "KIND", "embedding", CompareCommand.KINDS))
        .addOption(
            Flags.option("--output", String.class, "NAME", "The output compared; else the first."))
        .addOption(Flags.option("--most-excluded", int.class, "N", "8", "Nodes left out at most."))
        .addOption(Flags.flag("--json", "Prints all figures as JSON."));
  }

  @Override
  public int run(ParseResult parsed) {
    OnnxModel model = OnnxModel.load(Flags.file(parsed, 0));
    Path output = Flags.file(parsed, 1);
    QuantizationSettings settings =
        QuantizationSettings.of(method(parsed, model), weights(parsed))
            .withLeastWeights(Flags.value(parsed, "--least-weights"))
            .excluding(Set.copyOf(Flags.<String>list(parsed, "--exclude")));
    Quantizer quantizer = Quantizer.prepare(model, settings, progress);
    Optional<Double> bound = Flags.optional(parsed, "--fidelity");
    boolean met = true;
    QuantizedModel quantized;
    if (bound.isPresent()) {
      SensitivityAnalysis.Outcome outcome = analysed(parsed, model, quantizer, bound.get());
      quantized = outcome.model();
      met = outcome.met();
      tell(parsed, outcome, bound.get());
    } else {
      quantized = quantizer.quantize();
    }
    quantized.model().save(output);
    report(parsed, model, quantized, output);
    return met ? 0 : Terminal.EXIT_BOUND;
  }

  private QuantizationMethod method(ParseResult parsed, OnnxModel model) {
    return switch (Flags.choice(parsed, "--method", Method.class)) {
      case DYNAMIC -> new QuantizationMethod.DynamicByRow();
      case DYNAMIC_BY_TENSOR -> new QuantizationMethod.DynamicByTensor();
      case STATIC -> {
        if (!SampleFiles.given(parsed)) {
          throw Flags.wrong(parsed, "--method static needs samples: give --data or --input");
        }
        CalibrationMethod ranges =
            switch (Flags.choice(parsed, "--calibration", Ranges.class)) {
              case MINMAX -> new CalibrationMethod.MinMax();
              case PERCENTILE ->
                  new CalibrationMethod.Percentile(Flags.<Double>value(parsed, "--percentile"));
              case ENTROPY -> new CalibrationMethod.Entropy();
            };
        yield new QuantizationMethod.Static(
            new Calibration(
                ranges,
                SampleFiles.read(parsed, model, tokenizer).samples(),
                Flags.<Integer>value(parsed, "--samples"),
                Flags.<Long>value(parsed, "--seed")));
      }
    };
  }

  private static WeightRange weights(ParseResult parsed) {
    return switch (Flags.choice(parsed, "--weights", Weights.class)) {
      case FULL -> WeightRange.FULL;
      case REDUCED -> WeightRange.REDUCED;
      case AUTO -> WeightRange.of(System.getProperty("os.arch"), processor());
    };
  }

  private static List<String> processor() {
    try {
      return Files.readAllLines(CPU_INFO);
    } catch (IOException e) {
      return List.of();
    }
  }

  private SensitivityAnalysis.Outcome analysed(
      ParseResult parsed, OnnxModel model, Quantizer quantizer, double bound) {
    if (!SampleFiles.given(parsed)) {
      throw Flags.wrong(parsed, "--fidelity needs samples: give --data or --input");
    }
    SampleFiles files = SampleFiles.read(parsed, model, tokenizer);
    ModelKind kind = Flags.choice(parsed, "--kind", ModelKind.class);
    AnswerReader answers = new AnswerReader(files.samples(), Flags.optional(parsed, "--output"));
    float[][] original = answers.read(model);
    return new SensitivityAnalysis(
            quantizer,
            candidate -> kind.compare(original, answers.read(candidate), files.truth()).fidelity(),
            progress)
        .meet(bound, Flags.<Integer>value(parsed, "--most-excluded"));
  }

  private void tell(ParseResult parsed, SensitivityAnalysis.Outcome outcome, double bound) {
    if (!Flags.given(parsed, "--json")) {
      out.println(
          String.format(
              Locale.ROOT,
              "fidelity %.5f with %d nodes left out %s: the bound %s is %s",
              outcome.fidelity(),
              outcome.excluded().size(),
              outcome.excluded(),
              bound,
              outcome.met() ? "met" : "not met"));
    }
  }

  private void report(ParseResult parsed, OnnxModel model, QuantizedModel quantized, Path output) {
    if (Flags.given(parsed, "--json")) {
      out.println(JsonReport.quantized(quantized, model.size()).toPrettyString());
      return;
    }
    quantized
        .left()
        .forEach(
            node ->
                out.println(
                    "left: %s (%s): %s".formatted(node.name(), node.operator(), node.reason())));
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %,d nodes quantized, %,d left; %,d bytes, %.1f %% of %,d",
            output,
            quantized.nodes().size(),
            quantized.left().size(),
            quantized.model().size(),
            100.0 * quantized.model().size() / model.size(),
            model.size()));
  }
}
