package io.atalaya.adapter.postgres;

import static io.atalaya.cache.OutageLoad.KEYS;
import static io.atalaya.cache.OutageLoad.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.guard.CallBudget;
import io.atalaya.adapter.guard.GuardedLevel;
import io.atalaya.cache.LevelMetrics.Outcome;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.OutageLoad;
import io.atalaya.embedded.EmbeddedPostgres;
import io.atalaya.embedded.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cache with PostgreSQL behind it, under load, while the server is killed and started again. */
@Timeout(180)
class HistoryOutageTest {

  private static final InstantSource CLOCK = InstantSource.system();

  /** Twice the budget, as the machine may have other things to do. */
  private static final Duration MOST = CallBudget.POSTGRES.read().multipliedBy(2).plusMillis(1_500);

  private final AtomicLong open = new AtomicLong();

  @Test
  void aKilledHistoryFailsNoRequestAndBringsBackNoOldAnswer(@TempDir Path directory)
      throws Exception {
    int port = FreePort.find();
    EmbeddedPostgres server = EmbeddedPostgres.start(directory, port);
    try (Database database = Database.at(server.url("postgres"), "postgres", "");
        PostgresAnswerStore store = Stores.ready(database, CLOCK)) {
      GuardedLevel level = new GuardedLevel(store, CallBudget.POSTGRES, this::count, CLOCK);
      try (OutageLoad load = new OutageLoad(level, LoadLock.NONE)) {
        await(() -> load.found() > KEYS);
        for (int kill = 0; kill < 2; kill++) {
          server.kill();
          await(level::isLeftOut);
          long asked = load.asked();
          await(() -> load.asked() > asked + 2 * KEYS);
          server.close();
          server = EmbeddedPostgres.start(directory, port);
          await(() -> !level.isLeftOut());
          long found = load.found();
          await(() -> load.found() > found + KEYS);
        }
        load.assertHarmless(MOST);
      }
    } finally {
      server.close();
    }
    assertTrue(open.get() > 0, "it was never left out");
  }

  private void count(String level, Object operation, Outcome outcome) {
    if (outcome == Outcome.OPEN) {
      open.incrementAndGet();
    }
  }
}
