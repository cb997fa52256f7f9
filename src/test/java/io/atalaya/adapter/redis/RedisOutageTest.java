package io.atalaya.adapter.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.guard.CallBudget;
import io.atalaya.adapter.guard.GuardedLevel;
import io.atalaya.adapter.guard.GuardedLock;
import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.DeflateCompression;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.LevelMetrics;
import io.atalaya.cache.OutageLoad;
import io.atalaya.cache.Reachability;
import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.embedded.FreePort;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guarded level under load, while its Redis is killed, stopped and started again. */
@Timeout(120)
class RedisOutageTest {

  private static final int KEYS = 100;
  private static final int THREADS = 4;

  /** How much later than its budget a call may end on a machine that has other things to do. */
  private static final long SLACK_MILLIS = 1_000;

  private static final Duration WAIT = Duration.ofSeconds(20);

  private final Path directory;
  private final int port = FreePort.find();
  private final Vertx vertx = Vertx.vertx();
  private final Redis redis = Redis.createClient(vertx, "redis://localhost:" + port);
  private final Map<LevelMetrics.Outcome, AtomicLong> counts = new ConcurrentHashMap<>();
  private final GuardedLevel level =
      new GuardedLevel(
          new RedisCache(redis)
              .answers(
                  new AnswerCodec(new DeflateCompression(), 1_000, 1_000_000, CacheMetrics.NONE)),
          CallBudget.REDIS,
          (name, operation, outcome) ->
              counts.computeIfAbsent(outcome, known -> new AtomicLong()).incrementAndGet(),
          InstantSource.system());

  private final AtomicLong longestNanos = new AtomicLong();
  private final AtomicLong found = new AtomicLong();
  private final List<Throwable> failures = new ArrayList<>();
  private volatile boolean ended;

  RedisOutageTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void close() throws Exception {
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void aKilledRedisIsLeftOutUnderLoadAndUsedAgainWhenItIsBack() throws Exception {
    EmbeddedRedis server = EmbeddedRedis.start(directory, port);
    List<Thread> load = load();
    await(() -> found.get() > KEYS);
    for (int kill = 0; kill < 2; kill++) {
      process().destroyForcibly();
      await(level::isLeftOut);
      assertInstanceOf(Reachability.Unreachable.class, level.reachability());
      await(() -> count(LevelMetrics.Outcome.OPEN) > KEYS);
      server.close();
      server = EmbeddedRedis.start(directory, port);
      awaitFound();
    }
    end(load);
    server.close();
  }

  @Test
  void aKilledRedisFailsNoRequestAndBringsBackNoOldAnswer() throws Exception {
    GuardedLock lock =
        new GuardedLock(
            new RedisCache(redis).locks(),
            "redis",
            CallBudget.REDIS,
            (name, operation, outcome) -> {},
            InstantSource.system());
    EmbeddedRedis server = EmbeddedRedis.start(directory, port);
    try (OutageLoad load = new OutageLoad(level, lock)) {
      OutageLoad.await(() -> load.found() > OutageLoad.KEYS);
      for (int kill = 0; kill < 2; kill++) {
        process().destroyForcibly();
        OutageLoad.await(level::isLeftOut);
        long asked = load.asked();
        OutageLoad.await(() -> load.asked() > asked + 2 * OutageLoad.KEYS);
        server.close();
        server = EmbeddedRedis.start(directory, port);
        OutageLoad.await(() -> !level.isLeftOut());
        long known = load.found();
        OutageLoad.await(() -> load.found() > known + OutageLoad.KEYS);
      }
      load.assertHarmless(CallBudget.REDIS.read().multipliedBy(4).plusMillis(SLACK_MILLIS));
    } finally {
      server.close();
    }
  }

  @Test
  void aRedisThatHangsIsLeftOutUnderLoadAndUsedAgainWhenItGoesOn() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory, port)) {
      List<Thread> load = load();
      await(() -> found.get() > KEYS);
      signal("STOP");
      await(level::isLeftOut);
      assertTrue(count(LevelMetrics.Outcome.TIMEOUT) > 0);
      Thread.sleep(Duration.ofSeconds(3));
      assertTrue(level.isLeftOut());
      signal("CONT");
      awaitFound();
      end(load);
      assertEquals(server.port(), port);
    }
  }

  private void awaitFound() throws Exception {
    await(() -> !level.isLeftOut());
    long before = found.get();
    await(() -> found.get() > before + KEYS);
    assertInstanceOf(Reachability.Reachable.class, level.reachability());
  }

  private List<Thread> load() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int first = i;
      threads.add(Thread.ofPlatform().start(() -> work(first)));
    }
    return threads;
  }

  /** Reads and writes, and checks every answer and the time of each call. */
  private void work(int first) {
    try {
      for (int i = first; !ended; i++) {
        CacheKey key = new CacheKey("m", 0, new InputHash(i % KEYS, 0));
        long start = System.nanoTime();
        Map<CacheKey, CachedAnswer> answers =
            level.find(List.of(key)).toCompletableFuture().get(30, SECONDS);
        longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        CachedAnswer answer = answers.get(key);
        if (answer != null) {
          assertEquals("answer " + i % KEYS, new String(answer.body(), StandardCharsets.UTF_8));
          found.incrementAndGet();
        } else {
          byte[] body = ("answer " + i % KEYS).getBytes(StandardCharsets.UTF_8);
          long expires = System.currentTimeMillis() + 60_000;
          level
              .store(key, new CachedAnswer(body, 1, "1", null, 0, 0, expires))
              .toCompletableFuture()
              .get(30, SECONDS);
        }
        Thread.sleep(1);
      }
    } catch (Exception | AssertionError e) {
      synchronized (failures) {
        failures.add(e);
      }
    }
  }

  private void end(List<Thread> load) throws InterruptedException {
    ended = true;
    for (Thread thread : load) {
      thread.join();
    }
    synchronized (failures) {
      assertEquals(List.of(), failures);
    }
    long longest = longestNanos.get() / 1_000_000;
    assertTrue(longest <= CallBudget.REDIS.read().toMillis() + SLACK_MILLIS, () -> longest + " ms");
  }

  private long count(LevelMetrics.Outcome outcome) {
    AtomicLong count = counts.get(outcome);
    return count == null ? 0 : count.get();
  }

  private void signal(String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process().pid())).start().waitFor();
  }

  /** The server's process: the one child of this JVM whose program is in the test's directory. */
  private ProcessHandle process() {
    return ProcessHandle.current()
        .children()
        .filter(
            child -> child.info().command().orElse("").startsWith(directory.toAbsolutePath() + "/"))
        .findAny()
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - start < WAIT.toNanos(), "it did not come to that in time");
      Thread.sleep(5);
    }
  }
}
