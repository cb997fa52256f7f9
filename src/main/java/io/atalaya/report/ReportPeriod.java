package io.atalaya.report;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time that a report is about: a calendar day, or a week from Monday on (ISO 8601).
 *
 * <p>A day in which the clock is changed has 23 or 25 hours.
 *
 * @param kind a day or a week
 * @param zone the time zone in which days begin
 * @param first the first day
 */
public record ReportPeriod(Kind kind, ZoneId zone, LocalDate first) {

  /** How long a period is. */
  public enum Kind {
    DAILY,
    WEEKLY;

    /** As it stands in addresses and labels: {@code daily}, {@code weekly}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this label; empty where there is none. */
    public static Optional<Kind> named(String label) {
      return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
    }

    private int days() {
      return this == DAILY ? 1 : 7;
    }
  }

  public ReportPeriod {
    if (kind == Kind.WEEKLY) {
      first = first.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
  }

  /** The last period that had ended at {@code now}. */
  public static ReportPeriod endedBefore(Kind kind, ZoneId zone, Instant now) {
    return new ReportPeriod(kind, zone, LocalDate.ofInstant(now, zone)).before();
  }

  /** The period before this one. */
  public ReportPeriod before() {
    return new ReportPeriod(kind, zone, first.minusDays(kind.days()));
  }

  /** Its beginning. */
  public Instant start() {
    return startOf(first);
  }

  /** Its end, exclusive. */
  public Instant end() {
    return startOf(first.plusDays(kind.days()));
  }

  /** The ends of the steps that its charts have: hours of a day, days of a week. */
  public List<Instant> steps() {
    return switch (kind) {
      case DAILY ->
          Stream.iterate(start().plus(1, ChronoUnit.HOURS), step -> step.plus(1, ChronoUnit.HOURS))
              .takeWhile(step -> !step.isAfter(end()))
              .toList();
      case WEEKLY ->
          Stream.iterate(first.plusDays(1), day -> day.plusDays(1))
              .limit(kind.days())
              .map(this::startOf)
              .toList();
    };
  }

  /** For headings, for example {@code 2026-11-26} or {@code 2026-11-16 to 2026-11-22}. */
  public String title() {
    return kind == Kind.DAILY
        ? first.toString()
        : first + " to " + first.plusDays(kind.days() - 1L);
  }

  private Instant startOf(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }
}
