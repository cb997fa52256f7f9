package io.atalaya.adapter.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.DeflateCompression;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.LoadLock;
import io.atalaya.embedded.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisCacheTest {

  private static final AnswerCodec CODEC =
      new AnswerCodec(new DeflateCompression(), 1_000, 1_000_000, CacheMetrics.NONE);
  private static final InputHash INPUT = new InputHash(0x0123456789abcdefL, 0xfL);
  private static final CacheKey KEY = new CacheKey("bike demand/ü", 7, INPUT);
  private static final String NAME = "{bike demand/ü}:7:0123456789abcdef000000000000000f";

  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedRedis server;
  private final Redis redis;
  private final AnswerStore store;
  private final LoadLock lock;

  RedisCacheTest(@TempDir Path directory) {
    server = EmbeddedRedis.start(directory);
    redis = Redis.createClient(vertx, server.uri());
    RedisCache cache = new RedisCache(redis);
    store = cache.answers(CODEC);
    lock = cache.locks();
  }

  @BeforeAll
  void answers() throws Exception {
    assertEquals("redis", store.name());
    assertEquals("PONG", String.valueOf(send(Request.cmd(Command.PING))));
  }

  @BeforeEach
  void empty() throws Exception {
    send(Request.cmd(Command.FLUSHALL));
  }

  @AfterAll
  void close() throws Exception {
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    server.close();
  }

  @Test
  void anAnswerIsThereUntilItExpires() throws Exception {
    CachedAnswer answer = answer("{\"count\": 12}", System.currentTimeMillis() + 700);
    store(KEY, answer);
    CachedAnswer found = find(List.of(KEY)).get(KEY);
    assertTrue(found != null);
    assertArrayEquals(answer.body(), found.body());
    assertEquals(answer.expiresMillis(), found.expiresMillis());
    assertEquals("night", found.segment());
    long left = number(Request.cmd(Command.PTTL).arg("atalaya:cache:" + NAME));
    assertTrue(left > 0 && left <= 700, () -> left + " ms");
    Thread.sleep(Duration.ofMillis(800));
    assertEquals(Map.of(), find(List.of(KEY)));
    assertEquals(0, number(Request.cmd(Command.DBSIZE)));
  }

  @Test
  void anAnswerThatHasExpiredIsNotKept() throws Exception {
    store(KEY, answer("old", System.currentTimeMillis() - 1));
    assertEquals(Map.of(), find(List.of(KEY)));
    assertEquals(0, number(Request.cmd(Command.DBSIZE)));
  }

  @Test
  void modelsAndEpochsAreApart() throws Exception {
    store(KEY, answer("7", later()));
    assertEquals(Map.of(), find(List.of(new CacheKey(KEY.model(), 8, INPUT))));
    assertEquals(Map.of(), find(List.of(new CacheKey("bike demand", 7, INPUT))));
    assertEquals(Set.of(KEY), find(List.of(KEY)).keySet());
  }

  @Test
  void manyKeysAreFoundInTurnsEachWithItsOwnAnswer() throws Exception {
    int count = 2 * RedisAnswerStore.KEYS_AT_ONCE + 1;
    List<CacheKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CacheKey key = new CacheKey("m", 0, new InputHash(i, 0));
      keys.add(key);
      if (i % 3 != 0) {
        store(key, answer("answer " + i, later()));
      }
    }
    long before = commands("mget");
    Map<CacheKey, CachedAnswer> found = find(keys);
    assertEquals(3, commands("mget") - before);
    for (int i = 0; i < count; i++) {
      CachedAnswer answer = found.get(keys.get(i));
      if (i % 3 == 0) {
        assertNull(answer);
      } else {
        assertTrue(answer != null);
        assertEquals("answer " + i, new String(answer.body(), StandardCharsets.UTF_8));
      }
    }
    assertEquals(Map.of(), find(Set.of()));
  }

  @Test
  void whatCannotBeReadIsNoAnswerAndIsDeleted() throws Exception {
    CacheKey other = new CacheKey(KEY.model(), 7, new InputHash(0, 1));
    store(other, answer("good", later()));
    send(Request.cmd(Command.SET).arg("atalaya:cache:" + NAME).arg("words"));
    assertEquals(Set.of(other), find(List.of(KEY, other)).keySet());
    // A command later, the deletion was received before.
    while (number(Request.cmd(Command.DBSIZE)) > 1) {
      Thread.sleep(5);
    }
    assertEquals(Set.of(other), find(List.of(KEY, other)).keySet());
  }

  @Test
  void anAnswerIsForgotten() throws Exception {
    store(KEY, answer("7", later()));
    store.remove(KEY).toCompletableFuture().get(5, SECONDS);
    store.remove(KEY).toCompletableFuture().get(5, SECONDS);
    assertEquals(Map.of(), find(List.of(KEY)));
  }

  @Test
  void aLockIsOneOwnersUntilItIsGivenBack() throws Exception {
    Duration most = Duration.ofSeconds(30);
    assertTrue(take("a", most));
    assertFalse(take("b", most));
    assertFalse(take("a", most), "it is taken once");
    assertEquals(
        "a", String.valueOf(send(Request.cmd(Command.GET).arg("atalaya:cache-lock:" + NAME))));
    lock.giveBack(KEY, "b");
    assertFalse(take("b", most), "only its owner gives it back");
    lock.giveBack(KEY, "a");
    awaitTaken("b", most);
    assertFalse(take("a", most));
  }

  @Test
  void aLockThatIsNotGivenBackEndsAndItsLateOwnerTakesNothingAway() throws Exception {
    assertTrue(take("a", Duration.ofMillis(150)));
    assertFalse(take("b", Duration.ofSeconds(30)));
    Thread.sleep(Duration.ofMillis(250));
    assertTrue(take("b", Duration.ofSeconds(30)));
    lock.giveBack(KEY, "a");
    Thread.sleep(Duration.ofMillis(50));
    assertFalse(take("c", Duration.ofSeconds(30)), "it is b's now");
  }

  @Test
  void withoutRedisCallsFail(@TempDir Path directory) throws Exception {
    EmbeddedRedis lost = EmbeddedRedis.start(directory);
    Redis client = Redis.createClient(vertx, lost.uri());
    RedisCache cache = new RedisCache(client);
    cache.answers(CODEC).store(KEY, answer("7", later())).toCompletableFuture().get(5, SECONDS);
    lost.close();
    assertThrows(
        ExecutionException.class,
        () -> cache.answers(CODEC).find(List.of(KEY)).toCompletableFuture().get(5, SECONDS));
    assertThrows(
        ExecutionException.class,
        () ->
            cache
                .locks()
                .take(KEY, "a", Duration.ofSeconds(1))
                .toCompletableFuture()
                .get(5, SECONDS));
    client.close();
  }

  private void awaitTaken(String owner, Duration most) throws Exception {
    while (!take(owner, most)) {
      Thread.sleep(5);
    }
  }

  private boolean take(String owner, Duration most) throws Exception {
    return lock.take(KEY, owner, most).toCompletableFuture().get(5, SECONDS);
  }

  private void store(CacheKey key, CachedAnswer answer) throws Exception {
    store.store(key, answer).toCompletableFuture().get(5, SECONDS);
  }

  private Map<CacheKey, CachedAnswer> find(Collection<CacheKey> keys) throws Exception {
    return store.find(keys).toCompletableFuture().get(5, SECONDS);
  }

  /** How often the server has carried out a command. */
  private long commands(String name) throws Exception {
    String statistics = send(Request.cmd(Command.INFO).arg("commandstats")).toString();
    String start = "cmdstat_" + name + ":calls=";
    return statistics
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> Long.parseLong(line.substring(start.length(), line.indexOf(','))))
        .sum();
  }

  private long number(Request request) throws Exception {
    return Long.parseLong(send(request).toString());
  }

  private Response send(Request request) throws Exception {
    return redis.send(request).toCompletionStage().toCompletableFuture().get(5, SECONDS);
  }

  private static long later() {
    return System.currentTimeMillis() + 60_000;
  }

  private static CachedAnswer answer(String body, long expiresMillis) {
    return new CachedAnswer(
        body.getBytes(StandardCharsets.UTF_8), 0.5, "v1", "night", 1_000, 3, expiresMillis);
  }
}
