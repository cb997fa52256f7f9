package io.atalaya.access;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Limits how often each caller may do something, by the generic cell rate algorithm in its form of
 * virtual scheduling: of a caller it keeps one number, the time at which the next request is due if
 * all are evenly spread, and admits what comes at most the tolerance before it.
 *
 * <p>At most so many callers are kept as were given. Whose time is past is like one never seen and
 * is forgotten when room is needed; nobody is who is being limited. Callers that find no room share
 * one limit. Safe for use by several threads.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-I.371">ITU-T I.371, Annex A</a>
 */
public final class RateLimiter {

  /** What no caller is called. */
  private static final String OTHERS = "";

  private static final long SWEEP_NANOS = Duration.ofMillis(100).toNanos();

  private final ConcurrentMap<String, Long> due = new ConcurrentHashMap<>();
  private final RateLimit limit;
  private final int mostCallers;
  private final LongSupplier nanoTime;
  private final AtomicLong swept;

  /**
   * @param mostCallers how many are kept apart, 1 or more
   * @param nanoTime the time since anything, in nanoseconds
   */
  public RateLimiter(RateLimit limit, int mostCallers, LongSupplier nanoTime) {
    if (mostCallers < 1) {
      throw new IllegalArgumentException(mostCallers + " callers cannot be kept: give 1 or more");
    }
    this.limit = limit;
    this.mostCallers = mostCallers;
    this.nanoTime = nanoTime;
    swept = new AtomicLong(nanoTime.getAsLong() - SWEEP_NANOS);
  }

  /**
   * A caller asks once.
   *
   * @return zero when it is admitted, else how long it has to wait
   */
  public Duration admit(String caller) {
    long now = nanoTime.getAsLong();
    long[] wait = new long[1];
    due.compute(
        room(caller, now),
        (key, known) -> {
          // Differences, since the clock may pass the largest long.
          long ahead = known == null ? 0 : Math.max(0, known - now);
          wait[0] = Math.max(0, ahead - limit.toleranceNanos());
          return wait[0] > 0 ? known : now + ahead + limit.intervalNanos();
        });
    return Duration.ofNanos(wait[0]);
  }

  /** How many callers are kept. */
  int kept() {
    return due.size();
  }

  private String room(String caller, long now) {
    if (due.containsKey(caller) || due.size() < mostCallers) {
      return caller;
    }
    long last = swept.get();
    if (now - last >= SWEEP_NANOS && swept.compareAndSet(last, now)) {
      due.values().removeIf(time -> time - now <= 0);
    }
    return due.size() < mostCallers ? caller : OTHERS;
  }
}
