package io.atalaya.notebook.metrics;

import io.atalaya.notebook.report.Cell;
import io.atalaya.notebook.report.Column;
import io.atalaya.notebook.report.Part;
import io.atalaya.notebook.report.Section;
import io.atalaya.notebook.report.Table;
import io.atalaya.signal.Signal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;

/** What was read, and what came of it, as sections of a report. Stateless. */
final class EventSections {

  private EventSections() {}

  /** What became of the events. */
  static Section events(History history) {
    Table.Rows counted =
        new Table.Rows(
            "events-read",
            "Events by what became of them.",
            Column.words("topic", "topic"),
            Column.words("result", "result"),
            Column.figures("events", "events", "%.0f"));
    for (Sample sample : history.last()) {
      if (sample.name().equals("atalaya_events_total") && sample.value() > 0) {
        counted.row(
            Cell.of(sample.label("topic")),
            Cell.of(sample.label("result")),
            Cell.of(sample.value()));
      }
    }
    return Section.of(
        "events",
        "Events",
        new Part.Paragraph(
            "The pipeline shows the same figures after the same events: they are made by the same code, and a test holds both to what NumPy and SciPy compute."),
        counted.table());
  }

  /** All figures at the end, without those that are 0, by their names. */
  static Section figures(History history) {
    Table.Rows figures =
        new Table.Rows(
            "figures",
            "All that was exposed after the last event and is not 0.",
            Column.words("series", "series"),
            Column.figures("value", "value", "%.6g"));
    history.last().stream()
        .filter(sample -> !sample.name().matches(".*_(bucket|created)"))
        .filter(sample -> Double.isFinite(sample.value()) && sample.value() != 0)
        .sorted(Comparator.comparing(Sample::series))
        .forEach(sample -> figures.row(Cell.of(sample.series()), Cell.of(sample.value())));
    return Section.of("all", "All figures", figures.table());
  }

  /** The signals of the back-test. */
  static Section signals(History history) {
    Table.Rows rows =
        new Table.Rows(
            "signals-published",
            "What would have been published on monitoring.signals with the bounds as they are.",
            Column.words("time", "time"),
            Column.words("model", "model"),
            Column.words("version", "version"),
            Column.words("check", "check"),
            Column.words("window", "window"),
            Column.words("state", "state"),
            Column.words("severity", "severity"),
            Column.figures("observed", "observed", "%.4g"),
            Column.figures("threshold", "bound", "%.4g"));
    for (Signal signal : history.signals()) {
      rows.row(
          Cell.of(Instant.ofEpochMilli(signal.timeMillis()).toString()),
          Cell.of(signal.model()),
          Cell.of(signal.key().version()),
          Cell.of(signal.check()),
          Cell.of(signal.key().window()),
          Cell.of(signal.state().name().toLowerCase(Locale.ROOT)),
          Cell.of(signal.severity().name().toLowerCase(Locale.ROOT)),
          Cell.of(signal.observed()),
          Cell.of(signal.threshold()));
    }
    return Section.of("signals", "Signals", rows.table());
  }
}
