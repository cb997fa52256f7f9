package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.drift.Seasons.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeasonsTest {

  private static final Seasons HOURS = seasons(Cycle.HOUR_OF_DAY, "UTC");
  private static final Seasons WEEK = seasons(Cycle.HOUR_OF_WEEK, "UTC");
  private static final Seasons MADRID = seasons(Cycle.HOUR_OF_WEEK, "Europe/Madrid");

  @Test
  void aDayHasTwentyFourAndAWeekBeginsOnMonday() {
    assertEquals("03", at(HOURS, "2026-11-27T03:00:00Z"));
    assertEquals("02", at(HOURS, "2026-11-27T02:59:59.999Z"));
    assertEquals("fri-03", at(WEEK, "2026-11-27T03:30:00Z"));
    assertEquals(0, WEEK.at(Instant.parse("2026-11-23T00:00:00Z").toEpochMilli()));
    assertEquals(167, WEEK.at(Instant.parse("2026-11-22T23:59:59Z").toEpochMilli()));
    assertEquals("thu-23", at(WEEK, "1969-12-25T23:59:59.999Z"));
  }

  @Test
  void everySeasonHasANameOfItsOwn() {
    for (Seasons seasons : new Seasons[] {HOURS, WEEK}) {
      IntStream.range(0, seasons.cycle().seasons())
          .forEach(one -> assertEquals(OptionalInt.of(one), seasons.named(seasons.name(one))));
    }
    assertEquals(OptionalInt.empty(), HOURS.named("mon-03"));
    assertEquals(OptionalInt.empty(), WEEK.named(""));
  }

  /** On 29 March 2026 at 02:00 the clocks of Madrid go to 03:00. */
  @Test
  void anHourThatIsSkippedHasNoSeason() {
    assertEquals("sun-01", at(MADRID, "2026-03-29T00:59:59Z"));
    assertEquals("sun-03", at(MADRID, "2026-03-29T01:00:00Z"));
  }

  /** On 25 October 2026 at 03:00 they go back to 02:00. */
  @Test
  void anHourThatComesTwiceIsTheSameSeasonTwice() {
    assertEquals("sun-02", at(MADRID, "2026-10-25T00:00:00Z"));
    assertEquals("sun-02", at(MADRID, "2026-10-25T01:59:59Z"));
    assertEquals("sun-03", at(MADRID, "2026-10-25T02:00:00Z"));
  }

  /** India is five and a half hours ahead; Lord Howe goes half an hour back at 15:00 UTC. */
  @Test
  void aSeasonLastsAnHourOfUtcWhereverTheClockHangs() {
    Seasons india = seasons(Cycle.HOUR_OF_DAY, "Asia/Kolkata");
    assertEquals("05", at(india, "2026-11-27T00:00:00Z"));
    assertEquals("05", at(india, "2026-11-27T00:59:59Z"));
    assertEquals("06", at(india, "2026-11-27T01:00:00Z"));
    Seasons lordHowe = seasons(Cycle.HOUR_OF_DAY, "Australia/Lord_Howe");
    assertEquals("01", at(lordHowe, "2026-04-04T14:30:00Z"));
    assertEquals("01", at(lordHowe, "2026-04-04T15:30:00Z"));
    long millis = Instant.parse("2026-04-04T15:30:00Z").toEpochMilli();
    assertEquals(Instant.parse("2026-04-04T15:00:00Z").toEpochMilli(), Seasons.startMillis(millis));
    assertEquals(Instant.parse("2026-04-04T16:00:00Z").toEpochMilli(), Seasons.endMillis(millis));
  }

  @Test
  void aWindowLiesInOneSeasonIfItDividesAnHour() {
    assertDoesNotThrow(() -> Seasons.requireWithin(Duration.ofHours(1)));
    assertDoesNotThrow(() -> Seasons.requireWithin(Duration.ofMinutes(20)));
    for (Duration window :
        new Duration[] {Duration.ofHours(2), Duration.ofMinutes(40), Duration.ofSeconds(7)}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Seasons.requireWithin(window),
          () -> "window: " + window);
    }
  }

  private static Seasons seasons(Cycle cycle, String zone) {
    return new Seasons(cycle, ZoneId.of(zone));
  }

  private static String at(Seasons seasons, String time) {
    return seasons.name(seasons.at(Instant.parse(time).toEpochMilli()));
  }
}
