package io.atalaya.notebook;

import io.atalaya.bench.Machine;
import io.atalaya.bench.Options;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.notebook.caching.CachingNotebook;
import io.atalaya.notebook.metrics.MetricsNotebook;
import io.atalaya.notebook.quantization.QuantizationNotebook;
import io.atalaya.notebook.report.Report;
import java.io.Console;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs the notebook that is named, and writes its report as HTML and JSON. */
public final class Notebooks {

  private static final Map<String, Notebook> NOTEBOOKS =
      new TreeMap<>(
          Map.of(
              "caching", new CachingNotebook(),
              "metrics", new MetricsNotebook(),
              "quantization", new QuantizationNotebook()));

  private static final int EXIT_FAILURE = 1;
  private static final int EXIT_USAGE = 2;

  private Notebooks() {}

  /** Takes the directory of the reports, the notebook's name, and its options. */
  public static void main(String[] arguments) throws IOException {
    // Threads of libraries would otherwise keep the process after a failure.
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, failure) -> {
              failure.printStackTrace();
              System.exit(EXIT_FAILURE);
            });
    // The charts are drawn into files.
    System.setProperty("java.awt.headless", "true");
    // Maven's end would otherwise leave this process alone.
    ProcessHandle.current().parent().ifPresent(Notebooks::endWith);
    Notebook notebook = arguments.length < 2 ? null : NOTEBOOKS.get(arguments[1]);
    if (notebook == null) {
      System.err.println(
          "usage: Notebooks DIRECTORY %s [--name=value]..."
              .formatted(String.join("|", NOTEBOOKS.keySet())));
      System.exit(EXIT_USAGE);
      return;
    }
    try {
      run(arguments[1], notebook, Path.of(arguments[0]).toAbsolutePath(), words(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_USAGE);
    }
    System.exit(0);
  }

  private static void run(String name, Notebook notebook, Path directory, String... options)
      throws IOException {
    Files.createDirectories(directory);
    Screen screen = new Screen(System.out, isTerminal());
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("made", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("by", "./mvnw -Dnotebook=%s %s".formatted(name, options(options)).strip());
    facts.put("on", Machine.here().toString());
    facts.put("load of the machine at the start", load());
    Report report = notebook.run(Options.parse(options), screen, directory);
    screen.endProgress();
    facts.put("load at the end", load());
    facts.putAll(report.facts());
    report.with(facts).write(directory, name);
    screen.line("\n" + directory.resolve(name + ".html"));
    screen.line(directory.resolve(name + ".json").toString());
  }

  private static String options(String... options) {
    return options.length == 0
        ? ""
        : "'-Dnotebook.options=%s'".formatted(String.join(" ", options));
  }

  /** Processes that ran or waited, on average over the last minute. */
  private static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
  }

  /** The options: each an argument, or several in one, as a Maven property holds them. */
  private static String[] words(String[] arguments) {
    List<String> options = Arrays.asList(arguments).subList(2, arguments.length);
    return options.stream()
        .flatMap(option -> Stream.of(option.strip().split("\\s+", -1)))
        .filter(option -> !option.isEmpty())
        .toArray(String[]::new);
  }

  private static void endWith(ProcessHandle parent) {
    var unused = parent.onExit().thenRun(() -> System.exit(EXIT_FAILURE));
  }

  private static boolean isTerminal() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return terminal && !"dumb".equals(System.getenv("TERM"));
  }
}
