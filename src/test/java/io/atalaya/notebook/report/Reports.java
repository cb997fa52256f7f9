package io.atalaya.notebook.report;

import io.atalaya.notebook.report.chart.Axis;
import io.atalaya.notebook.report.chart.Chart;
import io.atalaya.notebook.report.chart.Mark;
import io.atalaya.notebook.report.chart.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report with a part of each kind, and text that would be markup. */
final class Reports {

  static final String HOSTILE = "<script>alert('x')</script> & \"quotes\"";

  private Reports() {}

  static Report ofEachKind() {
    Table table =
        new Table.Rows(
                "speed",
                HOSTILE,
                Column.words("model", HOSTILE),
                Column.figures("p50_ms", "p50, ms", "%.2f"),
                Column.figures("calls", "calls", "%,.0f"))
            .row(Cell.of(HOSTILE), Cell.of(1.23456), Cell.of(12_345))
            .row(Cell.of("b"), Cell.absent(), Cell.of(0))
            .table();
    Chart lines =
        new Chart.Lines(
            "error-over-time",
            HOSTILE,
            Axis.time(HOSTILE),
            Axis.linear("MAE"),
            List.of(
                Series.of(
                    HOSTILE,
                    new double[] {1_700_000_000, 1_700_100_000, 1_700_200_000, 1_700_300_000},
                    new double[] {1, 2, Double.NaN, 1.5}),
                Series.of("b", new double[] {1_700_000_000, 1_700_300_000}, new double[] {0.5, 1})),
            List.of(
                new Mark.At(1_700_050_000, HOSTILE),
                new Mark.Between(1_700_150_000, 1_700_250_000, "drift"),
                new Mark.Level(1.8, "bound")));
    Chart bars =
        new Chart.Bars(
            "sizes",
            "bars",
            List.of("bikes", HOSTILE),
            Axis.fromZero("MB"),
            List.of(
                new Chart.Group("floats", List.of(1.0, 2.0)),
                new Chart.Group("int8", List.of(0.25, Double.NaN))),
            List.of(new Mark.Level(0.5, "claim")),
            "%.2f");
    Chart points =
        new Chart.Points(
            "agreement",
            "points",
            Axis.logarithmic("floats"),
            Axis.fromZero("int8"),
            List.of(Series.of("a", new double[] {1, 10, 100}, new double[] {1, 2, 3})),
            List.of());
    Chart frequencies =
        new Chart.Frequencies(
            "errors",
            "a histogram",
            Axis.linear("error"),
            4,
            List.of(new Chart.Sample("a", List.of(1.0, 1.0, 2.0, 5.0))));
    return new Report(
        HOSTILE,
        "In short: " + HOSTILE,
        new LinkedHashMap<>(Map.of("load", HOSTILE)),
        List.of(
            Section.of("first", HOSTILE, new Part.Paragraph(HOSTILE), table),
            Section.of(
                "charts",
                "Charts",
                new Part.Picture(lines),
                new Part.Picture(bars),
                new Part.Picture(points),
                new Part.Picture(frequencies)),
            Section.of(
                "end",
                "End",
                new Part.Finding("smaller", Part.Outcome.HOLDS, HOSTILE),
                new Part.Finding("faster", Part.Outcome.FAILS, "it is slower"),
                new Part.Code("cache.properties", HOSTILE))));
  }
}
