package io.atalaya.adapter.kafka.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Actions that are repeated, each on a thread of its own. One thread starts and stops them. */
final class Clockwork {

  private static final Logger LOG = Logger.getLogger(Clockwork.class);
  private static final long STOP_SECONDS = 5;

  /** What is repeated. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private final List<ScheduledExecutorService> executors = new ArrayList<>();

  /** Repeats {@code action}; when it fails, that is logged and it is repeated all the same. */
  void repeat(long millis, Action action) {
    Runnable guarded =
        () -> {
          try {
            action.run();
          } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
          } catch (Exception failure) {
            LOG.warnf("Will try again: %s", failure.toString());
          }
        };
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    executors.add(executor);
    var unused = executor.scheduleWithFixedDelay(guarded, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the repeating; what is under way is left some seconds to end. */
  void stop() throws InterruptedException {
    // A commit under way is left to end: interrupted, nobody would know what became of it.
    executors.forEach(ScheduledExecutorService::shutdown);
    for (ScheduledExecutorService executor : executors) {
      if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    }
  }
}
