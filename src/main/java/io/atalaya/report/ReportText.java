package io.atalaya.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A report as plain text, for mails and terminals; and how its values are written. */
public final class ReportText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private ReportText() {}

  /** The report, with a line break at the end of each line. */
  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    line(text, report.headline());
    line(text, "");
    line(text, span(report));
    List<Report.Worsening> worse = report.worsenings();
    if (!worse.isEmpty()) {
      line(text, "");
      line(text, "What got worse");
      for (Report.Worsening worsening : worse) {
        FigureTrend figure = worsening.figure();
        line(
            text,
            "  %s %s: %s from %s to %s (%s)"
                .formatted(
                    worsening.version().model(),
                    worsening.version().version(),
                    figure.figure().name(),
                    value(figure, figure.before()),
                    value(figure, figure.value()),
                    change(figure)));
      }
    }
    report.models().forEach(version -> append(text, version, report.period().zone()));
    return text.toString();
  }

  private static void append(StringBuilder text, VersionReport version, ZoneId zone) {
    line(text, "");
    line(text, title(version));
    if (!version.firing().isEmpty()) {
      line(text, "  firing: " + String.join(", ", version.firing()));
    }
    if (!version.drifting().isEmpty()) {
      line(text, "  drifting: " + String.join(", ", version.drifting()));
    }
    if (!version.invalidations().isEmpty()) {
      line(text, "  cached answers invalidated: " + invalidations(version));
    }
    for (FigureTrend figure : version.figures()) {
      line(
          text,
          "  %-22s %12s %9s  %s"
              .formatted(
                  figure.figure().name(),
                  value(figure, figure.value()),
                  change(figure),
                  Sparkline.text(figure.steps())));
    }
    for (Episode episode : version.episodes()) {
      line(text, "  " + episode(episode, zone));
    }
  }

  /** Model, version, and whose it is. */
  public static String title(VersionReport version) {
    String team = version.team();
    return version.model() + " " + version.version() + (team == null ? "" : ", of " + team);
  }

  /** The time that a report is about. */
  public static String span(Report report) {
    ReportPeriod period = report.period();
    return "%s to %s, %s%s"
        .formatted(
            time(period.start(), period.zone()),
            time(report.until(), period.zone()),
            period.zone(),
            report.isPartial() ? "; it goes on" : "");
  }

  /** One of a figure's values as people read it; a dash where it is not defined. */
  public static String value(FigureTrend figure, OptionalDouble value) {
    return value.isPresent() ? figure.figure().text(value.getAsDouble()) : "-";
  }

  /** How much a figure has changed, for example {@code +12.3 %}; nothing where undefined. */
  public static String change(FigureTrend figure) {
    OptionalDouble change = figure.change();
    return change.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%+.1f %%", 100 * change.getAsDouble());
  }

  /** What fired, when and for how long, with figure and bound. */
  public static String episode(Episode episode, ZoneId zone) {
    Figure figure = Figure.named(episode.check());
    StringBuilder text =
        new StringBuilder(
            "%s  %s over %s (%s)"
                .formatted(
                    time(episode.since(), zone),
                    episode.check(),
                    episode.window(),
                    episode.severity()));
    episode.observed().ifPresent(value -> text.append(" at ").append(figure.text(value)));
    episode.threshold().ifPresent(value -> text.append(", bound ").append(figure.text(value)));
    text.append(
        episode
            .until()
            .map(until -> ", for " + length(Duration.between(episode.since(), until)))
            .orElse(", not resolved"));
    return text.toString();
  }

  /** How often cached answers were invalidated, by reason. */
  public static String invalidations(VersionReport version) {
    return version.invalidations().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String length(Duration duration) {
    if (duration.toHours() >= 48) {
      return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
    if (duration.toMinutes() >= 60) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
  }

  private static String time(Instant instant, ZoneId zone) {
    return TIME.format(instant.atZone(zone));
  }

  private static void line(StringBuilder text, String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
