package io.atalaya.adapter.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.guard.CallBudget;
import io.atalaya.adapter.guard.GuardedLevel;
import io.atalaya.adapter.guard.GuardedLock;
import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.DeflateCompression;
import io.atalaya.cache.Floors;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.LevelMetrics;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.Loader;
import io.atalaya.cache.MapMemory;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.cache.Target;
import io.atalaya.embedded.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the cache that share one Redis. */
@Timeout(120)
class SharedLoadsTest {

  private static final String MODEL = "m";
  private static final int KEYS = 200;
  private static final int THREADS = 16;

  /** A machine that has other things to do must not make the lock everybody's. */
  private static final CallBudget PATIENT =
      new CallBudget(Duration.ofSeconds(20), Duration.ofSeconds(20), 10_000);

  private final EmbeddedRedis server;
  private final Vertx vertx = Vertx.vertx();
  private final List<Redis> clients = new ArrayList<>();
  private final Map<InputHash, AtomicInteger> loads = new ConcurrentHashMap<>();

  private final AtomicInteger stores = new AtomicInteger();

  SharedLoadsTest(@TempDir Path directory) {
    server = EmbeddedRedis.start(directory);
  }

  @AfterEach
  void close() throws Exception {
    // What was loaded is stored without anybody waiting for it.
    while (stores.get() < loads.values().stream().mapToInt(AtomicInteger::get).sum()) {
      Thread.sleep(5);
    }
    clients.forEach(Redis::close);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    server.close();
  }

  @Test
  void theModelIsAskedOnceForEachKeyByManyThreadsOfTwoInstances() throws Exception {
    List<PredictionCache> instances = List.of(instance("a", PATIENT), instance("b", PATIENT));
    askAll(instances, 0);
    assertEquals(KEYS, loads.size());
    loads.forEach((input, count) -> assertEquals(1, count.get(), input::text));
  }

  @Test
  void afterAnInvalidationTheModelIsAskedOnceAgain() throws Exception {
    List<PredictionCache> instances = List.of(instance("a", PATIENT), instance("b", PATIENT));
    askAll(instances, 0);
    instances.forEach(instance -> instance.invalidate(MODEL, Target.WHOLE_MODEL, 1, 0));
    askAll(instances, 1);
    loads.forEach((input, count) -> assertEquals(2, count.get(), input::text));
  }

  @Test
  void withoutRedisEachInstanceAsksOnce() throws Exception {
    List<PredictionCache> instances =
        List.of(instance("a", CallBudget.REDIS), instance("b", CallBudget.REDIS));
    server.close();
    askAll(instances, 0);
    assertEquals(KEYS, loads.size());
    loads.forEach((input, count) -> assertTrue(count.get() <= 2, () -> count + " loads"));
  }

  /** Every thread asks one of the instances for every key, each in another order. */
  private void askAll(List<PredictionCache> instances, int epoch) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> asked = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        PredictionCache instance = instances.get(i % instances.size());
        Random random = new Random(i);
        asked.add(
            threads.submit(
                () -> {
                  List<CompletableFuture<CachedAnswer>> answers = new ArrayList<>();
                  for (int key : order(random)) {
                    InputHash input = new InputHash(key, 0);
                    answers.add(
                        instance.get(MODEL, input, () -> load(input, epoch)).toCompletableFuture());
                  }
                  for (CompletableFuture<CachedAnswer> answer : answers) {
                    String body =
                        new String(answer.get(60, SECONDS).body(), StandardCharsets.UTF_8);
                    assertTrue(body.startsWith("epoch " + epoch), body);
                  }
                  return null;
                }));
      }
      for (Future<?> one : asked) {
        one.get(90, SECONDS);
      }
    }
  }

  private static List<Integer> order(Random random) {
    List<Integer> keys = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      keys.add(key);
    }
    Collections.shuffle(keys, random);
    return keys;
  }

  /** The model: slower than Redis. */
  private CompletableFuture<Loader.Loaded> load(InputHash input, int epoch) {
    loads.computeIfAbsent(input, known -> new AtomicInteger()).incrementAndGet();
    byte[] body = ("epoch " + epoch + " of " + input.text()).getBytes(StandardCharsets.UTF_8);
    return CompletableFuture.supplyAsync(
        () -> new Loader.Loaded(body, 1, "1", null),
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
  }

  private PredictionCache instance(String name, CallBudget budget) {
    Redis redis =
        Redis.createClient(
            vertx, new RedisOptions().setConnectionString(server.uri()).setMaxPoolWaiting(10_000));
    clients.add(redis);
    RedisCache cache = new RedisCache(redis);
    LevelMetrics metrics =
        (level, operation, outcome) -> {
          if (operation == LevelMetrics.Operation.STORE) {
            stores.incrementAndGet();
          }
        };
    return new PredictionCache(
        Map.of(
            MODEL,
            new CacheSettings(
                new Lifetime(Duration.ofMinutes(5), Duration.ofMinutes(10), 0, 0.1),
                Map.of(),
                10_000,
                Duration.ofSeconds(30))),
        new Floors(),
        new MapMemory(),
        new RemoteLevels(
            List.of(
                new GuardedLevel(
                    cache.answers(
                        new AnswerCodec(
                            new DeflateCompression(), 1_000, 10_000, CacheMetrics.NONE)),
                    budget,
                    metrics,
                    InstantSource.system()))),
        new GuardedLock(cache.locks(), "redis", budget, metrics, InstantSource.system()),
        new CacheTimes(InstantSource.system(), System::nanoTime, () -> 0.5),
        CacheMetrics.NONE,
        name);
  }
}
