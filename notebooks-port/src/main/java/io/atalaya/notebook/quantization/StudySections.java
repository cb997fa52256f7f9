package io.atalaya.notebook.quantization;

import io.atalaya.notebook.report.Cell;
import io.atalaya.notebook.report.Column;
import io.atalaya.notebook.report.Part;
import io.atalaya.notebook.report.Section;
import io.atalaya.notebook.report.Table;
import io.atalaya.notebook.report.chart.Axis;
import io.atalaya.notebook.report.chart.Chart;
import io.atalaya.quantization.SensitivityAnalysis;
import io.atalaya.quantization.benchmark.LatencyFigures;
import io.atalaya.quantization.benchmark.ModelMemory;
import io.atalaya.quantization.comparison.Agreement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The sections about one model. Stateless. */
final class StudySections {

  private static final double NANOS_OF_A_MILLI = 1e6;
  private static final double BYTES_OF_A_MEGABYTE = 1e6;
  private static final int MOST_NODES = 12;

  private StudySections() {}

  static List<Section> of(
      Study study,
      List<Variant> variants,
      SensitiveNodes nodes,
      List<LatencyFigures> latency,
      Map<String, ModelMemory> memory) {
    List<Part> costs = new ArrayList<>();
    costs.add(latency(study, latency));
    costs.add(new Part.Picture(latencyChart(study, latency)));
    if (!memory.isEmpty()) {
      costs.add(memory(study, memory));
    }
    return List.of(
        Section.of(
            study.id(),
            study.title() + ": size and accuracy",
            new Part.Paragraph(study.about()),
            methods(study, variants),
            new Part.Paragraph(nodes.sentence()),
            sensitivity(study, nodes),
            new Part.Picture(harm(study, nodes))),
        new Section(study.id() + "-costs", study.title() + ": time and memory", costs));
  }

