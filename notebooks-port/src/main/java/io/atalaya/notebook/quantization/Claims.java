package io.atalaya.notebook.quantization;

import io.atalaya.notebook.report.Cell;
import io.atalaya.notebook.report.Column;
import io.atalaya.notebook.report.Part;
import io.atalaya.notebook.report.Section;
import io.atalaya.notebook.report.Table;
import io.atalaya.notebook.report.chart.Axis;
import io.atalaya.notebook.report.chart.Chart;
import io.atalaya.notebook.report.chart.Mark;
import io.atalaya.quantization.benchmark.LatencyFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is said of quantization, beside what it did to one model.
 *
 * @param study the model
 * @param lines one for each version that was timed
 */
record Claims(Study study, List<Line> lines) {

  /** The name of the original among those that are timed. */
  static final String FLOATS = "floats";

  /** How much smaller a model is said to become. */
  static final double SMALLER = 0.75;

  /** How much less time it is said to take, at the least. */
  static final double FASTER = 0.30;

  /** A size is near enough to what is said when it differs by so much: tables of 4 bytes a row. */
  private static final double NEARLY = 0.01;

  Claims {
    lines = List.copyOf(lines);
  }

  /**
   * A version of the model.
   *
   * @param method how it was quantized
   * @param smaller the share of the file that is saved
   * @param faster the share of the time that is saved, one sample at a time on one thread, median;
   *     below 0 when it takes longer
   * @param accurate whether the fidelity meets the usual bound
   */
  record Line(String method, double smaller, double faster, boolean accurate) {

    boolean isAsSmall() {
      return smaller >= SMALLER - NEARLY;
    }

    boolean isAsFast() {
      return faster >= FASTER;
    }
  }

  /** Judges by the first setting that was timed, of one thread and one sample in the usual run. */
  static Claims of(Study study, List<Variant> variants, List<LatencyFigures> latency) {
    List<Line> lines = new ArrayList<>();
    LatencyFigures floats = latency.getFirst();
    for (Variant variant : variants) {
      latency.stream()
          .filter(
              it ->
                  it.model().equals(variant.name())
                      && it.threads() == floats.threads()
                      && it.batch() == floats.batch())
          .findFirst()
          .ifPresent(
              it ->
                  lines.add(
                      new Line(
                          variant.name(),
                          1 - variant.comparison().sizeRatio(),
                          1 - (double) it.p50Nanos() / floats.p50Nanos(),
                          variant.comparison().passed())));
    }
    return new Claims(study, lines);
  }

  /** A sentence on size and one on speed for each version. */
  List<Part.Finding> findings() {
    List<Part.Finding> findings = new ArrayList<>();
    for (Line line : lines) {
      String id = study.id() + "-" + line.method().replaceAll("[^a-z0-9]+", "-");
      findings.add(
          new Part.Finding(
              id + "-size",
              line.isAsSmall() ? Part.Outcome.HOLDS : Part.Outcome.FAILS,
              String.format(
                  Locale.ROOT,
                  "%s, %s: %.1f %% smaller.",
                  study.title(),
                  line.method(),
                  100 * line.smaller())));
      findings.add(
          new Part.Finding(
              id + "-speed",
              line.isAsFast() ? Part.Outcome.HOLDS : Part.Outcome.FAILS,
              String.format(
                  Locale.ROOT,
                  line.faster() >= 0
                      ? "%s, %s: takes %.0f %% less time."
                      : "%s, %s: SLOWER, takes %.0f %% more time.",
                  study.title(),
                  line.method(),
                  100 * Math.abs(line.faster()))));
    }
    return findings;
  }

  /** What is said, beside what each model showed. */
  static Section section(List<Claims> claims) {
    Table.Rows rows =
        new Table.Rows(
            "claims",
            "Said: 75 % smaller, 30 to 50 % faster. Time is the median of one sample at a time on"
                + " one thread; accurate is what meets the usual bound of its kind of model.",
            Column.words("model", "model"),
            Column.words("method", "method"),
            Column.figures("smaller_percent", "smaller, %", "%.1f"),
            Column.figures("less_time_percent", "less time, %", "%.1f"),
            Column.words("accurate", "accurate"));
    List<Part> parts = new ArrayList<>();
    List<String> categories = new ArrayList<>();
    List<Double> smaller = new ArrayList<>();
    List<Double> faster = new ArrayList<>();
    for (Claims claim : claims) {
      for (Line line : claim.lines()) {
        rows.row(
            Cell.of(claim.study().title()),
            Cell.of(line.method()),
            Cell.of(100 * line.smaller()),
            Cell.of(100 * line.faster()),
            Cell.of(line.accurate() ? "yes" : "no"));
        categories.add(claim.study().id() + ", " + line.method());
        smaller.add(100 * line.smaller());
        faster.add(100 * line.faster());
      }
    }
    parts.add(rows.table());
    parts.add(
        new Part.Picture(
            new Chart.Bars(
                "claims-chart",
                "What was saved of each file and of the time for an answer, in per cent; below 0 it"
                    + " takes longer.",
                categories,
                Axis.fromZero("saved, %"),
                List.of(
                    new Chart.Group("of the file", smaller),
                    new Chart.Group("of the time", faster)),
                List.of(
                    new Mark.Level(100 * SMALLER, "said: smaller"),
                    new Mark.Level(100 * FASTER, "said: faster, at least")),
                "%.0f")));
    claims.forEach(claim -> parts.addAll(claim.findings()));
    parts.add(
        new Part.Paragraph(
            "Times are of models that take turns call by call, so that what disturbs one disturbs"
                + " all; on a busy machine the ratios mean more than the milliseconds. What a"
                + " processor without VNNI gains is less than what newer ones do."));
    return new Section("said-and-measured", "What is said, and what was measured", parts);
  }
}
