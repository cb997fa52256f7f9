package io.atalaya.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeHistoryTest {

  private static final Target TARGET = new Target.OfModel("bike-demand", "infer");
  private static final Duration TOOK = Duration.ofMillis(12);
  private static final Observation UP = new Observation.Up(TOOK);
  private static final Observation SLOW = new Observation.Slow(TOOK);
  private static final Observation DOWN = new Observation.Down("refused");

  /** 15 s, 2 s: an observation holds for 32 s. */
  private final ProbeHistory history =
      new ProbeHistory(
          TARGET,
          new ProbeTimes(Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(1)));

  private static Instant second(long second) {
    return Instant.parse("2026-03-01T00:00:00Z").plusSeconds(second);
  }

  private static Availability seconds(long up, long observed) {
    return new Availability(up * 1_000, observed * 1_000);
  }

  @Test
  void nothingIsKnownBeforeTheFirstAnswer() {
    assertEquals(
        new ProbeStatus(
            TARGET, Optional.empty(), Optional.empty(), Optional.empty(), Availability.NONE),
        history.at(second(0)));
  }

  @Test
  void aStateHoldsFromItsAnswerToTheNext() {
    history.observed(UP, second(0));
    history.observed(DOWN, second(15));
    history.observed(SLOW, second(28));

    assertEquals(
        new ProbeStatus(
            TARGET,
            Optional.of(SLOW),
            Optional.of(second(28)),
            Optional.of(second(28)),
            seconds(17, 30)),
        history.at(second(30)));
  }

  @Test
  void sinceIsTheFirstAnswerOfTheSameState() {
    history.observed(DOWN, second(0));
    history.observed(new Observation.Down("another reason"), second(15));

    assertEquals(Optional.of(second(0)), history.at(second(16)).since());
    assertEquals(Optional.empty(), history.at(second(16)).lastSuccess());
  }

  @Test
  void nothingIsKnownAnyMoreWhenNoAnswerHasFollowedForTooLong() {
    history.observed(UP, second(0));

    assertEquals(Optional.of(UP), history.at(second(32)).last());
    assertEquals(
        new ProbeStatus(
            TARGET, Optional.empty(), Optional.empty(), Optional.of(second(0)), seconds(32, 32)),
        history.at(second(33)));
  }

  @Test
  void aGapIsNotObservedAndBeginsAStateAnew() {
    history.observed(UP, second(0));
    history.observed(UP, second(100));

    assertEquals(seconds(32 + 5, 32 + 5), history.at(second(105)).availability());
    assertEquals(Optional.of(second(100)), history.at(second(105)).since());
  }

  @Test
  void timeThatTheClockRepeatsCountsOnce() {
    history.observed(UP, second(0));
    history.observed(UP, second(15));
    history.observed(DOWN, second(5));
    assertEquals(seconds(15, 15), history.at(second(10)).availability());
    history.observed(DOWN, second(20));

    assertEquals(seconds(15, 20), history.at(second(20)).availability());
  }

  @Test
  void askingChangesNothing() {
    history.observed(UP, second(0));
    for (int i = 0; i < 50; i++) {
      assertEquals(seconds(7, 7), history.at(second(7)).availability());
    }
    history.observed(DOWN, second(15));
    assertEquals(seconds(15, 15), history.at(second(15)).availability());
  }

  /** See {@code availability.py} beside the numbers. */
  @Test
  void availabilityIsNumPysCountOfSeconds() throws IOException {
    ProbeHistory story =
        new ProbeHistory(
            TARGET,
            new ProbeTimes(Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofMinutes(1)));
    int checked = 0;
    for (String line : lines()) {
      String[] cells = line.split(",", -1);
      Instant at = Instant.ofEpochSecond(Long.parseLong(cells[1]));
      if (cells[0].equals("observed")) {
        story.observed(cells[2].equals("1") ? UP : DOWN, at);
      } else {
        Availability expected = seconds(Long.parseLong(cells[2]), Long.parseLong(cells[3]));
        assertEquals(expected, story.at(at).availability(), line);
        checked++;
      }
    }
    assertTrue(checked > 50, () -> "nothing was compared");
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ProbeHistoryTest.class.getResourceAsStream("availability.csv")),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
