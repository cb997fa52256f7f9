package io.atalaya.bench;

import io.atalaya.bench.cache.CacheBenchmark;
import io.atalaya.bench.drift.DriftStudy;
import io.atalaya.bench.scale.ScaleBenchmark;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.embedded.EmbeddedRedis;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the benchmark that is named, and says where. */
public final class Benchmarks {

  private static final String USAGE =
      "usage: Benchmarks DIRECTORY SERVICE_JAR pipeline|misrouted|engine|front|cache|scale|drift|scores|quantization|fleet|freshness|recovery|start|aot-training [--name=value]...";

  private static final int EXIT_FAILURE = 1;
  private static final int EXIT_USAGE = 2;

  private Benchmarks() {}

  /** Runs one benchmark; its own class says with which options. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 3) {
      System.err.println(USAGE);
      System.exit(EXIT_USAGE);
    }
    // Threads of libraries would otherwise keep the process after a failure.
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, failure) -> {
              failure.printStackTrace();
              System.exit(EXIT_FAILURE);
            });
    // Maven's end would otherwise leave this process, and those that it starts, alone.
    ProcessHandle.current().parent().ifPresent(Benchmarks::endWith);
    String name = arguments[2];
    Path directory = Path.of(arguments[0], name).toAbsolutePath();
    Screen screen = new Screen(System.out, isTerminal());
    try {
      if (name.equals("engine")) {
        EngineBenchmark.run(words(arguments), screen);
        screen.line("\non " + Machine.here());
        System.exit(0);
      }
      if (name.equals("scale")) {
        ScaleBenchmark.run(Options.parse(words(arguments)), screen);
        screen.line("\non " + Machine.here());
        System.exit(0);
      }
      if (name.equals("front")) {
        FrontBenchmark.run(Options.parse(words(arguments)), screen);
        screen.line("\non " + Machine.here());
        System.exit(0);
      }
      if (name.equals("scores")) {
        ScoreBenchmark.run(Options.parse(words(arguments)), screen, directory);
        screen.line("\non " + Machine.here());
        System.exit(0);
      }
      if (name.equals("quantization")) {
        QuantizationBenchmark.run(Options.parse(words(arguments)), screen, directory);
        screen.line("\non " + Machine.here());
        System.exit(0);
      }
      if (name.equals("drift")) {
        DriftStudy.run(Options.parse(words(arguments)), screen, directory);
        System.exit(0);
      }
      Options options = Options.parse(words(arguments));
      empty(directory);
      if (name.equals("cache")) {
        CacheBenchmark.run(options, screen, directory);
        screen.line("\non " + Machine.here());
        System.exit(0);
      }
      try (EmbeddedRedis redis = EmbeddedRedis.start(directory.resolve("redis"))) {
        Environment environment =
            new Environment(directory, Path.of(arguments[1]).toAbsolutePath(), redis.uri());
        switch (name) {
          case "pipeline" -> PipelineBenchmark.run(options, screen, environment);
          case "misrouted" -> MisroutedBenchmark.run(options, screen, environment);
          case "fleet" -> FleetBenchmark.run(options, screen, environment);
          case "freshness" -> FreshnessBenchmark.run(options, screen, environment);
          case "recovery" -> RecoveryBenchmark.run(options, screen, environment);
          case "start" -> StartBenchmark.run(options, screen, environment);
          case "aot-training" -> AotTraining.run(options, screen, environment);
          default -> throw new IllegalArgumentException(name + " is no benchmark. " + USAGE);
        }
        screen.endProgress();
        screen.line("on " + Machine.here());
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_USAGE);
    } catch (BenchmarkException e) {
      screen.endProgress();
      System.err.println("\n" + e.getMessage());
      System.exit(EXIT_FAILURE);
    }
    System.exit(0);
  }

  /** The options: each an argument, or several in one, as a Maven property holds them. */
  private static String[] words(String[] arguments) {
    List<String> options = Arrays.asList(arguments).subList(3, arguments.length);
    return options.stream()
        .flatMap(option -> Stream.of(option.strip().split("\\s+", -1)))
        .filter(option -> !option.isEmpty())
        .toArray(String[]::new);
  }

  private static void endWith(ProcessHandle parent) {
    var unused = parent.onExit().thenRun(() -> System.exit(EXIT_FAILURE));
  }

  private static void empty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(directory);
  }

  private static boolean isTerminal() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return terminal && !"dumb".equals(System.getenv("TERM"));
  }
}
