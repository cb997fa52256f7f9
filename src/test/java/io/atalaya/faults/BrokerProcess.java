package io.atalaya.faults;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker in a process of its own, which can be killed and started again over the same directory
 * and port. It ends with this JVM. One thread.
 */
final class BrokerProcess implements AutoCloseable {

  private static final long STOPPED_MILLIS = 150;
  private static final long WORKING_MILLIS = 50;

  private final Path directory;
  private final int port = FreePort.find();
  private final List<String> settings;
  private Process process;

  /** Starts it and waits until it serves. */
  BrokerProcess(Path directory, String... settings) {
    this.directory = directory;
    this.settings = List.of(settings);
    process = start();
  }

  String servers() {
    return "localhost:" + port;
  }

  /** Ends it without a chance to write anything, and starts it again. */
  void killAndRestart() throws InterruptedException {
    process.destroyForcibly().waitFor();
    process = start();
  }

  /** Stops it in the middle of whatever it does, until {@link #resume}. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Lets it work for a quarter of the time only, in many short moments; returns at the end. */
  void slowDown(Duration length) throws IOException, InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      pause();
      Thread.sleep(STOPPED_MILLIS);
      resume();
      Thread.sleep(WORKING_MILLIS);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private Process start() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // As the service's processes.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-classpath",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                EmbeddedKafka.class.getName(),
                directory.toString(),
                Integer.toString(port)));
    command.addAll(settings);
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectError(directory.resolveSibling(directory.getFileName() + ".log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("ready")) {
          return started;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("the broker did not start: see the log beside " + directory);
  }
}
