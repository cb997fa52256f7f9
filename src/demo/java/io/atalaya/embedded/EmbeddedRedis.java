package io.atalaya.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server in a child process, empty at the start and nothing kept at the end.
 *
 * <p>Its binary and working directory are below the directory given, which belongs to the caller.
 * The child ends with this JVM. Thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {

  private final RedisServer server;
  private final int port;

  private EmbeddedRedis(RedisServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts a server at a free port, with its files below {@code directory}. */
  public static EmbeddedRedis start(Path directory) {
    return start(directory, FreePort.find());
  }

  /**
   * Starts a server and returns when it serves.
   *
   * @param directory where its binary is unpacked; created when missing
   * @param port the port that clients connect to
   * @throws IllegalStateException when it does not start: the port is taken, or there is no binary
   *     for this operating system
   */
  public static EmbeddedRedis start(Path directory, int port) {
    return start(directory, port, List.of());
  }

  /**
   * The same with settings on the command line that come after the defaults, for example {@code
   * --port}, {@code 0}.
   */
  public static EmbeddedRedis start(Path directory, int port, List<String> settings) {
    Path files = directory.toAbsolutePath();
    try {
      Files.createDirectories(files);
      File executable = ExecutableProvider.newJarResourceProvider(files.toFile()).get();
      List<String> command =
          new ArrayList<>(
              List.of(
                  executable.getPath(),
                  "--port",
                  Integer.toString(port),
                  "--bind",
                  "127.0.0.1",
                  "--dir",
                  files.toString(),
                  "--save",
                  "",
                  "--appendonly",
                  "no"));
      command.addAll(settings);
      RedisServer server = new RedisServer(port, command, false);
      server.start();
      return new EmbeddedRedis(server, port);
    } catch (IOException e) {
      throw new IllegalStateException(
          "Redis did not start at port " + port + " in " + files + ": " + e.getMessage(), e);
    }
  }

  /** The port that clients connect to. */
  public int port() {
    return port;
  }

  /** What clients take as the server's address. */
  public String uri() {
    return "redis://localhost:" + port;
  }

  /** Stops the server and returns when its process has ended. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new IllegalStateException("Redis at port " + port + " did not stop", e);
    }
  }
}
