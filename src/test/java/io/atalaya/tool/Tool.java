package io.atalaya.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program on this machine: in {@code target/tools/bin}, where {@code .ci/tools} puts it, else on
 * the {@code PATH}.
 *
 * @param path the program
 */
public record Tool(Path path) {

  private static final Path OWN = Path.of("target", "tools", "bin");
  private static final long PATIENCE_MINUTES = 9;

  /**
   * How a program ended.
   *
   * @param exitCode 0 when it was content
   * @param output what it wrote, errors included
   */
  public record Outcome(int exitCode, String output) {

    /** The output of a program that has to succeed. */
    public String orFail() {
      assertEquals(0, exitCode, output);
      return output;
    }
  }

  /** The program, if there is one of that name. */
  public static Optional<Tool> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(OWN), Stream.of(path.split(File.pathSeparator)).map(Path::of))
        .map(directory -> directory.resolve(name).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst()
        .map(Tool::new);
  }

  /** The program; where there is none, the test is skipped, and says so. */
  public static Tool orSkip(String name) {
    Optional<Tool> tool = find(name);
    assumeTrue(
        tool.isPresent(),
        () -> "skipped: no program " + name + " on PATH or in " + OWN + "; run .ci/tools");
    return tool.orElseThrow();
  }

  /** Runs it to its end. */
  public Outcome run(String... arguments) {
    try {
      Process process = start(Path.of("."), ProcessBuilder.Redirect.PIPE, List.of(arguments));
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(path + " does not end:\n" + output);
      }
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      throw new AssertionError(path + " did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(path + " was not waited for", e);
    }
  }

  /** Starts it as a server, which writes to {@code log} and ends with this JVM. */
  public Process serve(Path directory, Path log, String... arguments) throws IOException {
    Process process =
        start(directory, ProcessBuilder.Redirect.to(log.toFile()), List.of(arguments));
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  private Process start(Path directory, ProcessBuilder.Redirect output, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(path.toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output);
    // All of them are Go's: a quarter of promtool's time is the search for garbage.
    builder.environment().put("GOGC", "400");
    return builder.start();
  }
}
