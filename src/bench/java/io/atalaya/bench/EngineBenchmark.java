package io.atalaya.bench;

import io.atalaya.demo.terminal.Screen;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The engine's steps by themselves, with JMH, in {@code io.atalaya.bench.engine}. All of JMH's own
 * options are taken.
 *
 * <p>Ratios are of the best iterations: whatever else the machine does can only slow one down.
 */
final class EngineBenchmark {

  private static final String PACKAGE = "io.atalaya.bench.engine.";

  /** What a figure is a multiple of, by the class of the benchmark. */
  private static final Map<String, String> BASELINES =
      Map.of(
          "GuardBenchmark", "bare",
          "ValueBenchmark", "histogramIncrement",
          "VerdictBenchmark", "rankCounts",
          "WindowBenchmark", "slideRankCounts");

  private EngineBenchmark() {}

  static void run(String[] options, Screen screen) {
    try {
      Collection<RunResult> results =
          new Runner(new OptionsBuilder().parent(new CommandLineOptions(options)).build()).run();
      screen.line("");
      screen.line(report(results).toString());
    } catch (CommandLineOptionException e) {
      throw new IllegalArgumentException(e.getMessage() + " (options are JMH's)", e);
    } catch (RunnerException e) {
      throw new BenchmarkException("JMH: " + e.getMessage(), e);
    }
  }

  private static Report report(Collection<RunResult> results) {
    Map<String, RunResult> byName =
        results.stream().collect(Collectors.toMap(EngineBenchmark::name, Function.identity()));
    Report report = new Report("step", "best, ns", "mean, ns", "ratio", "to");
    List<String> names = byName.keySet().stream().sorted(Comparator.naturalOrder()).toList();
    for (String name : names) {
      RunResult result = byName.get(name);
      if (result != null) {
        double unit = nanosPerUnit(result);
        String baseline = BASELINES.getOrDefault(name.substring(0, name.indexOf('.')), "");
        RunResult base = byName.get(baselineName(name, baseline));
        report.row(
            name,
            "%,.1f".formatted(best(result) * unit),
            "%,.1f".formatted(result.getPrimaryResult().getScore() * unit),
            base == null ? "" : "%.2f".formatted(best(result) / best(base)),
            base == null ? "" : baseline);
      }
    }
    return report;
  }

  private static double nanosPerUnit(RunResult result) {
    boolean micros = result.getPrimaryResult().getScoreUnit().startsWith("us");
    return micros ? TimeUnit.MICROSECONDS.toNanos(1) : 1;
  }

  private static double best(RunResult result) {
    return result.getPrimaryResult().getStatistics().getMin();
  }

  /** The class and method without the package, and the parameters. */
  private static String name(RunResult result) {
    String name = result.getParams().getBenchmark().substring(PACKAGE.length());
    String parameters =
        result.getParams().getParamsKeys().stream()
            .map(key -> " " + key + "=" + result.getParams().getParam(key))
            .collect(Collectors.joining());
    return name + parameters;
  }

  private static String baselineName(String name, String baseline) {
    int parameters = name.indexOf(' ');
    return name.substring(0, name.indexOf('.') + 1)
        + baseline
        + (parameters < 0 ? "" : name.substring(parameters));
  }
}
