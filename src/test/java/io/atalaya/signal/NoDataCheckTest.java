package io.atalaya.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoDataCheckTest {

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final long KNOWN = 1_700_000_000_000L;
  private static final long WHOLE = KNOWN + WINDOW.toMillis();

  @Test
  void anEmptyWindowSaysNothingBeforeTheVersionWasKnownForAllOfIt() {
    assertEquals(Observation.UNDEFINED, NoDataCheck.observe(KNOWN, WHOLE - 1, WINDOW, 0));
    assertEquals(Observation.of(0), NoDataCheck.observe(KNOWN, WHOLE, WINDOW, 0));
  }

  @Test
  void predictionsAreCountedAtOnce() {
    assertEquals(Observation.of(1), NoDataCheck.observe(KNOWN, KNOWN, WINDOW, 1));
  }

  @Test
  void firesOnceAndResolvesWithTheNextPrediction() {
    VersionChecks checks =
        new VersionChecks("m", "v1", List.of(NoDataCheck.over(WINDOW, Severity.WARNING)));

    assertEquals(List.of(), statesAt(checks, WHOLE - 1, 0));
    assertEquals(List.of(Signal.State.FIRING), statesAt(checks, WHOLE, 0));
    assertEquals(List.of(), statesAt(checks, WHOLE + 1, 0));
    assertEquals(List.of(Signal.State.RESOLVED), statesAt(checks, WHOLE + 2, 1));
  }

  private static List<Signal.State> statesAt(VersionChecks checks, long t, long predictions) {
    return checks
        .judge(t, (_, window) -> NoDataCheck.observe(KNOWN, t, window, predictions))
        .stream()
        .map(Signal::state)
        .toList();
  }
}
