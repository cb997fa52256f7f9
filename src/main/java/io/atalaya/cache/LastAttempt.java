package io.atalaya.cache;

import io.atalaya.cache.Reachability.Reachable;
import io.atalaya.cache.Reachability.Unreachable;
import io.atalaya.cache.Reachability.Untried;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** What the last attempt to reach a store told. Safe for use by several threads. */
public final class LastAttempt {

  private final InstantSource clock;
  private final AtomicReference<Reachability> last = new AtomicReference<>(new Untried());

  /**
   * @param clock the time of day
   */
  public LastAttempt(InstantSource clock) {
    this.clock = clock;
  }

  /** What it told. */
  public Reachability reachability() {
    return last.get();
  }

  /**
   * The store answered.
   *
   * @return what was known before
   */
  public Reachability succeeded() {
    if (last.get() instanceof Reachable known) {
      return known;
    }
    Instant now = clock.instant();
    return last.getAndUpdate(known -> known instanceof Reachable ? known : new Reachable(now));
  }

  /**
   * The store did not answer.
   *
   * @param detail why, for people
   * @return what was known before
   */
  public Reachability failed(String detail) {
    Instant now = clock.instant();
    return last.getAndUpdate(
        known ->
            new Unreachable(known instanceof Unreachable(Instant since, _) ? since : now, detail));
  }
}
