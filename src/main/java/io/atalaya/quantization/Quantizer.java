package io.atalaya.quantization;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.atalaya.quantization.calibration.ActivationRange;
import io.atalaya.quantization.calibration.Calibration;
import io.atalaya.quantization.inference.BasicOptimization;
import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.model.ModelCheck;
import io.atalaya.quantization.model.ModelException;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.model.OpsetUpgrade;
import io.atalaya.quantization.rewrite.Activations;
import io.atalaya.quantization.rewrite.Rewrite;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Quantizes one model, once or with several sets of nodes that stay as they are: what does not
 * depend on these is done at the start.
 *
 * <p>Weights become signed bytes with a scale for each output channel, those of an embedding for
 * each row; activations unsigned bytes. Immutable.
 */
public final class Quantizer {

  /** Where a model's metadata say how it was quantized. */
  public static final String METADATA = "atalaya.quantization.";

  private static final int REASONS_TOLD = 3;

  private final QuantizationSettings settings;
  private final OnnxModel prepared;
  private final String source;
  private final Activations activations;

  private Quantizer(
      QuantizationSettings settings, OnnxModel prepared, String source, Activations activations) {
    this.settings = settings;
    this.prepared = prepared;
    this.source = source;
    this.activations = activations;
  }

  /**
   * Checks, optimizes and calibrates a model.
   *
   * @throws ModelException when it cannot be quantized; the message names the node and the reason
   */
  public static Quantizer prepare(
      OnnxModel model, QuantizationSettings settings, Progress progress) {
    ModelCheck.check(model);
    // What ONNX Runtime refuses is told before anything is done with it.
    OnnxModel optimized = settings.optimize() ? BasicOptimization.optimize(model) : model;
    OnnxModel upgraded = named(OpsetUpgrade.upgrade(optimized));
    ModelCheck.check(upgraded);
    checkExcluded(upgraded, settings.excluded());
    Activations activations =
        switch (settings.method()) {
          case QuantizationMethod.DynamicByRow ignored -> new Activations.ByRow();
          case QuantizationMethod.DynamicByTensor ignored -> new Activations.ByTensor();
          case QuantizationMethod.Static(Calibration calibration) ->
              new Activations.Fixed(calibrate(calibration, upgraded, settings, progress));
        };
    return new Quantizer(settings, upgraded, model.sha256(), activations);
  }

  private static Map<String, ActivationRange> calibrate(
      Calibration calibration, OnnxModel model, QuantizationSettings settings, Progress progress) {
    Set<String> values = rewrite(settings, new Activations.Fixed(Map.of())).calibrated(model);
    return calibration.ranges(model, values, (done, of) -> progress.step("calibrating", done, of));
  }

  /** Every node with a name of its own, so that it can be excluded. */
  private static OnnxModel named(OnnxModel model) {
    ModelProto.Builder builder = model.proto().toBuilder();
    Set<String> names = new HashSet<>();
    int index = 0;
    for (NodeProto.Builder node : builder.getGraphBuilder().getNodeBuilderList()) {
      if (node.getName().isEmpty() || !names.add(node.getName())) {
        node.setName("%s_%d".formatted(node.getOpType(), index));
        names.add(node.getName());
      }
      index++;
    }
    return new OnnxModel(builder.build());
  }

  private static void checkExcluded(OnnxModel model, Set<String> excluded) {
    Set<String> names =
        model.proto().getGraph().getNodeList().stream()
            .map(NodeProto::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : excluded) {
      if (!names.contains(name)) {
        throw new ModelException(
            "'%s' is to be excluded and is no node of the optimized graph, which has %s"
                .formatted(name, names));
      }
    }
  }

  /**
   * The model as it is quantized, with floats still: optimized and brought up to date.
   *
   * <p>Names of nodes that are to stay as they are refer to this one.
   */
  public OnnxModel original() {
    return prepared;
  }

  /** The names of the nodes that stay as they are. */
  Set<String> excluded() {
    return settings.excluded();
  }

  /** The quantized model. */
  public QuantizedModel quantize() {
    return quantize(settings.excluded());
  }

  /**
   * The quantized model in which {@code excluded} nodes stay as they are.
   *
   * @throws ModelException when there is nothing left to quantize, or ONNX Runtime refuses the
   *     result
   */
  public QuantizedModel quantize(Set<String> excluded) {
    Rewrite.Rewritten rewritten =
        rewrite(settings.excluding(excluded), activations).apply(prepared);
    if (rewritten.quantized().isEmpty()) {
      throw new ModelException("no node can be quantized" + reasons(rewritten.left()));
    }
    OnnxModel model =
        rewritten.model().withMetadata(metadata(excluded, rewritten.quantized().size()));
    ModelSession.open(model, 1).close();
    return new QuantizedModel(
        model,
        rewritten.quantized().stream()
            .map(
                layer ->
                    new QuantizedModel.Node(
                        layer.node().getName(), layer.node().getOpType(), layer.weights()))
            .toList(),
        rewritten.left().stream()
            .map(
                left ->
                    new QuantizedModel.Left(
                        left.node().getName(), left.node().getOpType(), left.reason()))
            .toList());
  }

  private static Rewrite rewrite(QuantizationSettings settings, Activations activations) {
    return new Rewrite(settings.range(), settings.excluded(), settings.leastWeights(), activations);
  }

  private static String reasons(List<Rewrite.Left> left) {
    if (left.isEmpty()) {
      return ": there is no MatMul, Gemm or Gather with constant weights, and no Conv";
    }
    return left.stream()
        .limit(REASONS_TOLD)
        .map(each -> ModelCheck.describe(each.node()) + ": " + each.reason())
        .collect(Collectors.joining("; ", ": ", left.size() > REASONS_TOLD ? "; …" : ""));
  }

  private Map<String, String> metadata(Set<String> excluded, int nodes) {
    Map<String, String> metadata = new TreeMap<>();
    switch (settings.method()) {
      case QuantizationMethod.DynamicByRow ignored -> metadata.put("method", "dynamic by row");
      case QuantizationMethod.DynamicByTensor ignored ->
          metadata.put("method", "dynamic by tensor");
      case QuantizationMethod.Static(Calibration calibration) -> {
        metadata.put("method", "static");
        metadata.put("calibration", calibration.description());
      }
    }
    metadata.put("weights", "int8 by channel, " + settings.range().name().toLowerCase(Locale.ROOT));
    metadata.put("nodes", Integer.toString(nodes));
    metadata.put("excluded", String.join(",", new TreeSet<>(excluded)));
    metadata.put("source-sha256", source);
    return metadata.entrySet().stream()
        .collect(Collectors.toMap(entry -> METADATA + entry.getKey(), Map.Entry::getValue));
  }
}
