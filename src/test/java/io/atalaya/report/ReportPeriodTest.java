package io.atalaya.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportPeriodTest {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  @ParameterizedTest
  @CsvSource({"2026-03-29, 23", "2026-10-25, 25", "2026-11-26, 24"})
  void aDayHasAsManyStepsAsTheClockHasHours(LocalDate day, int hours) {
    ReportPeriod period = new ReportPeriod(ReportPeriod.Kind.DAILY, MADRID, day);
    assertEquals(hours, period.steps().size());
    assertEquals(period.end(), period.steps().getLast());
    assertEquals(period.start().plusSeconds(3600), period.steps().getFirst());
  }

  @Test
  void aWeekBeginsOnMondayWhateverDayIsNamed() {
    ReportPeriod week =
        new ReportPeriod(ReportPeriod.Kind.WEEKLY, MADRID, LocalDate.of(2026, 11, 29));
    assertEquals(LocalDate.of(2026, 11, 23), week.first());
    assertEquals("2026-11-23 to 2026-11-29", week.title());
    assertEquals(7, week.steps().size());
    assertEquals(Instant.parse("2026-11-29T23:00:00Z"), week.end());
    assertEquals(LocalDate.of(2026, 11, 16), week.before().first());
  }

  @ParameterizedTest
  @CsvSource({
    "DAILY,  2026-11-27T22:59:59Z, 2026-11-26",
    "DAILY,  2026-11-27T23:00:00Z, 2026-11-27",
    "WEEKLY, 2026-11-29T22:59:59Z, 2026-11-16",
    "WEEKLY, 2026-11-29T23:00:00Z, 2026-11-23"
  })
  void theLastOneThatEndedGoesByTheClockOfTheZone(
      ReportPeriod.Kind kind, Instant now, LocalDate first) {
    assertEquals(first, ReportPeriod.endedBefore(kind, MADRID, now).first());
  }

  @Test
  void dailyAndWeeklyAreNamed() {
    assertEquals(ReportPeriod.Kind.WEEKLY, ReportPeriod.Kind.named("weekly").orElseThrow());
    assertEquals(true, ReportPeriod.Kind.named("monthly").isEmpty());
    assertEquals(
        "2026-11-26",
        new ReportPeriod(ReportPeriod.Kind.DAILY, ZoneOffset.UTC, LocalDate.of(2026, 11, 26))
            .title());
  }
}
