package io.atalaya.adapter.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.availability.Answer;
import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.embedded.FreePort;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probe while a real Redis works, refuses, hangs, is gone and is back. */
@Timeout(180)
class RedisProbeTest {

  private static final Duration PLENTY = Duration.ofSeconds(30);

  private final Path directory;
  private final int port = FreePort.find();
  private final Vertx vertx = Vertx.vertx();
  private final Redis client = Redis.createClient(vertx, "redis://localhost:" + port);
  private final RedisAPI redis = RedisAPI.api(client);
  private final RedisProbe probe = new RedisProbe(redis);

  RedisProbeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void close() {
    client.close();
    vertx.closeAndAwait();
  }

  @Test
  void redisIsUpWrongDownAndUpAgain() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory, port)) {
      assertEquals(port, server.port());
      assertEquals(new Answer.Right(), probe.ask(PLENTY));

      redis.aclAndAwait(List.of("SETUSER", "default", "-ping"));
      String refused = assertInstanceOf(Answer.Wrong.class, probe.ask(PLENTY)).detail();
      assertTrue(refused.contains("NOPERM"), refused);
      redis.aclAndAwait(List.of("SETUSER", "default", "+ping"));

      signal("STOP");
      String late = assertInstanceOf(Answer.None.class, probe.ask(Duration.ofMillis(300))).detail();
      assertEquals("no answer within 300 ms", late);
      signal("CONT");
      assertEquals(new Answer.Right(), probe.ask(PLENTY));
    }
    assertInstanceOf(Answer.None.class, probe.ask(PLENTY));
    String gone = assertInstanceOf(Answer.None.class, probe.ask(PLENTY)).detail();
    assertTrue(gone.contains("quarkus.redis.hosts"), gone);

    try (EmbeddedRedis server = EmbeddedRedis.start(directory, port)) {
      assertEquals(port, server.port());
      long start = System.nanoTime();
      Answer last = probe.ask(PLENTY);
      while (!last.equals(new Answer.Right()) && System.nanoTime() - start < 60_000_000_000L) {
        Thread.sleep(20);
        last = probe.ask(PLENTY);
      }
      assertEquals(new Answer.Right(), last);
    }
  }

  private void signal(String signal) throws Exception {
    ProcessHandle process =
        ProcessHandle.current()
            .children()
            .filter(
                child ->
                    child.info().command().orElse("").startsWith(directory.toAbsolutePath() + "/"))
            .findAny()
            .orElseThrow();
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }
}
