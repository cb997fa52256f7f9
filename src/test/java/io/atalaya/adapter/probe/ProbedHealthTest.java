package io.atalaya.adapter.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.availability.Observation;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.availability.StatusBoard;
import io.atalaya.availability.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ProbedHealthTest {

  private static final Target INFER = new Target.OfModel("bike-demand", "infer");
  private static final ProbeTimes TIMES =
      new ProbeTimes(Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(1));
  private static final Duration TOOK = Duration.ofMillis(12);
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant LATER = START.plusSeconds(15);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final StatusBoard board = new StatusBoard(now::get);
  private final ProbedHealth health = new ProbedHealth(board);

  ProbedHealthTest() {
    board.add(INFER, TIMES);
  }

  @Test
  void whatNobodyHasAskedIsDown() {
    assertCheck(Status.DOWN, Map.of("state", "unknown", "detail", "not asked yet"));
  }

  @Test
  void aCheckTellsWhatTheLastProbeFound() {
    board.observed(INFER, new Observation.Up(TOOK));
    assertCheck(
        Status.UP,
        Map.of(
            "state",
            "up",
            "milliseconds",
            12L,
            "since",
            START.toString(),
            "last_success",
            START.toString()));
    now.set(LATER);
    board.observed(INFER, new Observation.Slow(TOOK));
    assertCheck(
        Status.UP,
        Map.of(
            "state",
            "slow",
            "milliseconds",
            12L,
            "since",
            LATER.toString(),
            "last_success",
            LATER.toString(),
            "availability",
            "1.0"));
  }

  @Test
  void whatIsWrongOrDownIsDownWithItsReason() {
    board.observed(INFER, new Observation.Wrong(TOOK, "no outputs"));
    assertCheck(
        Status.DOWN,
        Map.of(
            "state",
            "wrong",
            "milliseconds",
            12L,
            "since",
            START.toString(),
            "detail",
            "no outputs"));
    now.set(LATER);
    board.observed(INFER, new Observation.Down("refused"));
    assertCheck(
        Status.DOWN,
        Map.of(
            "state",
            "down",
            "since",
            LATER.toString(),
            "detail",
            "refused",
            "availability",
            "0.0"));
  }

  @Test
  void whatWasNotAskedForTooLongIsUnknownAgain() {
    board.observed(INFER, new Observation.Up(TOOK));
    now.set(START.plusSeconds(60));
    assertCheck(
        Status.DOWN,
        Map.of(
            "state",
            "unknown",
            "detail",
            "not asked for too long",
            "last_success",
            START.toString(),
            "availability",
            "1.0"));
  }

  @Test
  void whatIsNoLongerProbedIsDown() {
    board.remove(INFER);
    assertCheck(Status.DOWN, Map.of("detail", "not probed any more"));
  }

  private void assertCheck(Status status, Map<String, Object> data) {
    HealthCheckResponse response = health.check(INFER);
    assertEquals("bike-demand/infer", response.getName());
    assertEquals(status, response.getStatus());
    assertEquals(data, response.getData().orElse(Map.of()));
  }
}
