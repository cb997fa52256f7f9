package io.atalaya.availability;

import java.time.Duration;

/** A question to a target. One call at a time; it may wait in the calling thread. */
@FunctionalInterface
public interface Probe {

  /**
   * Asks once. Whoever calls interrupts the thread when the time is over.
   *
   * @param timeout how long the target has for its answer
   * @return what came of it; a failure of the target is no exception
   * @throws InterruptedException if the thread is interrupted
   */
  Answer ask(Duration timeout) throws InterruptedException;
}
