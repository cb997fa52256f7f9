package io.atalaya.bootstrap;

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
 * @param compressAbove the most bytes of an answer that is written as it is
 */
record CacheResources(long memoryBytes, boolean redis, Duration redisBudget, int compressAbove) {

  private static final long MOST_BYTES = 64L << 30;
  private static final long MOST_MILLIS = 2_000;

  CacheResources {
    if (memoryBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "memory.size: " + memoryBytes + " bytes are above 64GB: give for example 64MB");
    }
    if (redisBudget.toMillis() < 1 || redisBudget.toMillis() > MOST_MILLIS) {
      throw new IllegalArgumentException(
          "redis.budget: " + redisBudget + " is not from 1ms to 2s: give for example 50ms");
    }
  }
}
