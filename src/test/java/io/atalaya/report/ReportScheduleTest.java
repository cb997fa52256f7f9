package io.atalaya.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportScheduleTest {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  @ParameterizedTest
  @CsvSource({
    "DAILY,  2026-11-27T05:59:59Z, 2026-11-26T06:00:00Z, 2026-11-25",
    "DAILY,  2026-11-27T06:00:00Z, 2026-11-27T06:00:00Z, 2026-11-26",
    // Summer: the hour of the wall clock, not of UTC.
    "DAILY,  2026-07-01T05:00:00Z, 2026-07-01T05:00:00Z, 2026-06-30",
    // A Friday: the Tuesday before, and the week that had ended by then.
    "WEEKLY, 2026-11-27T12:00:00Z, 2026-11-24T06:00:00Z, 2026-11-16",
    "WEEKLY, 2026-11-24T05:59:59Z, 2026-11-17T06:00:00Z, 2026-11-09",
    "WEEKLY, 2026-11-24T06:00:00Z, 2026-11-24T06:00:00Z, 2026-11-16"
  })
  void theLastTimeItWasDueAndWhatItIsAbout(
      ReportPeriod.Kind kind, Instant now, Instant due, LocalDate first) {
    ReportSchedule schedule =
        new ReportSchedule(kind, MADRID, LocalTime.of(7, 0), DayOfWeek.TUESDAY);
    assertEquals(due, schedule.lastDue(now));
    assertEquals(first, schedule.periodAt(due).first());
  }
}
