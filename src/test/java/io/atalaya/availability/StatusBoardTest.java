package io.atalaya.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StatusBoardTest {

  private static final ProbeTimes TIMES =
      new ProbeTimes(Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(1));
  private static final Observation UP = new Observation.Up(Duration.ZERO);
  private static final Target REDIS = new Target.OfSystem("redis");
  private static final Target KAFKA = new Target.OfSystem("kafka");

  private final AtomicLong millis = new AtomicLong();
  private final StatusBoard board = new StatusBoard(() -> Instant.ofEpochMilli(millis.get()));

  @Test
  void aTargetThatIsProbedNoMoreIsGone() {
    board.add(REDIS, TIMES);
    board.add(KAFKA, TIMES);
    board.observed(REDIS, UP);
    board.remove(REDIS);
    board.observed(REDIS, UP);

    assertEquals(List.of(KAFKA), board.all().stream().map(ProbeStatus::target).toList());
  }

  @Test
  void whatIsReadWhileOthersWriteIsConsistent() throws Exception {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      targets.add(new Target.OfModel("m" + i, "infer"));
      board.add(targets.get(i), TIMES);
    }
    AtomicBoolean ended = new AtomicBoolean();
    List<Thread> writers =
        targets.stream()
            .map(
                target ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              while (!ended.get()) {
                                board.observed(target, UP);
                                millis.incrementAndGet();
                              }
                            }))
            .toList();
    for (int i = 0; i < 2_000; i++) {
      for (ProbeStatus status : board.all()) {
        Availability availability = status.availability();
        assertEquals(availability.observedMillis(), availability.upMillis());
        assertTrue(availability.observedMillis() <= millis.get(), availability::toString);
      }
    }
    ended.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    for (ProbeStatus status : board.all()) {
      assertTrue(status.availability().observedMillis() > 0, status::toString);
    }
  }
}
