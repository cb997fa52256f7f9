package io.atalaya.adapter.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.availability.Answer;
import io.atalaya.availability.Observation;
import io.atalaya.availability.PlannedProbe;
import io.atalaya.availability.Probe;
import io.atalaya.availability.ProbeStatus;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.availability.StatusBoard;
import io.atalaya.availability.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProbeScheduleTest {

  private static final Target FIRST = new Target.OfModel("first", "infer");
  private static final Target SECOND = new Target.OfSystem("second");
  private static final ProbeTimes OFTEN =
      new ProbeTimes(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(100));
  private static final ProbeTimes PATIENT =
      new ProbeTimes(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  private final StatusBoard board = new StatusBoard(InstantSource.system());

  @Test
  void targetsThatHangDelayNoOther() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    List<PlannedProbe> probes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      probes.add(
          new PlannedProbe(
              new Target.OfModel("hanging" + i, "infer"),
              OFTEN,
              timeout -> hang(Duration.ofDays(1))));
    }
    probes.add(
        new PlannedProbe(
            FIRST,
            OFTEN,
            timeout -> {
              asked.incrementAndGet();
              return new Answer.Right();
            }));
    try (ProbeSchedule schedule = new ProbeSchedule(probes, board)) {
      schedule.start();
      await(() -> asked.get() >= 5);
      await(() -> board.all().stream().allMatch(status -> status.last().isPresent()));
      for (ProbeStatus status : board.all()) {
        assertEquals(
            Optional.of(!status.target().equals(FIRST)),
            status.last().map(Observation.Down.class::isInstance),
            status::toString);
      }
    }
  }

  @Test
  void aQuestionThatCannotBeInterruptedIsNotAskedTwice() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    Probe deaf =
        timeout -> {
          asked.incrementAndGet();
          while (goOn.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
          }
          return new Answer.Right();
        };
    try (ProbeSchedule schedule =
        new ProbeSchedule(List.of(new PlannedProbe(FIRST, OFTEN, deaf)), board)) {
      schedule.start();
      await(() -> detail().contains("has not ended"));
      assertEquals(1, asked.get());
      goOn.countDown();
      await(() -> asked.get() > 1);
      await(() -> last().filter(Observation::isUp).isPresent());
    }
  }

  @Test
  void aDefectOfAProbeIsToldAndItIsAskedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Probe defective =
        timeout -> {
          if (asked.incrementAndGet() < 3) {
            throw new IllegalStateException("a defect of the test");
          }
          return new Answer.Right();
        };
    try (ProbeSchedule schedule =
        new ProbeSchedule(List.of(new PlannedProbe(FIRST, OFTEN, defective)), board)) {
      schedule.start();
      await(() -> detail().contains("a defect of the test"));
      await(() -> last().filter(Observation::isUp).isPresent());
    }
  }

  @Test
  void whatIsNoLongerProbedIsNoLongerTold() throws Exception {
    Probe right = timeout -> new Answer.Right();
    try (ProbeSchedule stays =
        new ProbeSchedule(List.of(new PlannedProbe(SECOND, OFTEN, right)), board)) {
      stays.start();
      ProbeSchedule ends = new ProbeSchedule(List.of(new PlannedProbe(FIRST, OFTEN, right)), board);
      ends.start();
      await(() -> board.all().stream().allMatch(status -> status.last().isPresent()));
      ends.close();
      assertEquals(List.of(SECOND), board.all().stream().map(ProbeStatus::target).toList());
    }
    assertEquals(List.of(), board.all());
  }

  @Test
  void closingEndsTheQuestionUnderWay() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Probe waiting =
        timeout -> {
          asked.countDown();
          try {
            return hang(timeout);
          } catch (InterruptedException ended) {
            interrupted.countDown();
            throw ended;
          }
        };
    ProbeSchedule schedule =
        new ProbeSchedule(List.of(new PlannedProbe(FIRST, PATIENT, waiting)), board);
    schedule.start();
    asked.await();
    schedule.close();
    interrupted.await();
    assertEquals(List.of(), board.all());
  }

  @Test
  void theIntervalIsFromQuestionToQuestionGiveOrTakeATenth() throws Exception {
    for (double chance : List.of(0.0, 0.5, 0.75)) {
      assertEquals(
          List.of(
              Duration.ofMillis((long) (2_000 * chance)),
              Duration.ofMillis((long) (15_000 * (1 + 0.1 * (2 * chance - 1))) - 400)),
          pauses(chance));
    }
  }

  /** The first two pauses when each question takes 400 ms and chance is always the same. */
  private List<Duration> pauses(double chance) throws InterruptedException {
    List<Duration> pauses = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    ProbeClock clock =
        new ProbeClock() {
          @Override
          public long nanos() {
            return asked.get() * 400_000_000L;
          }

          @Override
          public double random() {
            return chance;
          }

          @Override
          public void sleep(Duration duration) throws InterruptedException {
            pauses.add(duration);
            if (pauses.size() == 2) {
              throw new InterruptedException();
            }
          }
        };
    ProbeTimes times =
        new ProbeTimes(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(1));
    board.add(FIRST, times);
    Probe probe =
        timeout -> {
          asked.incrementAndGet();
          return new Answer.Right();
        };
    Thread loop =
        Thread.ofPlatform()
            .start(new ProbeLoop(new PlannedProbe(FIRST, times, probe), board, clock));
    loop.join();
    assertEquals(Optional.of(new Observation.Up(Duration.ofMillis(400))), last());
    return pauses;
  }

  private static Answer hang(Duration time) throws InterruptedException {
    Thread.sleep(time);
    return new Answer.Right();
  }

  private Optional<Observation> last() {
    return board.all().getFirst().last();
  }

  private String detail() {
    return last().map(Observation::toString).orElse("");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - start < 60_000_000_000L, "it did not come to that in time");
      Thread.sleep(5);
    }
  }
}
