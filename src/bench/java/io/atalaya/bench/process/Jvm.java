package io.atalaya.bench.process;

import io.atalaya.bench.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM in a process of its own, of the same JDK as this one. Its output goes to a file. It does
 * not outlive this process, unless that is killed. Confined to one thread.
 */
public final class Jvm implements AutoCloseable {

  private static final int STOP_SECONDS = 20;
  private static final int LOG_LINES = 20;

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread hook;

  private Jvm(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    hook = new Thread(process::destroyForcibly, "end-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts {@code java} with the arguments.
   *
   * @param name what the process is, for messages
   * @param log the file for its output
   * @param environment variables on top of those of this process
   */
  public static Jvm start(
      String name, Path log, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new Jvm(name, builder.start(), log);
    } catch (IOException e) {
      throw new BenchmarkException(name + " did not start: " + e.getMessage(), e);
    }
  }

  /** Starts a main class of this class path; see {@link #start}. */
  public static Jvm ofClass(
      Class<?> main, Path log, List<String> javaOptions, List<String> arguments) {
    List<String> all = new ArrayList<>(javaOptions);
    all.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-classpath",
            System.getProperty("java.class.path"),
            main.getName()));
    all.addAll(arguments);
    return start(main.getSimpleName(), log, Map.of(), all);
  }

  /** Its process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** What it has printed so far. */
  List<String> output() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new BenchmarkException(log + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Waits for its end and returns the {@link Measurement} that it printed. */
  public Measurement measured() throws InterruptedException {
    if (process.waitFor() != 0) {
      throw failure("ended with exit code " + process.exitValue());
    }
    return output().stream()
        .filter(Measurement::isLine)
        .map(Measurement::parse)
        .findFirst()
        .orElseThrow(() -> failure("printed no measurement"));
  }

  /** Throws a {@link BenchmarkException} with the end of its output when it has ended. */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw failure("ended with exit code " + process.exitValue());
    }
  }

  /** What to throw because of {@code what} it did, with the end of its output. */
  BenchmarkException failure(String what) {
    List<String> lines = output();
    return new BenchmarkException(
        "%s %s. The end of %s:%n%s"
            .formatted(
                name,
                what,
                log,
                String.join(
                    System.lineSeparator(),
                    lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()))));
  }

  /** Ends it without a chance to tidy up, as a lost node would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end, and waits until it has; throws when that takes longer than {@code atMost}. */
  void end(Duration atMost) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(atMost)) {
      throw failure("did not end within " + atMost.toSeconds() + " s");
    }
  }

  /** Asks it to end, and kills it when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs, or has run.
    }
  }
}
