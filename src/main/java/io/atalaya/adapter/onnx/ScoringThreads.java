package io.atalaya.adapter.onnx;

import io.atalaya.generation.TextScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The threads that score what waits, at the lowest priority, until they are closed. */
public final class ScoringThreads implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ScoringThreads.class);
  private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final TextScorer scorer;
  private final List<Thread> threads = new ArrayList<>();

  /** Starts {@code count} threads, at least 1, that score what is offered to {@code scorer}. */
  public ScoringThreads(TextScorer scorer, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads: " + count + " is too few: give 1 or more");
    }
    this.scorer = scorer;
    for (int i = 0; i < count; i++) {
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .priority(Thread.MIN_PRIORITY)
              .name("scoring-" + i)
              .start(this::scoreAll);
      threads.add(thread);
    }
  }

  private void scoreAll() {
    try {
      while (true) {
        scoreNext();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void scoreNext() throws InterruptedException {
    try {
      scorer.scoreNext();
    } catch (RuntimeException e) {
      LOG.warnf(e, "A text was not scored");
    }
  }

  /** Drops what waits; what is under way is left some seconds to end. */
  @Override
  public void close() {
    scorer.close();
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join(STOP_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
