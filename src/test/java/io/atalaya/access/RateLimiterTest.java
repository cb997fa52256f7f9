package io.atalaya.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {

  private static final long SECOND = 1_000_000_000L;

  /** Near the end of what a long holds, where a clock of nanoseconds may be. */
  private long now = Long.MAX_VALUE - SECOND;

  @Test
  void aBurstIsAdmittedAndThenOneAtATime() {
    RateLimiter limiter = new RateLimiter(new RateLimit(10, 3), 10, () -> now);

    assertEquals(3, admitted(limiter, "a", 5));
    assertEquals(Duration.ofMillis(100), limiter.admit("a"));
    now += SECOND / 10 - 1;
    assertEquals(Duration.ofNanos(1), limiter.admit("a"));
    now += 1;
    assertEquals(1, admitted(limiter, "a", 2));
    now += 60 * SECOND;
    assertEquals(3, admitted(limiter, "a", 5));
  }

  @Test
  void callersDoNotTakeFromEachOther() {
    RateLimiter limiter = new RateLimiter(new RateLimit(1, 1), 10, () -> now);

    assertEquals(1, admitted(limiter, "a", 2));
    assertEquals(1, admitted(limiter, "b", 2));
  }

  /** The model: a bucket of {@code burst} that is filled with a token each interval. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void itAdmitsWhatATokenBucketWould(int burst) {
    RateLimiter limiter = new RateLimiter(new RateLimit(100, burst), 10, () -> now);
    long interval = SECOND / 100;
    Random random = new Random(burst);
    double tokens = burst;
    for (int i = 0; i < 10_000; i++) {
      long step = random.nextInt(4) * interval / 2;
      now += step;
      tokens = Math.min(burst, tokens + (double) step / interval);
      boolean expected = tokens >= 1;
      if (expected) {
        tokens -= 1;
      }
      assertEquals(expected, limiter.admit("a").isZero(), "request " + i);
    }
  }

  @Test
  void whoeverWaitsAsLongAsToldIsAdmitted() {
    RateLimiter limiter = new RateLimiter(new RateLimit(7, 2), 10, () -> now);
    Random random = new Random(1);
    Deque<Long> admitted = new ArrayDeque<>();
    for (int i = 0; i < 1_000; i++) {
      now += random.nextLong(SECOND / 5);
      Duration wait = limiter.admit("a");
      if (!wait.isZero()) {
        now += wait.toNanos();
        assertTrue(limiter.admit("a").isZero());
      }
      admitted.add(now);
    }
    long spent = admitted.getLast() - admitted.getFirst();
    assertTrue(spent >= (1_000 - 2) * (SECOND / 7) - SECOND, "no more than 7 a second: " + spent);
  }

  @Test
  void memoryIsBoundedAndNobodyWhoIsLimitedIsForgotten() {
    RateLimiter limiter = new RateLimiter(new RateLimit(1, 1), 100, () -> now);
    assertTrue(limiter.admit("attacker").isZero());

    long others = IntStream.range(0, 10_000).filter(i -> limiter.admit("x" + i).isZero()).count();

    // 99 find room, and one the room that the rest shares.
    assertEquals(100, others);
    assertTrue(limiter.kept() <= 101, () -> limiter.kept() + " are kept");
    assertFalse(limiter.admit("attacker").isZero());
    now += 2 * SECOND;
    assertTrue(limiter.admit("new").isZero());
    assertEquals(1, limiter.kept());
  }

  @Test
  void threadsTogetherGetNoMoreThanOne() throws Exception {
    RateLimiter limiter = new RateLimiter(new RateLimit(1, 500), 10, () -> now);
    Callable<Integer> asking = () -> admitted(limiter, "a", 400);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      int all = 0;
      for (Future<Integer> one : threads.invokeAll(List.of(asking, asking, asking, asking))) {
        all += one.get();
      }
      assertEquals(500, all);
    }
  }

  @Test
  void aLimitHasBounds() {
    assertEquals(
        "requests-per-second: 0 is not from 1 to 1000000",
        assertThrows(IllegalArgumentException.class, () -> new RateLimit(0, 1)).getMessage());
    assertEquals(
        "burst: 1000001 is not from 1 to 1000000",
        assertThrows(IllegalArgumentException.class, () -> new RateLimit(1, 1_000_001))
            .getMessage());
  }

  private static int admitted(RateLimiter limiter, String caller, int requests) {
    return (int) IntStream.range(0, requests).filter(i -> limiter.admit(caller).isZero()).count();
  }
}
