package io.atalaya.adapter.postgres;

import static io.atalaya.adapter.postgres.Stores.answer;
import static io.atalaya.adapter.postgres.Stores.done;
import static io.atalaya.adapter.postgres.Stores.found;
import static io.atalaya.adapter.postgres.Stores.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.embedded.EmbeddedPostgres;
import io.atalaya.embedded.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PostgresFailuresTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final InstantSource CLOCK = InstantSource.system();

  private final Path directory;
  private final int port = FreePort.find();

  PostgresFailuresTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aServerThatIsKilledUnderLoadStopsNobodyAndServesAgain() throws Exception {
    EmbeddedPostgres first = EmbeddedPostgres.start(directory, port);
    try (Database database = Database.at(first.url("postgres"), "postgres", "");
        PostgresAnswerStore store = Stores.ready(database, CLOCK)) {
      done(store.store(key("m", -1), answer("before", CLOCK.instant(), HOUR)));
      List<CompletableFuture<?>> calls = new ArrayList<>();
      long longest = load(store, calls, 500);
      first.kill();
      longest = Math.max(longest, load(store, calls, 500));
      // A call that waited in the calling thread would take as long as a connection, 2 s.
      assertTrue(longest < TimeUnit.SECONDS.toNanos(1), "longest call, ns: " + longest);
      for (CompletableFuture<?> call : calls) {
        var unused = call.handle((done, failure) -> true).get(30, TimeUnit.SECONDS);
      }
      assertTrue(calls.getLast().isCompletedExceptionally());
      assertTrue(failure(store).contains("QUARKUS_DATASOURCE_JDBC_URL"), failure(store));
      first.close();
      try (EmbeddedPostgres second = EmbeddedPostgres.start(directory, port)) {
        Stores.awaitReady(store);
        assertEquals(Set.of(key("m", -1)), found(store.find(Set.of(key("m", -1)))).keySet());
        done(store.store(key("m", -2), answer("after", CLOCK.instant(), HOUR)));
        assertEquals(Set.of(key("m", -2)), found(store.find(Set.of(key("m", -2)))).keySet());
        assertEquals(port, second.port());
      }
    }
  }

  /** Calls of every kind, and how long the longest kept its caller, in nanoseconds. */
  private static long load(PostgresAnswerStore store, List<CompletableFuture<?>> calls, int count) {
    long longest = 0;
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      calls.add(store.store(key("m", i), answer("a", CLOCK.instant(), HOUR)).toCompletableFuture());
      calls.add(store.find(Set.of(key("m", i))).toCompletableFuture());
      calls.add(store.remove(key("m", i)).toCompletableFuture());
      longest = Math.max(longest, System.nanoTime() - start);
    }
    return longest;
  }

  @Test
  void aServerThatComesLateIsUsed() throws Exception {
    String url = "jdbc:postgresql://localhost:" + port + "/postgres";
    try (Database database = Database.at(url, "postgres", "");
        PostgresAnswerStore store = open(database)) {
      awaitFailure(store, "see whether the server runs where QUARKUS_DATASOURCE_JDBC_URL says");
      try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, port)) {
        Stores.awaitReady(store);
        done(store.store(key("m", 1), answer("one", CLOCK.instant(), HOUR)));
        assertEquals(port, server.port());
      }
    }
  }

  @Test
  void whatIsWrongWithAnAccountIsSaid() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, port)) {
      try (Database admin = Database.at(server.url("postgres"), "postgres", "")) {
        admin.execute("CREATE USER guest PASSWORD 'right'");
        admin.execute("CREATE DATABASE closed");
      }
      Files.writeString(
          directory.resolve("data/pg_hba.conf"),
          "host all postgres all trust\nhost all all all scram-sha-256\n");
      try (Database admin = Database.at(server.url("postgres"), "postgres", "")) {
        admin.execute("SELECT pg_reload_conf()");
      }
      assertFailure(server.url("postgres"), "guest", "wrong", "set QUARKUS_DATASOURCE_USERNAME");
      assertFailure(server.url("nowhere"), "postgres", "", "create the database, or name another");
      assertFailure(server.url("closed"), "guest", "right", "the rights that docs/cache.md names");
    }
  }

  @Test
  void whoOwnsTheSchemaNeedsNoMoreRights() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, port)) {
      try (Database admin = Database.at(server.url("postgres"), "postgres", "")) {
        admin.execute("CREATE USER atalaya PASSWORD 'secret'");
        admin.execute("CREATE SCHEMA atalaya AUTHORIZATION atalaya");
        admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
      }
      try (Database database = Database.at(server.url("postgres"), "atalaya", "secret");
          PostgresAnswerStore store = Stores.ready(database, CLOCK)) {
        done(store.store(key("m", 1), answer("one", CLOCK.instant(), HOUR)));
        assertEquals(Set.of(key("m", 1)), found(store.find(Set.of(key("m", 1)))).keySet());
      }
    }
  }

  private static void assertFailure(String url, String user, String password, String remedy)
      throws Exception {
    try (Database database = Database.at(url, user, password);
        PostgresAnswerStore store = open(database)) {
      awaitFailure(store, remedy);
    }
  }

  private static PostgresAnswerStore open(Database database) {
    return new PostgresAnswerStore(
        database.source(), database::migrate, Stores.MONTH, Stores.TABLE, CLOCK);
  }

  private static void awaitFailure(PostgresAnswerStore store, String remedy) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!failure(store).contains(remedy)) {
      assertTrue(System.nanoTime() < end, failure(store));
      Thread.sleep(20);
    }
  }

  private static String failure(PostgresAnswerStore store) throws Exception {
    return store
        .find(Set.of(key("m", 1)))
        .handle((found, failure) -> failure == null ? "none" : String.valueOf(failure.getMessage()))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }
}
