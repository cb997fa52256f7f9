package io.atalaya.adapter.probe;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What the probes take from their surroundings: passing time, and chance. */
interface ProbeClock {

  /** That of the machine. */
  ProbeClock SYSTEM =
      new ProbeClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };

  /** Nanoseconds from some origin. */
  long nanos();

  /** A number from 0 to below 1. */
  double random();

  /** Waits; not at all for a negative duration. */
  void sleep(Duration duration) throws InterruptedException;
}
