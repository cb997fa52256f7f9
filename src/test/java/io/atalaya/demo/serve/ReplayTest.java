package io.atalaya.demo.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.demo.demand.DemandHour;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest {

  private static final List<DemandHour> HOURS =
      IntStream.of(0, 1, 2, 5).mapToObj(ReplayTest::hour).toList();

  private final List<String> happened = new ArrayList<>();

  @AfterEach
  void forgetTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void demandIsKnownAfterItsDelayAndBeforeTheHourThatThenBegins() {
    Replay replay = new Replay(HOURS, 1e9, Duration.ofHours(2), listener());
    replay.run();
    assertEquals(
        List.of(
            "0 begins",
            "1 begins",
            "0 known",
            "2 begins",
            "1 known",
            "2 known",
            "5 begins",
            "5 known"),
        happened);
    assertEquals(1, replay.progress());
  }

  @Test
  void anHourTakesASecondOverTheSpeed() {
    long start = System.nanoTime();
    new Replay(HOURS, 100, Duration.ZERO, listener()).run();
    assertTrue(System.nanoTime() - start >= 50_000_000, "five hours take 50 ms at 100 a second");
  }

  @Test
  void anInterruptEndsIt() {
    Replay replay = new Replay(HOURS, 1e-9, Duration.ZERO, listener());
    Thread.currentThread().interrupt();
    replay.run();
    assertEquals(List.of(), happened);
    assertEquals(0, replay.progress());
  }

  @Test
  void speedMustBeAboveZero() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Replay(HOURS, 0, Duration.ZERO, listener()));
    assertEquals("speed: 0.0 must be above 0", e.getMessage());
  }

  private Replay.Listener listener() {
    return new Replay.Listener() {
      @Override
      public void begins(DemandHour hour) {
        happened.add(hour.time().getHour() + " begins");
      }

      @Override
      public void isKnown(DemandHour hour) {
        happened.add(hour.time().getHour() + " known");
      }
    };
  }

  private static DemandHour hour(int hour) {
    return new DemandHour(LocalDateTime.of(2011, 9, 1, hour, 0), 4, 1, 1, 0.5, 0.5, 0.1, 100);
  }
}
