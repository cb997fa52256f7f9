package io.atalaya.adapter.probe;

import io.atalaya.availability.Answer;
import io.atalaya.availability.Observation;
import io.atalaya.availability.PlannedProbe;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.availability.StatusBoard;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks one target again and again, and notes what it finds; changes are logged.
 *
 * <p>The question is asked in a thread of its own, so that a probe that hangs is given up in time.
 * There is never more than one question under way: while one that was given up has not ended, the
 * target counts as not answering and is not asked anew.
 *
 * <p>For one thread, which ends when it is interrupted.
 */
final class ProbeLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(ProbeLoop.class);

  /** No two instances, and no two probes of one, should go on asking at the same moment. */
  private static final double JITTER = 0.1;

  /** The longest that a target waits for its first question; it is chosen at random below it. */
  private static final Duration FIRST = Duration.ofSeconds(2);

  private final PlannedProbe planned;
  private final StatusBoard board;
  private final ProbeClock clock;
  private @Nullable Thread asking;
  private @Nullable Observation last;

  ProbeLoop(PlannedProbe planned, StatusBoard board, ProbeClock clock) {
    this.planned = planned;
    this.board = board;
    this.clock = clock;
  }

  @Override
  public void run() {
    ProbeTimes times = planned.times();
    Duration first = times.interval().compareTo(FIRST) < 0 ? times.interval() : FIRST;
    try {
      clock.sleep(scaled(first, clock.random()));
      while (true) {
        long start = clock.nanos();
        note(asked(start));
        Duration interval = scaled(times.interval(), 1 + JITTER * (2 * clock.random() - 1));
        clock.sleep(interval.minusNanos(clock.nanos() - start));
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      Thread question = asking;
      if (question != null) {
        question.interrupt();
      }
    }
  }

  private Observation asked(long startNanos) throws InterruptedException {
    Duration timeout = planned.times().timeout();
    Thread before = asking;
    if (before != null && before.isAlive() && !before.join(timeout)) {
      return new Observation.Down("no answer, and the question before has not ended");
    }
    FutureTask<Answer> question = new FutureTask<>(() -> planned.probe().ask(timeout));
    asking = Thread.ofVirtual().name("probe-" + planned.target().name()).start(question);
    try {
      Answer answer = question.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      Duration took = Duration.ofNanos(clock.nanos() - startNanos);
      return Observation.of(answer, took, planned.times().slow());
    } catch (TimeoutException late) {
      question.cancel(true);
      return new Observation.Down("no answer within %d ms".formatted(timeout.toMillis()));
    } catch (ExecutionException defect) {
      LOG.errorf(defect.getCause(), "The probe of %s failed", planned.target().name());
      return new Observation.Down("the probe failed: " + defect.getCause());
    }
  }

  private void note(Observation observation) {
    board.observed(planned.target(), observation);
    boolean wasUp = last == null || last.isUp();
    if (wasUp && !observation.isUp()) {
      LOG.warnf("%s is not up: %s", planned.target().name(), detail(observation));
    } else if (last != null && !wasUp && observation.isUp()) {
      LOG.infof("%s is up again", planned.target().name());
    }
    last = observation;
  }

  private static String detail(Observation observation) {
    return switch (observation) {
      case Observation.Up ignored -> "";
      case Observation.Slow ignored -> "";
      case Observation.Wrong wrong -> wrong.detail();
      case Observation.Down down -> down.detail();
    };
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
