package io.atalaya.demo.serve;

import io.atalaya.demo.serve.Workload.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets what was recorded happen again, faster, several kinds of traffic side by side.
 *
 * <p>Runs on one thread, until it is through or interrupted; any thread may ask how far it is.
 */
public final class Replay implements Runnable {

  private final List<Workload> workloads;
  private final Instant start;
  private final Duration length;
  private final AtomicReference<Duration> reached = new AtomicReference<>(Duration.ZERO);

  /**
   * @param workloads what happens
   * @param start when it begins; what is due by the time that all is planned happens at once
   * @param length how long it takes, above 0
   */
  public Replay(List<Workload> workloads, Instant start, Duration length) {
    if (!length.isPositive()) {
      throw new IllegalArgumentException("length: " + length + " must be above 0");
    }
    this.workloads = List.copyOf(workloads);
    this.start = start;
    this.length = length;
  }

  @Override
  public void run() {
    long startNanos = System.nanoTime() + Duration.between(Instant.now(), start).toNanos();
    List<Moment> moments =
        workloads.stream()
            .flatMap(workload -> workload.moments(start, length).stream())
            .filter(moment -> moment.after().compareTo(length) <= 0)
            .sorted(Comparator.comparing(Moment::after))
            .toList();
    for (Moment moment : moments) {
      if (!awaits(startNanos + moment.after().toNanos())) {
        return;
      }
      moment.happens().run();
      reached.set(moment.after());
    }
    reached.set(length);
  }

  /** How much has happened, 0 to 1. */
  public double progress() {
    return (double) reached.get().toNanos() / length.toNanos();
  }

  /** Waits for a moment; false when interrupted. */
  private static boolean awaits(long dueNanos) {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return !Thread.currentThread().isInterrupted();
  }
}