  private static Table methods(Study study, List<Variant> variants) {
    Agreement first = variants.getFirst().comparison().agreement();
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.words("method", "method"),
                Column.figures("bytes", "bytes", "%,.0f"),
                Column.figures("size_percent", "of the size, %", "%.1f"),
                Column.figures("nodes", "nodes with 8-bit weights", "%.0f"),
                Column.figures("fidelity", first.measure(), "%.5f")));
    columns.addAll(
        switch (first) {
          case Agreement.OfNumbers ignored ->
              List.of(
                  Column.figures("rmse", "RMSE", "%.3f"),
                  Column.figures("mae", "MAE", "%.3f"),
                  Column.figures("r2", "R²", "%.4f"));
          case Agreement.OfClasses ignored ->
              List.of(Column.figures("top1_percent", "top-1, %", "%.2f"));
          case Agreement.OfEmbeddings ignored ->
              List.of(
                  Column.figures("least_cosine", "least cosine", "%.5f"),
                  Column.figures("same_nearest_percent", "same nearest, %", "%.1f"),
                  Column.figures("shared_percent", "same five nearest, %", "%.1f"));
        });
    columns.add(Column.words("passes", "meets the bound"));
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(original(study, first));
    variants.forEach(variant -> rows.add(row(variant)));
    return new Table(
        study.id() + "-methods",
        "The original, and what each method made of it; the least %s that passes is %s."
            .formatted(first.measure(), first.usualBound()),
        columns,
        rows);
  }

  private static List<Cell> original(Study study, Agreement agreement) {
    List<Cell> cells =
        new ArrayList<>(
            List.of(
                Cell.of(Claims.FLOATS),
                Cell.of(study.original().size()),
                Cell.of(100),
                Cell.absent(),
                Cell.of(1)));
    switch (agreement) {
      case Agreement.OfNumbers it -> {
        cells.add(Cell.of(it.before().map(q -> q.rmse()).orElse(OptionalDouble.empty())));
        cells.add(Cell.of(it.before().map(q -> q.mae()).orElse(OptionalDouble.empty())));
        cells.add(Cell.of(it.before().map(q -> q.r2()).orElse(OptionalDouble.empty())));
      }
      case Agreement.OfClasses it -> cells.add(percent(it.accuracyBefore()));
      case Agreement.OfEmbeddings ignored ->
          cells.addAll(List.of(Cell.of(1), Cell.of(100), Cell.of(100)));
    }
    cells.add(Cell.absent());
    return cells;
  }

  private static List<Cell> row(Variant variant) {
    Agreement agreement = variant.comparison().agreement();
    List<Cell> cells =
        new ArrayList<>(
            List.of(
                Cell.of(variant.name()),
                Cell.of((double) variant.comparison().bytesAfter()),
                Cell.of(100 * variant.comparison().sizeRatio()),
                variant.nodes().isPresent() ? Cell.of(variant.nodes().getAsInt()) : Cell.absent(),
                Cell.of(agreement.fidelity())));
    switch (agreement) {
      case Agreement.OfNumbers it -> {
        cells.add(Cell.of(it.after().rmse()));
        cells.add(Cell.of(it.after().mae()));
        cells.add(Cell.of(it.after().r2()));
      }
      case Agreement.OfClasses it -> cells.add(percent(it.accuracyAfter()));
      case Agreement.OfEmbeddings it -> {
        cells.add(Cell.of(it.leastCosine()));
        cells.add(Cell.of(100 * it.sameNearest()));
        cells.add(Cell.of(100 * it.sharedNeighbours().value()));
      }
    }
    cells.add(Cell.of(variant.comparison().passed() ? "yes" : "no"));
    return cells;
  }

  private static Cell percent(OptionalDouble share) {
    return share.isPresent() ? Cell.of(100 * share.getAsDouble()) : Cell.absent();
  }

  private static Table sensitivity(Study study, SensitiveNodes nodes) {
    Table.Rows rows =
        new Table.Rows(
            study.id() + "-nodes",
            "The fidelity when one node alone is quantized, the worst %d nodes (%s, %d samples)."
                .formatted(
                    Math.min(MOST_NODES, nodes.alone().size()), nodes.method(), nodes.samples()),
            Column.words("node", "node"),
            Column.figures("fidelity", "fidelity", "%.6f"));
    nodes.alone().stream()
        .limit(MOST_NODES)
        .forEach(node -> rows.row(Cell.of(node.node()), Cell.of(node.fidelity())));
    return rows.table();
  }

  private static Chart harm(Study study, SensitiveNodes nodes) {
    List<SensitivityAnalysis.Sensitivity> worst = nodes.alone().stream().limit(MOST_NODES).toList();
    return new Chart.Bars(
        study.id() + "-harm",
        "What the fidelity loses when one node alone is quantized, worst first, in thousandths.",
        worst.stream().map(node -> shortened(node.node())).toList(),
        Axis.fromZero("lost, ‰"),
        List.of(
            new Chart.Group(
                nodes.method(),
                worst.stream().map(node -> 1_000 * (1 - node.fidelity())).toList())),
        List.of(),
        "%.2f");
  }

  /** The end of a path of layers. */
  private static String shortened(String node) {
    String[] parts = node.split("/", -1);
    int kept = Math.min(3, parts.length);
    return String.join("/", List.of(parts).subList(parts.length - kept, parts.length));
  }

  private static Table latency(Study study, List<LatencyFigures> latency) {
    Table.Rows rows =
        new Table.Rows(
            study.id() + "-latency",
            "Time of a call, and samples a second; the ratio is that of the medians, floats over"
                + " quantized.",
            Column.words("model", "model"),
            Column.figures("threads", "threads", "%.0f"),
            Column.figures("batch", "batch", "%.0f"),
            Column.figures("calls", "calls", "%.0f"),
            Column.figures("p50_ms", "p50, ms", "%.3f"),
            Column.figures("p95_ms", "p95, ms", "%.3f"),
            Column.figures("p99_ms", "p99, ms", "%.3f"),
            Column.figures("samples_per_second", "samples/s", "%,.0f"),
            Column.figures("speed_up", "times as fast", "%.2f"),
            Column.words("verdict", ""));
    LatencyFigures floats = latency.getFirst();
    for (LatencyFigures each : latency) {
      // Figures of all models at one setting follow one another, the original's first.
      floats = each.model().equals(Claims.FLOATS) ? each : floats;
      double ratio = each.speedUpOver(floats);
      rows.row(
          Cell.of(each.model()),
          Cell.of(each.threads()),
          Cell.of(each.batch()),
          Cell.of(each.calls()),
          Cell.of(each.p50Nanos() / NANOS_OF_A_MILLI),
          Cell.of(each.p95Nanos() / NANOS_OF_A_MILLI),
          Cell.of(each.p99Nanos() / NANOS_OF_A_MILLI),
          Cell.of(each.samplesPerSecond()),
          Cell.of(ratio),
          Cell.of(ratio < 1 ? "SLOWER" : ""));
    }
    return rows.table();
  }

  private static Chart latencyChart(Study study, List<LatencyFigures> latency) {
    Map<String, List<Double>> byModel = new LinkedHashMap<>();
    List<String> settings = new ArrayList<>();
    for (LatencyFigures each : latency) {
      byModel
          .computeIfAbsent(each.model(), ignored -> new ArrayList<>())
          .add(each.p50Nanos() / NANOS_OF_A_MILLI / each.batch());
      if (each.model().equals(Claims.FLOATS)) {
        settings.add("threads %d, batch %d".formatted(each.threads(), each.batch()));
      }
    }
    return new Chart.Bars(
        study.id() + "-latency-chart",
        "Median time for one sample, in milliseconds.",
        settings,
        Axis.fromZero("ms"),
        byModel.entrySet().stream()
            .map(entry -> new Chart.Group(entry.getKey(), entry.getValue()))
            .toList(),
        List.of(),
        "%.3f");
  }

  private static Table memory(Study study, Map<String, ModelMemory> memory) {
    Table.Rows rows =
        new Table.Rows(
            study.id() + "-memory",
            "What the model adds to the resident memory of a process of its own, after some"
                + " answers, and at the worst moment of loading it.",
            Column.words("model", "model"),
            Column.figures("added_mb", "added, MB", "%.1f"),
            Column.figures("peak_mb", "at most, MB", "%.1f"));
    memory.forEach(
        (model, it) ->
            rows.row(
                Cell.of(model),
                Cell.of(it.addedBytes() / BYTES_OF_A_MEGABYTE),
                Cell.of(it.peakBytes() / BYTES_OF_A_MEGABYTE)));
    return rows.table();
  }
}
