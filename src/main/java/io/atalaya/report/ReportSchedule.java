package io.atalaya.report;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * When the report of a period is sent: at a time of each day, or of one day of each week, after the
 * period has ended.
 *
 * @param kind daily or weekly
 * @param zone the time zone of the time and of the period
 * @param at the time of day; one that the change to summer time leaves out is an hour later
 * @param on the day of the week; of no meaning for a daily report
 */
public record ReportSchedule(ReportPeriod.Kind kind, ZoneId zone, LocalTime at, DayOfWeek on) {

  /** The last time at or before {@code now} at which a report was due. */
  public Instant lastDue(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    Instant due = dueOn(today);
    return due.isAfter(now) ? dueOn(today.minusDays(kind == ReportPeriod.Kind.DAILY ? 1 : 7)) : due;
  }

  /** The period that is reported on at a time when a report is due. */
  public ReportPeriod periodAt(Instant due) {
    return ReportPeriod.endedBefore(kind, zone, due);
  }

  private Instant dueOn(LocalDate day) {
    LocalDate date =
        kind == ReportPeriod.Kind.DAILY ? day : day.with(TemporalAdjusters.previousOrSame(on));
    return date.atTime(at).atZone(zone).toInstant();
  }
}
