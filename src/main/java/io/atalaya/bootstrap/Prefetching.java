package io.atalaya.bootstrap;

import io.atalaya.cache.prefetch.Prefetcher;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has the prefetcher run, where a model has something asked for ahead. */
@Singleton
class Prefetching {

  private static final Logger LOG = Logger.getLogger(Prefetching.class);
  private static final long EVERY_MILLIS = 100;

  private final Prefetcher prefetcher;
  private final InstantSource clock;
  private @Nullable ScheduledExecutorService thread;

  Prefetching(Prefetcher prefetcher, InstantSource clock) {
    this.prefetcher = prefetcher;
    this.clock = clock;
  }

  /** Starts the thread, if there is anything for it to do. */
  void start() {
    if (prefetcher.isNeeded()) {
      thread =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("prefetch").factory());
      var unused =
          thread.scheduleWithFixedDelay(
              this::run, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void run() {
    try {
      prefetcher.run(clock.millis());
    } catch (RuntimeException defect) {
      LOG.error("Nothing was asked for ahead this time", defect);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
