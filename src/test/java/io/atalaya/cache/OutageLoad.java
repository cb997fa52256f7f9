package io.atalaya.cache;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.memory.CaffeineLevel;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.Lookup.Hit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Callers of a cache whose only level is outside the process, while the model changes and is then
 * invalidated all the time. Every request must be answered, none with an answer from before an
 * invalidation that held when it began.
 */
public final class OutageLoad implements AutoCloseable {

  /** How many different inputs are asked for. */
  public static final int KEYS = 50;

  private static final String MODEL = "m";
  private static final int CLIENTS = 4;
  private static final int EVERY_MILLIS = 200;
  private static final InstantSource CLOCK = InstantSource.system();

  private final PredictionCache cache;
  private final String level;
  private final AtomicLong generation = new AtomicLong();
  private final AtomicLong inForce = new AtomicLong();
  private final AtomicLong found = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final List<Object> wrong = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  /** Starts to ask. */
  public OutageLoad(RemoteLevel level, LoadLock lock) {
    CacheSettings settings =
        new CacheSettings(
            new Lifetime(Duration.ofMinutes(5), Duration.ofMinutes(10), 0, 0),
            Map.of(),
            10_000,
            Duration.ofSeconds(5));
    this.level = level.name();
    cache =
        new PredictionCache(
            Map.of(MODEL, settings),
            new Floors(),
            new CaffeineLevel(0, CLOCK, Runnable::run, CacheMetrics.NONE),
            new RemoteLevels(List.of(level)),
            lock,
            new CacheTimes(CLOCK, System::nanoTime, () -> 0),
            CacheMetrics.NONE,
            "test");
    for (int client = 0; client < CLIENTS; client++) {
      Random random = new Random(client);
      threads.add(Thread.ofPlatform().start(() -> work(random)));
    }
    threads.add(Thread.ofPlatform().start(this::invalidate));
  }

  /** How many answers came from the level. */
  public long found() {
    return found.get();
  }

  /** How often the model was asked. */
  public long asked() {
    return asked.get();
  }

  /** Waits for something that must come within a minute. */
  public static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it did not come to that in time");
      Thread.sleep(5);
    }
  }

  /**
   * Ends, and sees what came of it.
   *
   * @param most how long any request may have taken
   */
  public void assertHarmless(Duration most) throws InterruptedException {
    close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), wrong);
    long longest = Duration.ofNanos(longestNanos.get()).toMillis();
    assertTrue(longest <= most.toMillis(), () -> longest + " ms");
  }

  @Override
  public void close() {
    over = true;
  }

  /** The answer is the generation of the model that gave it. */
  private void work(Random random) {
    try {
      while (!over) {
        long least = inForce.get();
        long start = System.nanoTime();
        Hit hit =
            cache
                .find(MODEL, new InputHash(random.nextInt(KEYS), 0), this::load)
                .toCompletableFuture()
                .get(30, SECONDS);
        longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        long given = Long.parseLong(new String(hit.answer().body(), StandardCharsets.UTF_8));
        if (given < least) {
          wrong.add("generation %d, when %d was in force".formatted(given, least));
        }
        if (hit.level().equals(level)) {
          found.incrementAndGet();
        }
        Thread.sleep(1);
      }
    } catch (Exception e) {
      wrong.add(e);
    }
  }

  private CompletableFuture<Loaded> load() {
    asked.incrementAndGet();
    byte[] body = Long.toString(generation.get()).getBytes(StandardCharsets.UTF_8);
    return CompletableFuture.completedFuture(new Loaded(body, 1, "1", null));
  }

  private void invalidate() {
    try {
      while (!over) {
        long next = generation.incrementAndGet();
        cache.invalidate(MODEL, Target.WHOLE_MODEL, next, CLOCK.millis());
        inForce.set(next);
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      wrong.add(e);
    }
  }
}
