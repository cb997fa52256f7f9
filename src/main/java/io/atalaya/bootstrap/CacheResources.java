package io.atalaya.bootstrap;

import io.atalaya.adapter.postgres.Retention;
import java.time.Duration;

/**
 * The levels that cached answers are kept in.
 *
 * <p>An argument out of its bounds is refused with a message that begins with its configuration
 * key.
 *
 * @param memoryBytes the most that answers weigh in memory, at most 64 GB; 0 switches the level off
 * @param redis whether answers are kept in Redis
 * @param redisBudget the longest that a request waits for Redis, 1 ms to 2 s
 * @param postgresBudget the longest that a request waits for PostgreSQL, 1 ms to 2 s
 * @param retention how long answers stay in PostgreSQL
 * @param compressAbove the most bytes of an answer that is written as it is
 */
record CacheResources(
    long memoryBytes,
    boolean redis,
    Duration redisBudget,
    Duration postgresBudget,
    Retention retention,
    int compressAbove) {

  private static final long MOST_BYTES = 64L << 30;
  private static final long MOST_MILLIS = 2_000;

  CacheResources {
    if (memoryBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "memory.size: " + memoryBytes + " bytes are above 64GB: give for example 64MB");
    }
    requireBudget("redis", redisBudget);
    requireBudget("postgres", postgresBudget);
  }

  private static void requireBudget(String level, Duration budget) {
    if (budget.toMillis() < 1 || budget.toMillis() > MOST_MILLIS) {
      throw new IllegalArgumentException(
          "%s.budget: %d ms are not from 1ms to 2s: give for example 50ms"
              .formatted(level, budget.toMillis()));
    }
  }
}
