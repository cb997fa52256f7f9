package io.atalaya.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReporterTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 26);
  private static final Instant START = Instant.parse("2026-11-26T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final ReportPeriod DAILY =
      new ReportPeriod(ReportPeriod.Kind.DAILY, ZoneOffset.UTC, DAY);

  private final PastLog log = new PastLog();
  private Instant now = START.plus(Duration.ofDays(2));
  private final Reporter reporter = new Reporter(log, () -> now);

  @Test
  void aDayHasTheWindowAtItsEndTheOneBeforeAndItsHours() throws Exception {
    for (int hour = -24; hour <= 30; hour++) {
      log.digest(START.plus(HOUR.multipliedBy(hour)), hour, 100 + hour, 10 + hour);
    }
    // In whatever order partitions are read.
    Collections.reverse(log.digests);
    VersionReport version = reporter.of(DAILY).models().getFirst();

    assertEquals("grid", version.team());
    assertEquals(List.of("x"), version.drifting());
    FigureTrend predictions = version.figures().getFirst();
    assertEquals("predictions", predictions.figure().name());
    FigureTrend mae = version.figures().get(1);
    assertEquals(OptionalDouble.of(124), mae.value());
    assertEquals(OptionalDouble.of(100), mae.before());
    assertEquals(0.24, mae.change().orElseThrow(), 1e-15);
    assertTrue(mae.isWorse());
    assertEquals(24, mae.steps().size());
    assertEquals(OptionalDouble.of(1), mae.steps().getFirst());
    assertEquals(OptionalDouble.of(24), mae.steps().getLast());
  }

  @Test
  void ofADayThatGoesOnThereIsWhatHasPassed() throws Exception {
    now = START.plus(Duration.ofMinutes(150));
    log.digest(START.plus(HOUR), 1, 101, 11);
    log.digest(START.plus(HOUR.multipliedBy(2)), 2, 102, 12);
    Report report = reporter.of(DAILY);

    assertTrue(report.isPartial());
    assertEquals(now, report.until());
    FigureTrend mae = report.models().getFirst().figures().get(1);
    assertEquals(OptionalDouble.of(102), mae.value());
    assertEquals(OptionalDouble.empty(), mae.before());
    assertEquals(
        List.of(1.0, 2.0),
        mae.steps().stream().flatMapToDouble(OptionalDouble::stream).boxed().toList());
  }

  @Test
  void aWeekHasItsDaysAddedOrAveraged() throws Exception {
    ReportPeriod week = new ReportPeriod(ReportPeriod.Kind.WEEKLY, ZoneOffset.UTC, DAY);
    Instant end = week.start();
    for (int day = -6; day <= 7; day++) {
      log.digest(end.plus(Duration.ofDays(day)), 0, 10 + day, 100);
      log.digest(end.plus(Duration.ofDays(day)).minus(HOUR), 0, 1_000, 1_000);
    }
    VersionReport version = reporter.of(week).models().getFirst();

    FigureTrend predictions = version.figures().getFirst();
    assertEquals(OptionalDouble.of(700), predictions.value());
    assertEquals(OptionalDouble.of(700), predictions.before());
    FigureTrend mae = version.figures().get(1);
    assertEquals(OptionalDouble.of(14), mae.value());
    assertEquals(OptionalDouble.of(7), mae.before());
    assertEquals(
        List.of(11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0),
        mae.steps().stream().map(OptionalDouble::orElseThrow).toList());
  }

  @Test
  void theDayThatGoesOnIsInItsWeekWithItsNewestWindow() throws Exception {
    ReportPeriod week = new ReportPeriod(ReportPeriod.Kind.WEEKLY, ZoneOffset.UTC, DAY);
    now = week.start().plus(Duration.ofHours(30));
    log.digest(week.start().plus(Duration.ofDays(1)), 0, 5, 1);
    log.digest(week.start().plus(Duration.ofHours(29)), 0, 6, 2);
    FigureTrend mae = reporter.of(week).models().getFirst().figures().get(1);

    assertEquals(
        List.of(OptionalDouble.of(5), OptionalDouble.of(6), OptionalDouble.empty()),
        mae.steps().subList(0, 3));
  }

  @Test
  void whereDaysBeginBetweenHoursTheHourBeforeIsTaken() throws Exception {
    ReportPeriod day = new ReportPeriod(ReportPeriod.Kind.DAILY, ZoneId.of("Asia/Kolkata"), DAY);
    assertEquals(Instant.parse("2026-11-25T18:30:00Z"), day.start());
    log.digest(Instant.parse("2026-11-25T18:00:00Z"), 1, 2, 3);
    log.digest(Instant.parse("2026-11-26T18:00:00Z"), 4, 5, 6);
    FigureTrend mae = reporter.of(day).models().getFirst().figures().get(1);

    assertEquals(OptionalDouble.of(5), mae.value());
    assertEquals(OptionalDouble.of(2), mae.before());
    assertEquals(OptionalDouble.of(4), mae.steps().getLast());
  }

  @Test
  void anEpisodeIsOneThoughItHasTwoSignals() throws Exception {
    log.digest(START.plus(HOUR.multipliedBy(24)), 1, 1, 1);
    Instant since = START.plus(HOUR);
    log.signal("mae", true, since, since, 7);
    log.signal("mae", false, since.plus(HOUR), since, 4);
    Instant yesterday = START.minus(HOUR);
    log.signal("rmse", false, START.plus(HOUR.multipliedBy(3)), yesterday, 3);
    Instant open = START.plus(HOUR.multipliedBy(5));
    log.signal("bias", true, open, open, 9);
    log.signal("wape", true, yesterday, yesterday, 9);
    List<Episode> episodes = reporter.of(DAILY).models().getFirst().episodes();

    OptionalDouble bound = OptionalDouble.of(5);
    assertEquals(
        List.of(
            episode("rmse", yesterday, Optional.of(START.plus(HOUR.multipliedBy(3))), 3, bound),
            episode("mae", since, Optional.of(since.plus(HOUR)), 7, bound),
            episode("bias", open, Optional.empty(), 9, bound)),
        episodes);
  }

  private static Episode episode(
      String check, Instant since, Optional<Instant> until, double observed, OptionalDouble bound) {
    return new Episode(check, "1h", "critical", since, until, OptionalDouble.of(observed), bound);
  }

  @Test
  void invalidationsOfTheDayAreCountedByReason() throws Exception {
    log.digest(START.plus(HOUR.multipliedBy(24)), 1, 1, 1);
    log.invalidations.add(new PastInvalidation(PastLog.MODEL, "drift", START.plus(HOUR)));
    log.invalidations.add(new PastInvalidation(PastLog.MODEL, "drift", START.plus(HOUR)));
    log.invalidations.add(new PastInvalidation(PastLog.MODEL, "drift", START.minus(HOUR)));
    log.invalidations.add(new PastInvalidation("other", "drift", START.plus(HOUR)));
    assertEquals(Map.of("drift", 2L), reporter.of(DAILY).models().getFirst().invalidations());
  }

  @Test
  void aModelThatWasNotHeardOfInThePeriodIsNotInIt() throws Exception {
    log.digest(START, 1, 1, 1);
    Report report = reporter.of(DAILY);
    assertEquals(List.of(), report.models());
    assertEquals("Atalaya, daily report of 2026-11-26: no model was heard of", report.headline());
  }

  @Test
  void aLogThatIsAwaySaysSo() {
    log.away = true;
    assertThrows(ReportLog.UnavailableException.class, () -> reporter.of(DAILY));
  }

  @Test
  void oneReportIsMadeAtATime() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    log.whileRead =
        () -> {
          reading.countDown();
          assertTrue(read.await(60, TimeUnit.SECONDS));
          return null;
        };
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Report> first = other.submit(() -> reporter.of(DAILY));
      reading.await();
      String refused =
          assertThrows(ReportLog.UnavailableException.class, () -> reporter.of(DAILY)).getMessage();
      assertEquals("other reports are being made: try again", refused);
      read.countDown();
      assertEquals(DAILY, first.get().period());
    }
    assertEquals(DAILY, reporter.of(DAILY).period());
  }
}
