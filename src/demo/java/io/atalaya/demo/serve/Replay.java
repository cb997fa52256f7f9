package io.atalaya.demo.serve;

import io.atalaya.demo.demand.DemandHour;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets recorded hours happen again, faster: each hour begins at its moment, and its demand is known
 * some hours later.
 *
 * <p>Runs on one thread, until it is through or interrupted; any thread may ask how far it is.
 */
public final class Replay implements Runnable {

  /** Whom an hour concerns. */
  public interface Listener {

    /** The hour begins. */
    void begins(DemandHour hour);

    /** The hour's real demand has become known. */
    void isKnown(DemandHour hour);
  }

  private final List<DemandHour> hours;
  private final double hoursPerSecond;
  private final Duration delay;
  private final Listener listener;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger known = new AtomicInteger();

  /**
   * @param hours what happens, ascending by time, at least one
   * @param hoursPerSecond recorded hours in a second, more than 0
   * @param delay how long after its beginning an hour's demand is known, in recorded time
   */
  public Replay(List<DemandHour> hours, double hoursPerSecond, Duration delay, Listener listener) {
    if (hours.isEmpty()) {
      throw new IllegalArgumentException("hours: there must be at least one to replay");
    }
    if (!(hoursPerSecond > 0)) {
      throw new IllegalArgumentException("speed: " + hoursPerSecond + " must be above 0");
    }
    this.hours = List.copyOf(hours);
    this.hoursPerSecond = hoursPerSecond;
    this.delay = delay;
    this.listener = listener;
  }

  @Override
  public void run() {
    long start = System.nanoTime();
    while (known.get() < hours.size()) {
      boolean knownNext = begun.get() == hours.size() || isKnownFirst();
      AtomicInteger next = knownNext ? known : begun;
      DemandHour hour = hours.get(next.get());
      Duration since = Duration.between(hours.getFirst().time(), hour.time());
      if (!awaits(start, knownNext ? since.plus(delay) : since)) {
        return;
      }
      if (knownNext) {
        listener.isKnown(hour);
      } else {
        listener.begins(hour);
      }
      next.incrementAndGet();
    }
  }

  private boolean isKnownFirst() {
    return !hours.get(known.get()).time().plus(delay).isAfter(hours.get(begun.get()).time());
  }

  /** How much has happened, 0 to 1. */
  public double progress() {
    return (begun.get() + known.get()) / (2.0 * hours.size());
  }

  /** The recorded day at which it is. */
  public LocalDate day() {
    return hours.get(Math.min(begun.get(), hours.size() - 1)).time().toLocalDate();
  }

  /** Waits for a moment of the recorded time; false when interrupted. */
  private boolean awaits(long start, Duration recorded) {
    long due = start + (long) (recorded.toSeconds() / 3600.0 / hoursPerSecond * 1e9);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return !Thread.currentThread().isInterrupted();
  }
}
