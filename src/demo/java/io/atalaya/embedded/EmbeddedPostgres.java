package io.atalaya.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL server in a child process; a later one with the same directory has its data.
 *
 * <p>The user {@code postgres} may do everything without a password. The child ends with this JVM.
 * For root it runs in a user namespace, since PostgreSQL refuses root. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final long STOP_SECONDS = 30;

  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
  private final Path data;

  private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /** Starts a server at a free port, with its files below {@code directory}. */
  public static EmbeddedPostgres start(Path directory) {
    return start(directory, FreePort.find());
  }

  /**
   * Starts a server and returns when it serves.
   *
   * @param directory where its data is; created when missing
   * @param port the port that clients connect to
   * @throws IllegalStateException when it does not start
   */
  public static EmbeddedPostgres start(Path directory, int port) {
    Path data = directory.toAbsolutePath().resolve("data");
    try {
      return new EmbeddedPostgres(
          io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port)
              // Nothing here outlives the machine.
              .setServerConfig("fsync", "off")
              // What was committed must outlive a kill of the process.
              .setServerConfig("synchronous_commit", "on")
              .start(),
          data);
    } catch (IOException e) {
      throw new IllegalStateException(
          "PostgreSQL did not start at port " + port + " in " + data + ": " + e.getMessage(), e);
    }
  }

  /** The port that clients connect to. */
  public int port() {
    return server.getPort();
  }

  /** What clients take as the address of a database of this server. */
  public String url(String database) {
    return "jdbc:postgresql://localhost:" + port() + "/" + database;
  }

  /** Kills the server as a crash would, and returns when its process has ended. */
  public void kill() {
    try {
      List<String> state = Files.readAllLines(data.resolve("postmaster.pid"));
      ProcessHandle process = ProcessHandle.of(Long.parseLong(state.getFirst())).orElseThrow();
      process.destroyForcibly();
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("PostgreSQL in " + data + " was not killed", e);
    }
  }

  /** Stops the server and returns when its process has ended. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
