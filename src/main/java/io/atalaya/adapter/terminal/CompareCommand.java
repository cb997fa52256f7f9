package io.atalaya.adapter.terminal;

import io.atalaya.accuracy.RegressionQuality;
import io.atalaya.quantization.comparison.Agreement;
import io.atalaya.quantization.comparison.AnswerReader;
import io.atalaya.quantization.comparison.Comparison;
import io.atalaya.quantization.comparison.ModelKind;
import io.atalaya.quantization.inference.TextTokenizer;
import io.atalaya.quantization.model.OnnxModel;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Compares the size and the answers of a quantized model with the original's.
 *
 * @param out for results
 * @param tokenizer for models of texts
 */
record CompareCommand(PrintStream out, TextTokenizer tokenizer) implements Command {

  static final String KINDS = "What answers are: embedding, classifier or regressor.";

  @Override
  public CommandSpec describe() {
    CommandSpec spec =
        Flags.command(
                "compare",
                "Compares a quantized model with the original, on the same samples.",
                "Ends with exit code 3 when the answers are further apart than the bound allows.")
            .addPositional(Flags.file(0, "ORIGINAL", "The model with floats."))
            .addPositional(Flags.file(1, "QUANTIZED", "The model with 8-bit weights."));
    SampleFiles.describe(spec);
    return spec.addOption(Flags.option("--kind", String.class, "KIND", "embedding", KINDS))
        .addOption(
            Flags.option("--output", String.class, "NAME", "The output compared; else the first."))
        .addOption(
            Flags.option(
                "--bound",
                Double.class,
                "FIDELITY",
                "The least that passes. Embeddings: mean cosine, else 0.99. Classifiers: share of"
                    + " same classes, else 0.98. Regressors: RMSE before over after, else 0.98;"
                    + " without --target R2 against the original, else 0.99."))
        .addOption(Flags.flag("--json", "Prints all figures as JSON."));
  }

  @Override
  public int run(ParseResult parsed) {
    if (!SampleFiles.given(parsed)) {
      throw Flags.wrong(parsed, "samples are needed: give --data or --input");
    }
    OnnxModel original = OnnxModel.load(Flags.file(parsed, 0));
    OnnxModel quantized = OnnxModel.load(Flags.file(parsed, 1));
    SampleFiles files = SampleFiles.read(parsed, original, tokenizer);
    Optional<Double> bound = Flags.optional(parsed, "--bound");
    Comparison comparison =
        Comparison.of(
            original,
            quantized,
            Flags.choice(parsed, "--kind", ModelKind.class),
            new AnswerReader(files.samples(), Flags.optional(parsed, "--output")),
            files.truth(),
            bound.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    if (Flags.given(parsed, "--json")) {
      out.println(JsonReport.compared(comparison).toPrettyString());
    } else {
      lines(comparison).forEach(out::println);
    }
    return comparison.passed() ? 0 : Terminal.EXIT_BOUND;
  }

  private static List<String> lines(Comparison comparison) {
    Agreement agreement = comparison.agreement();
    return List.of(
        String.format(
            Locale.ROOT,
            "size: %,d bytes, %.1f %% of %,d",
            comparison.bytesAfter(),
            100 * comparison.sizeRatio(),
            comparison.bytesBefore()),
        switch (agreement) {
          case Agreement.OfEmbeddings it ->
              String.format(
                  Locale.ROOT,
                  "answers to %,d samples: cosine %.5f (95 %%: %.5f to %.5f), at least %.5f; nearest"
                      + " neighbour the same for %.1f %%, of the nearest five %.1f %%",
                  it.samples(),
                  it.cosine().value(),
                  it.cosine().lower(),
                  it.cosine().upper(),
                  it.leastCosine(),
                  100 * it.sameNearest(),
                  100 * it.sharedNeighbours().value());
          case Agreement.OfClasses it ->
              String.format(
                  Locale.ROOT,
                  "answers to %,d samples: same class for %.2f %%; accuracy %s, before %s",
                  it.samples(),
                  100 * it.sameClass(),
                  number(it.accuracyAfter()),
                  number(it.accuracyBefore()));
          case Agreement.OfNumbers it ->
              quality(it.before().isEmpty() ? "against the original" : "after", it.after())
                  + it.before().map(before -> "\n" + quality("before", before)).orElse("");
        },
        String.format(
            Locale.ROOT,
            "%s: %s %.5f, bound %s",
            comparison.passed() ? "passed" : "failed",
            agreement.measure(),
            agreement.fidelity(),
            comparison.bound()));
  }

  private static String quality(String when, RegressionQuality quality) {
    return String.format(
        Locale.ROOT,
        "%s, %,d samples: RMSE %s, MAE %s, MAPE %s, R2 %s",
        when,
        quality.scored(),
        number(quality.rmse()),
        number(quality.mae()),
        number(quality.mape()),
        number(quality.r2()));
  }

  private static String number(OptionalDouble value) {
    return value.isEmpty() ? "undefined" : String.format(Locale.ROOT, "%.5g", value.getAsDouble());
  }
}
