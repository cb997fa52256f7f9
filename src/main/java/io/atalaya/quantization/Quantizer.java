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
import io.atalaya.quantization.rewrite.Rewrite;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Quantizes one model, once or with several sets of nodes that stay as they are: what does not
 * depend on these is done at the start.
 *
 * <p>Weights become signed bytes with a scale for each output channel, those of an embedding for
 * each row; activations unsigned bytes on one grid for a tensor. Immutable.
 */
public final class Quantizer {

  /** Where a model's metadata say how it was quantized. */
  public static final String METADATA = "atalaya.quantization.";

  private static final int REASONS_TOLD = 3;

  private final QuantizationSettings settings;
  private final OnnxModel prepared;
  private final String source;
  private final Optional<Map<String, ActivationRange>> ranges;

  private Quantizer(
      QuantizationSettings settings,
      OnnxModel prepared,
      String source,
      Optional<Map<String, ActivationRange>> ranges) {
    this.settings = settings;
    this.prepared = prepared;
    this.source = source;
    this.ranges = ranges;
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
    Optional<Map<String, ActivationRange>> ranges =
        settings.calibration().map(it -> calibrate(it, upgraded, settings, progress));
    return new Quantizer(settings, upgraded, model.sha256(), ranges);
  }

  private static Map<String, ActivationRange> calibrate(
      Calibration calibration,
      OnnxModel model,
      QuantizationSettings settings,
      Progress progress) {
    Set<String> activations = rewrite(settings, Optional.empty()).activations(model);
    return calibration.ranges(
        model, activations, (done, of) -> progress.step("calibrating", done, of));
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
        rewrite(settings.excluding(excluded), ranges).apply(prepared);
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

  private static Rewrite rewrite(
      QuantizationSettings settings, Optional<Map<String, ActivationRange>> ranges) {
    return new Rewrite(settings.range(), settings.excluded(), settings.leastWeights(), ranges);
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
    metadata.put("method", settings.calibration().isPresent() ? "static" : "dynamic");
    metadata.put("weights", "int8 by channel, " + settings.range().name().toLowerCase(Locale.ROOT));
    metadata.put("activations", "uint8 by tensor");
    metadata.put("nodes", Integer.toString(nodes));
    metadata.put("excluded", String.join(",", new TreeSet<>(excluded)));
    metadata.put("source-sha256", source);
    settings
        .calibration()
        .ifPresent(
            it ->
                metadata.put(
                    "calibration",
                    "%s of %d samples, seed %d"
                        .formatted(
                            it.method(), Math.min(it.count(), it.samples().size()), it.seed())));
    return metadata.entrySet().stream()
        .collect(Collectors.toMap(entry -> METADATA + entry.getKey(), Map.Entry::getValue));
  }
}
