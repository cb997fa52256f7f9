package io.atalaya.adapter.terminal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.accuracy.RegressionQuality;
import io.atalaya.quantization.QuantizedModel;
import io.atalaya.quantization.benchmark.LatencyFigures;
import io.atalaya.quantization.benchmark.ModelMemory;
import io.atalaya.quantization.comparison.Agreement;
import io.atalaya.quantization.comparison.Comparison;
import io.atalaya.quantization.comparison.Mean;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Figures as JSON; one that is undefined is absent. Stateless. */
final class JsonReport {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonReport() {}

  static ObjectNode quantized(QuantizedModel quantized, int bytesBefore) {
    ObjectNode report = JSON.objectNode();
    report.put("bytes_before", bytesBefore).put("bytes_after", quantized.model().size());
    ArrayNode nodes = report.putArray("quantized");
    quantized
        .nodes()
        .forEach(
            node ->
                nodes
                    .addObject()
                    .put("node", node.name())
                    .put("operator", node.operator())
                    .put("weights", node.weights()));
    ArrayNode left = report.putArray("left");
    quantized
        .left()
        .forEach(
            node ->
                left.addObject()
                    .put("node", node.name())
                    .put("operator", node.operator())
                    .put("reason", node.reason()));
    ObjectNode metadata = report.putObject("metadata");
    quantized.model().metadata().forEach(metadata::put);
    return report;
  }

  static ObjectNode compared(Comparison comparison) {
    ObjectNode report = JSON.objectNode();
    report
        .put("bytes_before", comparison.bytesBefore())
        .put("bytes_after", comparison.bytesAfter())
        .put("size_ratio", comparison.sizeRatio())
        .put("measure", comparison.agreement().measure())
        .put("fidelity", comparison.agreement().fidelity())
        .put("bound", comparison.bound())
        .put("passed", comparison.passed());
    switch (comparison.agreement()) {
      case Agreement.OfEmbeddings it -> {
        report.put("samples", it.samples());
        mean(report.putObject("cosine"), it.cosine());
        report.put("least_cosine", it.leastCosine()).put("same_nearest", it.sameNearest());
        mean(report.putObject("shared_neighbours"), it.sharedNeighbours());
      }
      case Agreement.OfClasses it -> {
        report.put("samples", it.samples()).put("same_class", it.sameClass());
        put(report, "accuracy_before", it.accuracyBefore());
        put(report, "accuracy_after", it.accuracyAfter());
      }
      case Agreement.OfNumbers it -> {
        it.before().ifPresent(quality -> quality(report.putObject("before"), quality));
        quality(report.putObject("after"), it.after());
      }
    }
    return report;
  }

  static ObjectNode timed(List<LatencyFigures> figures, Map<String, ModelMemory> memory) {
    ObjectNode report = JSON.objectNode();
    ArrayNode latency = report.putArray("latency");
    for (LatencyFigures each : figures) {
      latency
          .addObject()
          .put("model", each.model())
          .put("threads", each.threads())
          .put("batch", each.batch())
          .put("calls", each.calls())
          .put("p50_ns", each.p50Nanos())
          .put("p95_ns", each.p95Nanos())
          .put("p99_ns", each.p99Nanos())
          .put("samples_per_second", each.samplesPerSecond());
    }
    ObjectNode resident = report.putObject("memory");
    memory.forEach(
        (model, it) ->
            resident
                .putObject(model)
                .put("added_bytes", it.addedBytes())
                .put("peak_bytes", it.peakBytes()));
    return report;
  }

  private static void quality(ObjectNode node, RegressionQuality quality) {
    node.put("samples", quality.scored());
    put(node, "rmse", quality.rmse());
    put(node, "mae", quality.mae());
    put(node, "mape", quality.mape());
    put(node, "r2", quality.r2());
  }

  private static void mean(ObjectNode node, Mean mean) {
    node.put("mean", mean.value()).put("lower", mean.lower()).put("upper", mean.upper());
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    value.ifPresent(it -> node.put(name, it));
  }
}
