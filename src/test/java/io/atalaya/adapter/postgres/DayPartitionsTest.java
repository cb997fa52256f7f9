package io.atalaya.adapter.postgres;

import static io.atalaya.adapter.postgres.Stores.MONTH;
import static io.atalaya.adapter.postgres.Stores.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DayPartitionsTest {

  private static final LocalDate TODAY = LocalDate.ofInstant(NOON, ZoneOffset.UTC);
  private static final DayPartitions PARTITIONS = new DayPartitions(MONTH);

  private EmbeddedPostgres server;
  private Database database;

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
  void migrate() throws Exception {
    database.execute("DROP SCHEMA IF EXISTS atalaya CASCADE");
    database.migrate();
  }

  @Test
  void aSecondMigrationChangesNothing() throws Exception {
    keep(NOON);
    add(NOON);
    database.migrate();
    assertEquals(1, rows());
    assertEquals(
        List.of("1"),
        database.query(
            "SELECT count(*) FROM atalaya.flyway_schema_history WHERE version IS NOT NULL"));
  }

  @Test
  void partitionsReachFromYesterdayToSomeDaysAhead() throws Exception {
    keep(NOON);
    assertEquals(days(TODAY.minusDays(1), 5), days());
    keep(NOON);
    assertEquals(days(TODAY.minusDays(1), 5), days());
    Instant first = Instant.parse("2026-03-09T00:00:00Z");
    add(first);
    add(Instant.parse("2026-03-13T23:59:59.999999Z"));
    assertThrows(SQLException.class, () -> add(first.minusMillis(1)));
    assertThrows(SQLException.class, () -> add(Instant.parse("2026-03-14T00:00:00Z")));
  }

  @Test
  void aDayIsDroppedOnceItsEndIsOlderThanTheRetention() throws Exception {
    keep(NOON);
    add(NOON);
    Instant over = Instant.parse("2026-03-11T00:00:00Z").plus(MONTH.time());
    keep(over.minusMillis(1));
    assertEquals(TODAY, days().getFirst());
    assertEquals(1, rows());
    keep(over);
    assertEquals(TODAY.plusDays(1), days().getFirst());
    assertEquals(0, rows());
  }

  @Test
  void afterALongPauseTheDaysOfTheGapAreNotMade() throws Exception {
    keep(NOON);
    Instant later = NOON.plus(Duration.ofDays(100));
    keep(later);
    assertEquals(days(TODAY.plusDays(99), 5), days());
  }

  @Test
  void instancesKeepThemAtOnce() throws Exception {
    keep(NOON);
    Instant later = NOON.plus(MONTH.time()).plus(Duration.ofDays(2));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> keeping =
          () -> {
            keep(later);
            return true;
          };
      for (Future<Boolean> each : threads.invokeAll(List.of(keeping, keeping, keeping, keeping))) {
        each.get();
      }
    }
    assertEquals(TODAY.plusDays(2), days().getFirst());
    assertEquals(TODAY.plusDays(35), days().getLast());
  }

  @Test
  void aLongQueryDelaysADropAndNothingElse() throws Exception {
    keep(NOON);
    add(NOON);
    Instant over = Instant.parse("2026-03-11T00:00:00Z").plus(MONTH.time());
    try (Connection reading = database.source().getConnection();
        var query = reading.createStatement()) {
      reading.setAutoCommit(false);
      query.execute("SELECT count(*) FROM atalaya.answers");
      keep(over);
      assertEquals(TODAY.minusDays(1), days().getFirst());
      add(over);
      reading.rollback();
    }
    keep(over);
    assertEquals(TODAY.plusDays(1), days().getFirst());
  }

  @Test
  void onlyPartitionsThatCanHoldLivingAnswersAreRead() throws Exception {
    for (int day = 0; day < 29; day++) {
      keep(NOON.plus(Duration.ofDays(day)));
    }
    List<String> plan =
        database.query(
            "EXPLAIN SELECT answer FROM atalaya.answers WHERE model = 'm' AND epoch = 0"
                + " AND input = '00000000-0000-0000-0000-000000000001'"
                + " AND stored_at > '2026-04-07T11:00:00Z' ORDER BY stored_at DESC LIMIT 1");
    String text = String.join("\n", plan);
    assertFalse(text.contains("answers_20260406"), text);
    assertFalse(text.contains("Sort"), text);
  }

  private void keep(Instant now) throws SQLException {
    try (Connection connection = database.source().getConnection()) {
      PARTITIONS.keep(connection, now);
    }
  }

  private List<LocalDate> days() throws SQLException {
    try (Connection connection = database.source().getConnection()) {
      return DayPartitions.days(connection);
    }
  }

  private static List<LocalDate> days(LocalDate first, int count) {
    List<LocalDate> days = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      days.add(first.plusDays(i));
    }
    return days;
  }

  private void add(Instant stored) throws SQLException {
    database.execute(
        """
        INSERT INTO atalaya.answers VALUES ('m', 0, '00000000-0000-0000-0000-000000000001', '%1$s',
          'v', NULL, 0.5, '%1$s', '%1$s', 0, '')
        """
            .formatted(stored));
  }

  private int rows() throws SQLException {
    return Integer.parseInt(database.query("SELECT count(*) FROM atalaya.answers").getFirst());
  }
}
