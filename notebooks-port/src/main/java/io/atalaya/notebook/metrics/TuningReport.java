package io.atalaya.notebook.metrics;

import io.atalaya.notebook.report.Cell;
import io.atalaya.notebook.report.Column;
import io.atalaya.notebook.report.Part;
import io.atalaya.notebook.report.Section;
import io.atalaya.notebook.report.Table;
import io.atalaya.notebook.report.chart.Axis;
import io.atalaya.notebook.report.chart.Chart;
import io.atalaya.notebook.report.chart.Series;
import io.atalaya.notebook.thresholds.AlarmRate;
import io.atalaya.notebook.thresholds.Suggestion;
import io.atalaya.notebook.thresholds.Trial;
import io.atalaya.notebook.thresholds.Tuned;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What was found about bounds, as parts of a report. For one thread. */
final class TuningReport {

  private final Table.Rows rows =
      new Table.Rows(
          "bounds",
          "Bounds as they are and as history suggests; of drift the factor of all least effects.",
          Column.words("model", "model"),
          Column.words("check", "check"),
          Column.words("window", "window"),
          Column.words("side", "side"),
          Column.figures("current", "bound now", "%.4g"),
          Column.figures("current_alarms", "false alarms", "%.0f"),
          Column.figures("current_monthly", "in 30 days", "%.2f"),
          Column.figures("current_monthly_lower", "at least", "%.2f"),
          Column.figures("current_monthly_upper", "at most (95 %)", "%.2f"),
          Column.figures("current_delay_days", "found after days", "%.1f"),
          Column.figures("suggested", "bound suggested", "%.4g"),
          Column.figures("suggested_alarms", "false alarms", "%.0f"),
          Column.figures("suggested_monthly_upper", "in 30 days at most (95 %)", "%.2f"),
          Column.figures("suggested_delay_days", "found after days", "%.1f"),
          Column.words("how", "how"));

  private final List<Part> charts = new ArrayList<>();
  private double alarmsNow;
  private double alarmsSuggested;
  private int lost;

  /** Adds what was found about one bound. */
  void add(String model, String check, String window, String side, Tuned tuned) {
    Trial now = tuned.current();
    Trial then = tuned.suggestion().bound().orElse(now);
    alarmsNow += now.falseAlarms().monthly();
    alarmsSuggested += then.falseAlarms().monthly();
    lost += then.found() < now.found() ? 1 : 0;
    boolean isSuggested = tuned.suggestion().bound().isPresent();
    rows.row(
        Cell.of(model),
        Cell.of(check),
        Cell.of(window),
        Cell.of(side),
        Cell.of(now.limit()),
        Cell.of(now.falseAlarms().alarms()),
        Cell.of(now.falseAlarms().monthly()),
        Cell.of(now.falseAlarms().monthlyLower()),
        Cell.of(now.falseAlarms().monthlyUpper()),
        Cell.of(delay(now)),
        isSuggested ? Cell.of(then.limit()) : Cell.absent(),
        isSuggested ? Cell.of(then.falseAlarms().alarms()) : Cell.absent(),
        isSuggested ? Cell.of(then.falseAlarms().monthlyUpper()) : Cell.absent(),
        isSuggested ? Cell.of(delay(then)) : Cell.absent(),
        Cell.of(how(tuned.suggestion())));
    if (!tuned.curve().isEmpty()) {
      charts.add(new Part.Picture(curve(model, check, window, side, tuned)));
    }
  }

  /** The section about all bounds. */
  Section section(double monthly) {
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part.Paragraph(
            "The goal is at most %s false alarms in 30 days of each bound. Alarms are counted, not values beyond the bound, by replaying the rule that judges them in the pipeline: with the time that a breach must last, with hysteresis, with what is no judgement."
                .formatted(plain(monthly))));
    parts.add(rows.table());
    parts.add(
        new Part.Finding(
            "false-alarms",
            alarmsSuggested <= alarmsNow ? Part.Outcome.HOLDS : Part.Outcome.REMARK,
            "All bounds together raised %.1f false alarms in 30 days; those that are suggested would have raised %.1f."
                .formatted(alarmsNow, alarmsSuggested)));
    parts.add(
        new Part.Finding(
            "still-found",
            lost == 0 ? Part.Outcome.HOLDS : Part.Outcome.FAILS,
            lost == 0
                ? "What is known to have gone wrong is found by every bound that found it before."
                : "%d suggested bounds do not find what those before them did: see the curves before taking them."
                    .formatted(lost)));
    parts.addAll(charts);
    return new Section("thresholds", "Thresholds", parts);
  }

  private static OptionalDouble delay(Trial trial) {
    return trial.delayDays().stream()
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  private static String how(Suggestion suggestion) {
    return switch (suggestion) {
      case Suggestion.Observed(Trial trial, int allowed) ->
          "observed: at most %d in %.1f healthy days"
              .formatted(allowed, trial.falseAlarms().days());
      case Suggestion.Extrapolated(_, int peaks, double level, var tail) ->
          String.format(
              Locale.ROOT,
              "extrapolated from %d peaks beyond %.4g: shape %.2f, scale %.3g",
              peaks,
              level,
              tail.shape(),
              tail.scale());
      case Suggestion.None(String reason) -> "none: " + reason;
    };
  }

  /** False alarms against the time to detection; where nothing is found there is no point. */
  private static Chart curve(String model, String check, String window, String side, Tuned tuned) {
    List<Series> series = new ArrayList<>();
    series.add(series("other bounds", tuned.curve()));
    series.add(series("now", List.of(tuned.current())));
    tuned.suggestion().bound().ifPresent(trial -> series.add(series("suggested", List.of(trial))));
    String name = "%s %s %s %s".formatted(model, check, window, side);
    return new Chart.Points(
        ("trade-off-" + name).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
        "%s: what is gained in time by more false alarms. Bounds that do not find what went wrong have no point."
            .formatted(name),
        Axis.fromZero("false alarms in %.0f days".formatted(AlarmRate.MONTH_DAYS)),
        Axis.fromZero("days to detection"),
        series,
        List.of());
  }

  private static Series series(String name, List<Trial> trials) {
    return new Series(
        name,
        trials.stream()
            .filter(trial -> delay(trial).isPresent())
            .map(
                trial ->
                    new Series.Point(trial.falseAlarms().monthly(), delay(trial).getAsDouble()))
            .toList());
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
