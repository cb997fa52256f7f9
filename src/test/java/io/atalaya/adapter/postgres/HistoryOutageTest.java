package io.atalaya.adapter.postgres;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.guard.CallBudget;
import io.atalaya.adapter.guard.GuardedLevel;
import io.atalaya.adapter.memory.CaffeineLevel;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.Floors;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.LevelMetrics.Outcome;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.Lookup.Hit;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.cache.Target;
import io.atalaya.embedded.EmbeddedPostgres;
import io.atalaya.embedded.FreePort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cache whose only level is PostgreSQL, under load: the server is killed and started again, and
 * the model is invalidated all the while. Every request is answered, none with an answer from
 * before an invalidation that held when it began.
 */
@Timeout(180)
class HistoryOutageTest {

  private static final String MODEL = "m";
  private static final int CLIENTS = 4;
  private static final int KEYS = 50;
  private static final InstantSource CLOCK = InstantSource.system();

  /** How much later than the budget a call may end on a machine that has other things to do. */
  private static final long SLACK_MILLIS = 1_500;

  private final Path directory;
  private final int port = FreePort.find();
  private final Map<Outcome, AtomicLong> outcomes = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();
  private final AtomicLong inForce = new AtomicLong();
  private final AtomicLong fromHistory = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final List<Object> wrong = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean over;

  HistoryOutageTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aKilledHistoryFailsNoRequestAndBringsBackNoOldAnswer() throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.start(directory, port);
    try (Database database = Database.at(server.url("postgres"), "postgres", "");
        PostgresAnswerStore store = Stores.ready(database, CLOCK)) {
      GuardedLevel level =
          new GuardedLevel(
              store,
              CallBudget.POSTGRES,
              (name, operation, outcome) -> count(outcome).incrementAndGet(),
              CLOCK);
      PredictionCache cache = cache(level);
      List<Thread> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(client);
        clients.add(Thread.ofPlatform().start(() -> work(cache, random)));
      }
      clients.add(Thread.ofPlatform().start(() -> invalidate(cache)));
      await(() -> fromHistory.get() > KEYS);
      for (int kill = 0; kill < 2; kill++) {
        server.kill();
        await(level::isLeftOut);
        long before = asked.get();
        await(() -> asked.get() > before + 2 * KEYS);
        server.close();
        server = EmbeddedPostgres.start(directory, port);
        await(() -> !level.isLeftOut());
        long known = fromHistory.get();
        await(() -> fromHistory.get() > known + KEYS);
      }
      over = true;
      for (Thread client : clients) {
        client.join();
      }
    } finally {
      over = true;
      server.close();
    }
    assertEquals(List.of(), wrong);
    assertTrue(count(Outcome.OPEN).get() > 0, "it was never left out");
    long longest = Duration.ofNanos(longestNanos.get()).toMillis();
    long most = 2 * CallBudget.POSTGRES.read().toMillis() + SLACK_MILLIS;
    assertTrue(longest <= most, () -> longest + " ms");
  }

  /** The answer is the generation of the model that gave it. */
  private void work(PredictionCache cache, Random random) {
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
        if (hit.level().equals("postgres")) {
          fromHistory.incrementAndGet();
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

  private void invalidate(PredictionCache cache) {
    try {
      while (!over) {
        long next = generation.incrementAndGet();
        cache.invalidate(MODEL, Target.WHOLE_MODEL, next, CLOCK.millis());
        inForce.set(next);
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      wrong.add(e);
    }
  }

  private AtomicLong count(Outcome outcome) {
    return outcomes.computeIfAbsent(outcome, first -> new AtomicLong());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it did not come to that in time");
      Thread.sleep(5);
    }
  }

  private static PredictionCache cache(GuardedLevel level) {
    CacheSettings settings =
        new CacheSettings(
            new Lifetime(Duration.ofMinutes(5), Duration.ofMinutes(10), 0, 0),
            Map.of(),
            10_000,
            Duration.ofSeconds(5));
    return new PredictionCache(
        Map.of(MODEL, settings),
        new Floors(),
        new CaffeineLevel(0, CLOCK, Runnable::run, CacheMetrics.NONE),
        new RemoteLevels(List.of(level)),
        LoadLock.NONE,
        new CacheTimes(CLOCK, System::nanoTime, () -> 0),
        CacheMetrics.NONE,
        "test");
  }
}
