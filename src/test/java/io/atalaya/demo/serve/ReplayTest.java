package io.atalaya.demo.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.demo.serve.Workload.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest {

  private final List<String> happened = new ArrayList<>();

  @AfterEach
  void forgetTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void severalKindsOfTrafficHappenSideBySide() {
    Replay replay = replay(Duration.ofMillis(30), workload("a", 0, 20, 10), workload("b", 5, 15));
    replay.run();
    assertEquals(List.of("a0", "b5", "a10", "b15", "a20"), happened);
    assertEquals(1, replay.progress());
  }

  @Test
  void whatWouldComeAfterTheEndIsLeftOut() {
    replay(Duration.ofMillis(20), workload("a", 20, 21)).run();
    assertEquals(List.of("a20"), happened);
  }

  @Test
  void aMomentComesWhenItIsDue() {
    long begin = System.nanoTime();
    new Replay(List.of(workload("a", 40)), Instant.now().plusMillis(30), Duration.ofMillis(40))
        .run();
    long took = System.nanoTime() - begin;
    assertTrue(took >= 69_000_000, "30 ms to the beginning, and 40 ms: " + took);
  }

  @Test
  void progressIsTheShareOfTheLengthThatHasPassed() {
    List<Double> progress = new ArrayList<>();
    Replay[] replay = new Replay[1];
    Workload asking =
        (start, length) ->
            IntStream.of(1, 2, 4)
                .mapToObj(
                    i -> new Moment(length.dividedBy(i), () -> progress.add(replay[0].progress())))
                .toList();
    replay[0] = replay(Duration.ofMillis(8), asking);
    assertEquals(0, replay[0].progress());
    replay[0].run();
    assertEquals(List.of(0.0, 0.25, 0.5), progress);
    assertEquals(1, replay[0].progress());
  }

  @Test
  void anInterruptEndsIt() {
    Replay replay = replay(Duration.ofDays(1), workload("a", 10_000_000));
    Thread.currentThread().interrupt();
    replay.run();
    assertEquals(List.of(), happened);
    assertEquals(0, replay.progress());
  }

  @Test
  void aReplayTakesTime() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> replay(Duration.ZERO));
    assertEquals("length: PT0S must be above 0", e.getMessage());
  }

  private Workload workload(String name, int... millis) {
    return (start, length) ->
        IntStream.of(millis)
            .mapToObj(
                after -> new Moment(Duration.ofMillis(after), () -> happened.add(name + after)))
            .toList();
  }

  private static Replay replay(Duration length, Workload... workloads) {
    return new Replay(List.of(workloads), Instant.now(), length);
  }
}
