package io.atalaya.adapter.postgres;

import static io.atalaya.adapter.postgres.Stores.NOON;
import static io.atalaya.adapter.postgres.Stores.answer;
import static io.atalaya.adapter.postgres.Stores.done;
import static io.atalaya.adapter.postgres.Stores.found;
import static io.atalaya.adapter.postgres.Stores.key;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.InputHash;
import io.atalaya.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PostgresAnswerStoreTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private EmbeddedPostgres server;
  private Database database;
  private Stores.Hands clock;
  private PostgresAnswerStore store;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = EmbeddedPostgres.start(directory);
    database = Database.at(server.url("postgres"), "postgres", "");
  }

  @AfterAll
  void stop() {
    database.close();
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    database.execute("DROP SCHEMA IF EXISTS atalaya CASCADE");
    clock = new Stores.Hands();
    store = Stores.ready(database, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsStoredIsFoundAsItWas() throws Exception {
    CacheKey key = new CacheKey("bike demand/ü", 7, new InputHash(Long.MIN_VALUE, -1));
    CachedAnswer plain =
        new CachedAnswer(
            "aabb".repeat(100).getBytes(StandardCharsets.UTF_8),
            Double.NaN,
            "v\0two",
            null,
            NOON.toEpochMilli() - 5,
            Long.MAX_VALUE,
            NOON.toEpochMilli() + 1);
    done(store.store(key, plain));
    CachedAnswer found = only(key);
    assertArrayEquals(plain.body(), found.body());
    assertTrue(Double.isNaN(found.confidence()));
    assertEquals("v\0two", found.version());
    assertNull(found.segment());
    assertEquals(plain.timeMillis(), found.timeMillis());
    assertEquals(plain.stamp(), found.stamp());
    assertEquals(plain.expiresMillis(), found.expiresMillis());
    assertEquals(
        List.of("bike demand/ü 7 80000000-0000-0000-ffff-ffffffffffff v\ufffdtwo"),
        database.query(
            "SELECT concat_ws(' ', model, epoch, input, version, segment, confidence) FROM atalaya.answers"));
  }

  @Test
  void aKeyDiffersByModelEpochAndInput() throws Exception {
    done(store.store(key("m", 1), answer("one", NOON, MINUTE)));
    List<CacheKey> others =
        List.of(key("n", 1), key("m", 2), new CacheKey("m", 1, key("m", 1).input()));
    assertEquals(Map.of(), found(store.find(others)));
  }

  @Test
  void manyKeysAreFoundAtOnce() throws Exception {
    List<CompletableFuture<Void>> stored = new ArrayList<>();
    List<CacheKey> keys = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      keys.add(key("m" + i % 3, i));
      if (i % 2 == 0) {
        stored.add(store.store(keys.get(i), answer("a" + i, NOON, MINUTE)).toCompletableFuture());
      }
    }
    CompletableFuture.allOf(stored.toArray(CompletableFuture<?>[]::new)).get();
    Map<CacheKey, CachedAnswer> found = found(store.find(keys));
    assertEquals(1_500, found.size());
    for (int i = 0; i < keys.size(); i += 2) {
      assertEquals("a" + i, text(found.get(keys.get(i))));
    }
  }

  @Test
  void anAnswerIsFoundUntilItExpires() throws Exception {
    done(store.store(key("m", 1), answer("one", NOON, MINUTE)));
    clock.forward(MINUTE.minusMillis(1));
    assertEquals("one", text(only(key("m", 1))));
    clock.forward(Duration.ofMillis(1));
    assertEquals(Map.of(), found(store.find(Set.of(key("m", 1)))));
    assertEquals(List.of("1"), database.query("SELECT count(*) FROM atalaya.answers"));
  }

  @Test
  void anAnswerOfYesterdayIsFoundAfterMidnight() throws Exception {
    clock.forward(Duration.ofHours(12).minusSeconds(1));
    done(store.store(key("m", 1), answer("one", clock.instant(), MINUTE)));
    clock.forward(Duration.ofSeconds(2));
    assertEquals("one", text(only(key("m", 1))));
  }

  @Test
  void theNewestIsFoundAndOlderOnesStay() throws Exception {
    for (int i = 0; i < 20; i++) {
      var unused = store.store(key("m", 1), answer("a" + i, NOON, MINUTE));
    }
    done(store.store(key("m", 1), answer("last", NOON, Duration.ofSeconds(1))));
    assertEquals("last", text(only(key("m", 1))), "stored in the same instant");
    assertEquals(List.of("21"), database.query("SELECT count(*) FROM atalaya.answers"));
    clock.forward(Duration.ofSeconds(1));
    assertEquals(Map.of(), found(store.find(Set.of(key("m", 1)))), "no older one comes up again");
  }

  @Test
  void whatIsRemovedStaysInTheHistory() throws Exception {
    var first = store.store(key("m", 1), answer("one", NOON, MINUTE));
    var other = store.store(key("m", 2), answer("two", NOON, MINUTE));
    done(store.remove(key("m", 1)));
    done(first);
    done(other);
    assertEquals(
        Set.of(key("m", 2)), found(store.find(List.of(key("m", 1), key("m", 2)))).keySet());
    assertEquals(List.of("2"), database.query("SELECT count(*) FROM atalaya.answers"));
    clock.forward(Duration.ofSeconds(1));
    done(store.store(key("m", 1), answer("anew", clock.instant(), MINUTE)));
    assertEquals("anew", text(only(key("m", 1))));
  }

  @Test
  void aRemovalSparesWhatIsStoredAfterIt() throws Exception {
    var removed = store.remove(key("m", 1));
    done(store.store(key("m", 1), answer("one", NOON, MINUTE)));
    done(removed);
    assertEquals("one", text(only(key("m", 1))));
  }

  @Test
  void aModelWhoseNameIsNoTextHarmsNoOther() throws Exception {
    CacheKey odd = key("m\0", 1);
    var refused = store.store(odd, answer("odd", NOON, MINUTE)).toCompletableFuture();
    done(store.store(key("m", 1), answer("one", NOON, MINUTE)));
    assertThrows(ExecutionException.class, refused::get);
    CacheKey half = key("m\ud800", 1);
    assertEquals(Set.of(key("m", 1)), found(store.find(List.of(odd, half, key("m", 1)))).keySet());
  }

  @Test
  void timesBeyondAllCalendarsAreKept() throws Exception {
    CachedAnswer endless =
        new CachedAnswer(new byte[] {1}, 1, "v", null, -1L >>> 1, 0, Long.MAX_VALUE);
    done(store.store(key("m", 1), endless));
    assertEquals(Long.MAX_VALUE, only(key("m", 1)).expiresMillis());
  }

  @Test
  void whatDoesNotFitTheQueueFailsAndTheRestIsWritten() throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    long failed;
    try (Connection blocking = database.source().getConnection()) {
      blocking.setAutoCommit(false);
      try (var lock = blocking.createStatement()) {
        lock.execute("LOCK TABLE atalaya.answers IN SHARE MODE");
      }
      // Lookups go on meanwhile.
      for (int i = 0; i < AnswerWriter.MOST_WAITING + 2_000; i++) {
        all.add(store.store(key("m", i), answer("a", NOON, MINUTE)).toCompletableFuture());
      }
      assertEquals(Map.of(), found(store.find(Set.of(key("m", 1)))));
      failed = all.stream().filter(CompletableFuture::isCompletedExceptionally).count();
      assertTrue(failed >= 1_000 && failed <= 2_000, "failed: " + failed);
      blocking.rollback();
    }
    var unused =
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
            .handle((done, failure) -> true)
            .get();
    assertEquals(
        List.of(Long.toString(all.size() - failed)),
        database.query("SELECT count(*) FROM atalaya.answers"));
  }

  @Test
  void largeAnswersFillTheQueueByTheirBytes() throws Exception {
    CachedAnswer large = answer("x".repeat(1 << 20), NOON, MINUTE);
    try (Connection blocking = database.source().getConnection()) {
      blocking.setAutoCommit(false);
      try (var lock = blocking.createStatement()) {
        lock.execute("LOCK TABLE atalaya.answers IN SHARE MODE");
      }
      int failed = 0;
      for (int i = 0; i < 100; i++) {
        CompletableFuture<Void> stored = store.store(key("m", i), large).toCompletableFuture();
        failed += stored.isCompletedExceptionally() ? 1 : 0;
      }
      assertTrue(failed >= 30, "failed: " + failed);
      blocking.rollback();
    }
  }

  @Test
  void closingWritesWhatWaits() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      var unused = store.store(key("m", i), answer("a", NOON, MINUTE));
    }
    store.close();
    assertEquals(List.of("2000"), database.query("SELECT count(*) FROM atalaya.answers"));
    var late = store.store(key("m", 1), answer("a", NOON, MINUTE)).toCompletableFuture();
    assertThrows(ExecutionException.class, late::get);
  }

  private CachedAnswer only(CacheKey key) throws Exception {
    Map<CacheKey, CachedAnswer> found = found(store.find(Set.of(key)));
    assertEquals(Set.of(key), found.keySet());
    return found.values().iterator().next();
  }

  private static String text(@Nullable CachedAnswer answer) {
    return answer == null ? "none" : new String(answer.body(), StandardCharsets.UTF_8);
  }
}
