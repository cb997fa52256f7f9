package io.atalaya.adapter.terminal;

import ai.onnxruntime.OrtEnvironment;
import io.atalaya.quantization.benchmark.ModelMemory;
import io.atalaya.quantization.benchmark.ResidentMemory;
import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.inference.TextTokenizer;
import io.atalaya.quantization.model.ModelException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Loads one model from its file, lets it answer, and tells what that added to the memory of this
 * process: what {@code benchmark} starts for each model.
 *
 * @param out for results
 * @param tokenizer for models of texts
 */
record MemoryCommand(PrintStream out, TextTokenizer tokenizer) implements Command {

  static final String NAME = "measure-memory";

  private static final int ANSWERS = 20;

  private static final List<String> OPTIONS =
      List.of("--data", "--input", "--tokenizer", "--target");

  @Override
  public CommandSpec describe() {
    CommandSpec spec =
        Flags.command(NAME, "Measures the memory of this process with one model.")
            .addPositional(Flags.file(0, "MODEL", "The model, an ONNX file."));
    SampleFiles.describe(spec);
    spec.usageMessage().hidden(true);
    return spec;
  }

  /** The arguments that name the same samples. */
  static List<String> samples(ParseResult parsed) {
    List<String> arguments = new ArrayList<>();
    for (String option : OPTIONS) {
      if (Flags.given(parsed, option)) {
        for (String value : parsed.matchedOption(option).originalStringValues()) {
          arguments.add(option);
          arguments.add(value);
        }
      }
    }
    return arguments;
  }

  @Override
  public int run(ParseResult parsed) {
    Path file = Flags.file(parsed, 0);
    // ONNX Runtime's library does not count.
    var unused = OrtEnvironment.getEnvironment();
    Optional<ResidentMemory> before = ResidentMemory.ofThisProcess();
    try (ModelSession session = ModelSession.open(file, 1)) {
      Optional<ResidentMemory> loaded = ResidentMemory.ofThisProcess();
      Samples samples = SampleFiles.read(parsed, session, tokenizer).samples();
      Optional<ResidentMemory> prepared = ResidentMemory.ofThisProcess();
      for (int i = 0; i < ANSWERS; i++) {
        var answer = session.run(samples.batch(i % samples.size()));
        if (answer.isEmpty()) {
          throw new ModelException(file + " has no output of numbers");
        }
      }
      Optional<ResidentMemory> after = ResidentMemory.ofThisProcess();
      if (before.isPresent() && loaded.isPresent() && prepared.isPresent() && after.isPresent()) {
        out.println(ModelMemory.line(before.get(), loaded.get(), prepared.get(), after.get()));
      }
    }
    return 0;
  }
}
