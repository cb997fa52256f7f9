package io.atalaya.adapter.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.availability.Answer;
import io.atalaya.embedded.EmbeddedPostgres;
import io.atalaya.embedded.FreePort;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probe while a real PostgreSQL works, is damaged, hangs, is gone and is back. */
@Timeout(300)
class PostgresProbeTest {

  private static final Duration PLENTY = Duration.ofSeconds(30);
  private static final int PAGE = 8_192;

  private final Path directory;
  private final int port = FreePort.find();

  PostgresProbeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void theSchemaIsTheNewestMigration() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      assertEquals(
          List.of("V" + PostgresProbe.SCHEMA),
          files
              .map(file -> file.getFileName().toString().replaceFirst("__.*", ""))
              .sorted()
              .toList()
              .reversed()
              .subList(0, 1));
    }
  }

  @Test
  void postgresIsWrongWithoutItsSchemaUpDownAndUpAgain() throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.start(directory, port);
    try (Database database = Database.at(server.url("postgres"), "postgres", "")) {
      PostgresProbe probe = new PostgresProbe(database.source());
      assertWrong("flyway_schema_history", probe);
      database.migrate();
      assertEquals(new Answer.Right(), probe.ask(PLENTY));

      server.kill();
      assertInstanceOf(Answer.None.class, probe.ask(PLENTY));
      server.close();
      server = EmbeddedPostgres.start(directory, port);
      assertUp(probe);
    } finally {
      server.close();
    }
  }

  @Test
  void aServerThatHangsKeepsTheThreadNoLongerThanTheSocketMayBeSilent() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, port);
        Database database = Database.at(server.url("postgres"), "postgres", "")) {
      database.migrate();
      PostgresProbe probe = new PostgresProbe(database.source());
      assertEquals(new Answer.Right(), probe.ask(PLENTY));
      ProcessHandle postmaster = postmaster(directory);
      List<ProcessHandle> processes =
          Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
      signal("STOP", processes);
      assertInstanceOf(Answer.None.class, probe.ask(Duration.ofSeconds(1)));
      signal("CONT", processes);
      assertUp(probe);
    }
  }

  @Test
  void whatIsNotSoundIsNamed() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, port);
        Database database = Database.at(server.url("postgres"), "postgres", "")) {
      database.migrate();
      PostgresProbe probe = new PostgresProbe(database.source());
      String history = "atalaya.flyway_schema_history";
      damageAndMend(
          database,
          "UPDATE " + history + " SET version = '0.9' WHERE version = '1'",
          "version 0.9, not 1",
          "UPDATE " + history + " SET version = '1' WHERE version = '0.9'");
      damageAndMend(
          database,
          "INSERT INTO " + history + " VALUES (99, '2', 'x', 'SQL', 'x', 1, 'x', now(), 1, false)",
          "a migration of the schema atalaya failed",
          "DELETE FROM " + history + " WHERE installed_rank = 99");
      String index = " WHERE indexrelid = 'atalaya.answers_key'::regclass";
      damageAndMend(
          database,
          "UPDATE pg_index SET indisvalid = false" + index,
          "REINDEX SCHEMA atalaya",
          "UPDATE pg_index SET indisvalid = true" + index);
      database.execute("DROP TABLE atalaya.answers");
      assertWrong("atalaya.answers", probe);
    }
  }

  private static void damageAndMend(Database database, String damage, String detail, String mending)
      throws Exception {
    PostgresProbe probe = new PostgresProbe(database.source());
    assertEquals(new Answer.Right(), probe.ask(PLENTY));
    database.execute(damage);
    assertWrong(detail, probe);
    database.execute(mending);
    assertEquals(new Answer.Right(), probe.ask(PLENTY));
  }

  /** Bits of a page of a table are turned round on the disk while the server is stopped. */
  @Test
  void aDamagedPageIsNoticedFromItsFirstReadingOn() throws Exception {
    initializeWithChecksums();
    String file;
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, port);
        Database database = Database.at(server.url("postgres"), "postgres", "")) {
      database.migrate();
      database.execute("CREATE TABLE victim AS SELECT generate_series(1, 10000) AS x");
      file = database.query("SELECT pg_relation_filepath('victim')").getFirst();
    }
    try (RandomAccessFile page =
        new RandomAccessFile(directory.resolve("data").resolve(file).toFile(), "rw")) {
      page.seek(PAGE + 4_000);
      int before = page.read();
      page.seek(PAGE + 4_000);
      page.write(before ^ 0xff);
    }
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, port);
        Database database = Database.at(server.url("postgres"), "postgres", "")) {
      PostgresProbe probe = new PostgresProbe(database.source());
      assertEquals(new Answer.Right(), probe.ask(PLENTY));
      SQLException damaged =
          assertThrows(SQLException.class, () -> database.query("SELECT count(*) FROM victim"));
      assertEquals("XX001", damaged.getSQLState());
      long start = System.nanoTime();
      while (probe.ask(PLENTY) instanceof Answer.Right) {
        assertTrue(System.nanoTime() - start < 60_000_000_000L, "it is not noticed");
        Thread.sleep(50);
      }
      assertWrong("1 pages failed their checksum", probe);
      database.execute("SELECT pg_stat_reset()");
    }
  }

  /** Makes the data with the program that another server of this kind was unpacked with. */
  private void initializeWithChecksums() throws Exception {
    Path other = directory.resolve("other");
    Path program;
    try (EmbeddedPostgres _ = EmbeddedPostgres.start(other)) {
      program = Path.of(postmaster(other).info().command().orElseThrow()).resolveSibling("initdb");
    }
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(
        List.of(program.toString(), "-k", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D"));
    command.add(directory.resolve("data").toString());
    Process initialization =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("initdb.log").toFile())
            .start();
    assertTrue(initialization.waitFor(120, TimeUnit.SECONDS), "initdb does not end");
    assertEquals(0, initialization.exitValue(), () -> "see " + directory.resolve("initdb.log"));
  }

  private static ProcessHandle postmaster(Path directory) throws IOException {
    List<String> state = Files.readAllLines(directory.resolve("data/postmaster.pid"));
    return ProcessHandle.of(Long.parseLong(state.getFirst())).orElseThrow();
  }

  private static void assertUp(PostgresProbe probe) throws Exception {
    long start = System.nanoTime();
    Answer last = probe.ask(PLENTY);
    while (!last.equals(new Answer.Right()) && System.nanoTime() - start < 60_000_000_000L) {
      Thread.sleep(50);
      last = probe.ask(PLENTY);
    }
    assertEquals(new Answer.Right(), last);
  }

  private static void assertWrong(String detail, PostgresProbe probe) {
    String wrong = assertInstanceOf(Answer.Wrong.class, probe.ask(PLENTY)).detail();
    assertTrue(wrong.contains(detail), wrong);
  }

  private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
      assertTrue(kill.waitFor(10, TimeUnit.SECONDS));
    }
  }
}
