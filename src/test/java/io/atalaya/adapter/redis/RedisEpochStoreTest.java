package io.atalaya.adapter.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.Reachability;
import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.embedded.FreePort;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RedisEpochStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Path directory;
  private final int port = FreePort.find();
  private final Vertx vertx = Vertx.vertx();
  private final RedisAPI redis =
      RedisAPI.api(Redis.createClient(vertx, "redis://localhost:" + port));
  private final RedisReachability reachability = new RedisReachability(InstantSource.fixed(NOW));
  private final RedisEpochStore store = new RedisEpochStore(redis, reachability);

  RedisEpochStoreTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void close() {
    redis.close();
    vertx.closeAndAwait();
  }

  @Test
  void anEpochRisesAndNeverFalls() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory, port)) {
      assertEquals(3, raise("bike demand/ü", 3));
      assertEquals(3, raise("bike demand/ü", 2));
      assertEquals(3, raise("bike demand/ü", 3));
      assertEquals(10, raise("bike demand/ü", 10), "compared as numbers, not as text");
      assertEquals(1, raise("another", 1));
      assertEquals("10", stored("atalaya:epoch:bike demand/ü"));
      assertEquals(server.port(), port);
    }
  }

  @Test
  void theLargestEpochsStayExact() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory, port)) {
      assertEquals(9_007_199_254_740_991L, raise("m", 9_007_199_254_740_991L));
      assertEquals(9_007_199_254_740_991L, raise("m", 9_007_199_254_740_990L));
      assertEquals("9007199254740991", stored("atalaya:epoch:m"));
      assertEquals(server.port(), port);
    }
  }

  @Test
  void aKeyThatHoldsNoNumberIsReplaced() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory, port)) {
      redis.set(List.of("atalaya:epoch:m", "words")).await().indefinitely();
      assertEquals(4, raise("m", 4));
      assertEquals(server.port(), port);
    }
  }

  @Test
  void withoutRedisACallFailsAndAfterItsRestartTheNextSucceeds() throws Exception {
    assertInstanceOf(Reachability.Untried.class, store.reachability());
    assertThrows(ExecutionException.class, () -> raise("m", 1));
    assertUnreachable();
    try (EmbeddedRedis first = EmbeddedRedis.start(directory, port)) {
      assertEquals(2, raise("m", 2));
      assertEquals(new Reachability.Reachable(NOW), store.reachability());
      assertEquals(first.port(), port);
    }
    assertThrows(ExecutionException.class, () -> raise("m", 3));
    assertUnreachable();
    try (EmbeddedRedis second = EmbeddedRedis.start(directory, port)) {
      assertEquals(3, raise("m", 3), "an empty Redis learns the epoch anew");
      assertEquals(new Reachability.Reachable(NOW), store.reachability());
      assertEquals(second.port(), port);
    }
  }

  @Test
  void aPingTellsWhetherRedisIsThere() {
    RedisPing ping = new RedisPing(redis, reachability);
    assertFalse(ping.ping().await().indefinitely());
    assertUnreachable();
    try (EmbeddedRedis server = EmbeddedRedis.start(directory, port)) {
      assertTrue(ping.ping().await().indefinitely());
      assertEquals(new Reachability.Reachable(NOW), store.reachability());
      assertEquals(server.port(), port);
    }
  }

  @Test
  void aServerThatNeverAnswersFailsTheCallInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> raise("m", 1), silent::toString);
      assertInstanceOf(TimeoutException.class, failure.getCause());
      Reachability.Unreachable unreachable =
          assertInstanceOf(Reachability.Unreachable.class, store.reachability());
      assertEquals(NOW, unreachable.since());
      assertTrue(unreachable.detail().startsWith("no answer within 2 s"), unreachable.detail());
    }
  }

  private void assertUnreachable() {
    Reachability.Unreachable known =
        assertInstanceOf(Reachability.Unreachable.class, store.reachability());
    assertEquals(NOW, known.since());
    assertFalse(known.detail().isBlank());
  }

  private long raise(String model, long epoch) throws Exception {
    return store.raise(model, epoch).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private String stored(String key) {
    return redis.get(key).await().indefinitely().toString();
  }
}
