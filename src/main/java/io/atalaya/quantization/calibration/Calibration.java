package io.atalaya.quantization.calibration;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.model.Tensors;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs a model on a sample of what it is given, and looks at its activations.
 *
 * <p>The sample is drawn at random: data are often sorted, and the first rows then tell nothing of
 * the others.
 *
 * @param method how a range follows from the values seen
 * @param samples what the model is given
 * @param count how many of them are drawn; all when there are fewer
 * @param seed of the draw
 */
public record Calibration(CalibrationMethod method, Samples samples, int count, long seed) {

  /** Refuses an empty sample. */
  public Calibration {
    if (samples.size() == 0) {
      throw new IllegalArgumentException(
          "there is nothing to calibrate with: at least 1 sample is needed, some 100 are better");
    }
    if (count < 1) {
      throw new IllegalArgumentException(
          "calibration samples are %d: at least 1 is needed".formatted(count));
    }
  }

  /** Told of each sample that was run. */
  @FunctionalInterface
  public interface Progress {
    void run(int done, int of);
  }

  /**
   * The ranges of tensors of a graph.
   *
   * @param tensors their names, those of inputs too
   * @throws ModelException when the model fails, or a tensor is not finite
   */
  public Map<String, ActivationRange> ranges(
      OnnxModel model, Collection<String> tensors, Progress progress) {
    Map<String, Histogram> histograms = new LinkedHashMap<>();
    tensors.forEach(name -> histograms.put(name, new Histogram()));
    int[] drawn = drawn();
    try (ModelSession session = ModelSession.open(withOutputs(model, tensors), 1)) {
      for (int i = 0; i < drawn.length; i++) {
        Map<String, Tensor> inputs = samples.batch(drawn[i]);
        add(histograms, inputs);
        add(histograms, session.run(inputs));
        progress.run(i + 1, drawn.length);
      }
    }
    Map<String, ActivationRange> ranges = new LinkedHashMap<>();
    histograms.forEach(
        (name, histogram) -> {
          if (histogram.isEmpty()) {
            throw new ModelException(
                "%s had no value on %d samples: it cannot be calibrated"
                    .formatted(name, drawn.length));
          }
          ranges.put(name, RangeFinder.range(method, histogram));
        });
    return ranges;
  }

  /** What was used, for who reads of it later. */
  public String description() {
    return "%s of %d samples, seed %d".formatted(method, Math.min(count, samples.size()), seed);
  }

  private int[] drawn() {
    int[] order = IntStream.range(0, samples.size()).toArray();
    Random random = new Random(seed);
    int size = Math.min(count, order.length);
    for (int i = 0; i < size; i++) {
      int j = i + random.nextInt(order.length - i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return IntStream.of(order).limit(size).toArray();
  }

  private static void add(Map<String, Histogram> histograms, Map<String, Tensor> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          Histogram histogram = histograms.get(name);
          if (histogram != null && tensor instanceof Tensor.Floats floats) {
            try {
              histogram.add(floats.values());
            } catch (IllegalArgumentException e) {
              throw new ModelException(
                  "%s cannot be calibrated: %s".formatted(name, e.getMessage()), e);
            }
          }
        });
  }

  private static OnnxModel withOutputs(OnnxModel model, Collection<String> tensors) {
    ModelProto.Builder builder = model.proto().toBuilder();
    var graph = builder.getGraphBuilder();
    Set<String> known = new HashSet<>();
    graph.getInputList().forEach(input -> known.add(input.getName()));
    graph.getOutputList().forEach(output -> known.add(output.getName()));
    for (String name : new LinkedHashSet<>(tensors)) {
      if (!known.contains(name)) {
        graph
            .addOutputBuilder()
            .setName(name)
            .getTypeBuilder()
            .getTensorTypeBuilder()
            .setElemType(Tensors.FLOAT);
      }
    }
    return new OnnxModel(builder.build());
  }
}
