package io.atalaya.adapter.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.inference.TensorSamples;
import io.atalaya.quantization.inference.TextTokenizer;
import io.atalaya.quantization.inference.TokenSamples;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a model is given, from files: a table of numbers (CSV), texts (one a line) with the model's
 * tokenizer, or a tensor for each input (NPY). Without files, random numbers of the right shape.
 *
 * @param samples what the model is given
 * @param truth what was right for each sample, where a column has it
 */
record SampleFiles(Samples samples, Optional<double[]> truth) {

  /** Samples when they are random. */
  private static final int RANDOM_SAMPLES = 64;

  /** The extent of an axis that the model leaves open. */
  private static final int RANDOM_EXTENT = 32;

  /** Random whole numbers are below, as indexes of rows that every table has. */
  private static final int RANDOM_BOUND = 100;

  static void describe(CommandSpec spec) {
    spec.addOption(
        Flags.option(
            "--data",
            Path.class,
            "FILE",
            "Samples: .csv with a header and a column for each feature, or .txt with a text in each"
                + " line."));
    spec.addOption(
        Flags.several("--input", "NAME=FILE", "Samples of one input, .npy, first axis samples."));
    spec.addOption(
        Flags.option("--tokenizer", Path.class, "FILE", "The model's tokenizer.json, for texts."));
    spec.addOption(
        Flags.option(
            "--target", String.class, "COLUMN", "The column of the .csv that has the truth."));
  }

  /** Whether files were named. */
  static boolean given(ParseResult parsed) {
    return Flags.given(parsed, "--data") || Flags.given(parsed, "--input");
  }

  static SampleFiles read(ParseResult parsed, OnnxModel model, TextTokenizer tokenizer) {
    try (ModelSession session = ModelSession.open(model, 1)) {
      return read(parsed, session, tokenizer);
    }
  }

  static SampleFiles read(ParseResult parsed, ModelSession session, TextTokenizer tokenizer) {
    try {
      List<String> tensors = Flags.list(parsed, "--input");
      if (!tensors.isEmpty()) {
        return new SampleFiles(tensors(parsed, tensors), Optional.empty());
      }
      Optional<Path> data = Flags.optional(parsed, "--data");
      if (data.isEmpty()) {
        return new SampleFiles(random(session), Optional.empty());
      }
      Optional<Path> rules = Flags.optional(parsed, "--tokenizer");
      if (rules.isPresent()) {
        List<String> texts = lines(data.get()).stream().filter(line -> !line.isBlank()).toList();
        return new SampleFiles(
            new TokenSamples(tokenizer.tokens(rules.get(), texts), session.inputs()),
            Optional.empty());
      }
      Optional<String> target = Flags.optional(parsed, "--target");
      return table(NumberTable.parse(data.get(), lines(data.get())), target, session);
    } catch (IOException e) {
      throw new ModelException("samples cannot be read: " + e, e);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, UTF_8);
  }

  private static SampleFiles table(
      NumberTable table, Optional<String> target, ModelSession session) {
    if (session.inputs().size() != 1) {
      throw new ModelException(
          "the model takes %s: a table is for one input; give --input NAME=FILE for each"
              .formatted(session.inputs()));
    }
    String input = session.inputs().iterator().next();
    Tensor features = table.without(target);
    long[] shape = session.input(input).getShape();
    if (shape.length == 2 && shape[1] > 0 && shape[1] != features.shape()[1]) {
      throw new ModelException(
          "%s takes %d features: the table has %d%s"
              .formatted(
                  input,
                  shape[1],
                  features.shape()[1],
                  target.map(name -> " besides " + name).orElse("; --target names the truth")));
    }
    return new SampleFiles(new TensorSamples(Map.of(input, features)), target.map(table::column));
  }

  private static Samples tensors(ParseResult parsed, List<String> named) throws IOException {
    Map<String, Tensor> inputs = new HashMap<>();
    for (String each : named) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw Flags.wrong(parsed, "--input is '%s': NAME=FILE is needed".formatted(each));
      }
      Path file = Path.of(each.substring(equals + 1));
      inputs.put(each.substring(0, equals), NpyFile.parse(file, Files.readAllBytes(file)));
    }
    return new TensorSamples(inputs);
  }

  private static Samples random(ModelSession session) {
    Random random = new Random(1);
    Map<String, Tensor> inputs = new HashMap<>();
    for (String name : session.inputs()) {
      TensorInfo info = session.input(name);
      long[] shape = info.getShape();
      if (shape.length == 0) {
        throw new ModelException(
            "%s has no axis for samples: give --input %s=FILE".formatted(name, name));
      }
      shape[0] = RANDOM_SAMPLES;
      int elements = RANDOM_SAMPLES;
      for (int axis = 1; axis < shape.length; axis++) {
        shape[axis] = shape[axis] < 0 ? RANDOM_EXTENT : shape[axis];
        elements = Math.toIntExact(elements * shape[axis]);
      }
      inputs.put(name, random(random, info.type, name, elements, shape));
    }
    return new TensorSamples(inputs);
  }

  private static Tensor random(
      Random random, OnnxJavaType type, String name, int elements, long[] shape) {
    return switch (type) {
      case FLOAT -> {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = (float) random.nextGaussian();
        }
        yield new Tensor.Floats(values, shape);
      }
      case INT64 ->
          new Tensor.Longs(
              name.endsWith("_ids") && !name.equals(TokenSamples.TYPES)
                  ? random.longs(elements, 0, RANDOM_BOUND).toArray()
                  : random
                      .longs(elements, 0, 1)
                      .map(zero -> name.equals(TokenSamples.MASK) ? 1 : 0)
                      .toArray(),
              shape);
      case INT32 -> new Tensor.Ints(random.ints(elements, 0, RANDOM_BOUND).toArray(), shape);
      default ->
          throw new ModelException(
              "%s is of the type %s: give --input %s=FILE".formatted(name, type, name));
    };
  }
}
