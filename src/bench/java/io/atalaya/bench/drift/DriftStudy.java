package io.atalaya.bench.drift;

import io.atalaya.bench.BenchmarkException;
import io.atalaya.bench.Options;
import io.atalaya.bench.Report;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.SignificanceLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How many alarms the drift rule raises where nothing drifts, and how soon it sees what does,
 * beside the rules of others: on drawn data, and on bike rentals.
 *
 * <p>The same seed gives the same figures, on however many cores.
 */
public final class DriftStudy {

  private static final int WINDOWS_A_DAY = 288;
  private static final int DAYS = 30;
  private static final int REFERENCE = 10_000;
  private static final int WINDOWS = 3;
  private static final int[] DEPENDENT_SIZES = {300, 1_000};
  private static final String KSWIN = "river's KSWIN";

  /** Values that are drawn in a minute or two. */
  private static final long MOST_VALUES = 1_000_000_000L;

  /** What can be asked for by itself. */
  private enum Part {
    ALARMS,
    MEMORY,
    POWER,
    BIKES,
    BUDGETS
  }

  private final Screen screen;
  private final Trials trials;
  private final int models;
  private final int runs;
  private final int[] sizes;
  private final Path pictures;
  private final List<Part> parts;

  private DriftStudy(Screen screen, Options options, Path directory) {
    this.screen = screen;
    trials = new Trials(options.whole("seed", 20_261_126, 0));
    models = Math.toIntExact(options.whole("models", 4, 1));
    runs = Math.toIntExact(options.whole("runs", 200, 1));
    sizes = options.wholes("sizes", "100,300,1000,10000,100000", 1);
    pictures = Path.of(options.text("pictures", directory.toString()));
    parts = parts(options.text("parts", "alarms,memory,power,bikes,budgets"));
    options.end();
  }

  private static List<Part> parts(String names) {
    List<Part> parts = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      parts.add(
          Arrays.stream(Part.values())
              .filter(part -> part.name().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BenchmarkException(
                          "--parts=%s: no part is %s: give some of alarms,memory,power,bikes,budgets"
                              .formatted(names, name))));
    }
    return parts;
  }

  /** Runs the study and prints its tables; the pictures go to {@code --pictures}. */
  public static void run(Options options, Screen screen, Path directory) throws IOException {
    new DriftStudy(screen, options, directory).run();
  }

  private void run() throws IOException {
    for (Part part : parts) {
      switch (part) {
        case ALARMS -> screen.line(falseAlarms() + "\n");
        case MEMORY -> screen.line(memory() + "\n");
        case POWER -> new PowerStudy(screen, trials, runs, sizes, pictures).run();
        case BIKES -> screen.line(bikes() + "\n");
        case BUDGETS -> screen.line(budgets() + "\n");
      }
    }
  }

  /** What happened to a model in 30 days of windows without any change. */
  private record Quiet(long signals, long signalled, Map<Peer, Long> alarms, long kswin) {}

  private Report falseAlarms() {
    List<String> titles =
        new ArrayList<>(List.of("values a window", PowerStudy.OURS + ", signals"));
    Arrays.stream(Peer.values()).forEach(peer -> titles.add(peer.title));
    titles.add(KSWIN);
    Report report = new Report(titles.toArray(String[]::new));
    for (int size : sizes) {
      int windows = DAYS * WINDOWS_A_DAY;
      // The largest windows would take hours: fewer of them, and the count of 30 days from those.
      int drawn = Math.clamp(MOST_VALUES / (20L * size), 1, windows);
      double scale = windows / (double) drawn / models;
      List<Quiet> quiet = trials.run(models, seed -> quiet(size, drawn, seed));
      List<String> row = new ArrayList<>();
      row.add("%,d".formatted(size));
      row.add("%,.2f".formatted(scale * quiet.stream().mapToLong(Quiet::signals).sum()));
      for (Peer peer : Peer.values()) {
        long alarms = quiet.stream().mapToLong(model -> model.alarms.getOrDefault(peer, 0L)).sum();
        row.add("%,.0f".formatted(scale * alarms));
      }
      row.add("%,.0f".formatted(scale * quiet.stream().mapToLong(Quiet::kswin).sum()));
      report.row(row.toArray(String[]::new));
    }
    return report;
  }

  private Quiet quiet(int size, int windows, SplittableRandom random) {
    List<Distribution> features = Distribution.features();
    Study study = new Study(Study.DEFAULTS, features, features, REFERENCE, random);
    Quiet quiet = quiet(study, size, windows);
    return new Quiet(
        quiet.signals,
        quiet.signalled,
        quiet.alarms,
        kswinAlarms(features, (long) size * windows, random));
  }

  private static Quiet quiet(Study study, int size, int windows) {
    Map<Peer, Long> alarms = new EnumMap<>(Peer.class);
    long signals = 0;
    long signalled = 0;
    boolean on = false;
    for (int window = 0; window < windows; window++) {
      study.judge(size);
      for (Peer peer : Peer.values()) {
        alarms.merge(peer, (long) study.alarms(peer), Long::sum);
      }
      boolean now = study.isSignalled();
      signals += now && !on ? 1 : 0;
      signalled += now ? 1 : 0;
      on = now;
    }
    return new Quiet(signals, signalled, alarms, 0);
  }

  /** What is said of values that depend on those before them. */
  private Report memory() {
    List<String> titles =
        new ArrayList<>(
            List.of(
                "20 features",
                "values a window",
                PowerStudy.OURS + ", signals",
                "of the time",
                "without the reference's variation",
                "of the time"));
    Arrays.stream(Peer.values()).forEach(peer -> titles.add(peer.title));
    titles.add("one + 0.5 sd, seen in 3 windows");
    Report report = new Report(titles.toArray(String[]::new));
    for (int size : DEPENDENT_SIZES) {
      report.row(dependent("autoregression, φ = 0.9", size, () -> Distribution.remembering(0.9)));
      report.row(dependent("rhythm of 1,000 values", size, () -> Distribution.rhythm(1_000)));
    }
    return report;
  }

  private String[] dependent(String name, int size, Supplier<Distribution> feature) {
    int windows = DAYS * WINDOWS_A_DAY;
    Supplier<List<Distribution>> features = () -> Stream.generate(feature).limit(20).toList();
    List<Quiet> ours =
        trials.run(
            models,
            random -> {
              List<Distribution> own = features.get();
              return quiet(new Study(Study.DEFAULTS, own, own, REFERENCE, random), size, windows);
            });
    List<Quiet> without =
        trials.run(
            models,
            random ->
                quiet(
                    Study.withoutVariation(Study.DEFAULTS, features.get(), REFERENCE, random),
                    size,
                    windows));
    List<Boolean> seen =
        trials.run(
            runs,
            random -> {
              List<Distribution> own = features.get();
              List<Distribution> shifted = new ArrayList<>(own);
              shifted.set(0, own.getFirst().plus(0.5));
              Study study = new Study(Study.DEFAULTS, own, shifted, REFERENCE, random);
              for (int window = 0; window < WINDOWS; window++) {
                study.judge(size);
              }
              return study.isDrifted(0);
            });
    List<String> row = new ArrayList<>();
    row.add(name);
    row.add("%,d".formatted(size));
    row.add(perModel(ours.stream().mapToLong(Quiet::signals)));
    row.add(ofTheTime(ours));
    row.add(perModel(without.stream().mapToLong(Quiet::signals)));
    row.add(ofTheTime(without));
    for (Peer peer : Peer.values()) {
      row.add(perModel(ours.stream().mapToLong(model -> model.alarms.getOrDefault(peer, 0L))));
    }
    row.add(
        "%.0f %%".formatted(100.0 * seen.stream().filter(named -> named).count() / seen.size()));
    return row.toArray(String[]::new);
  }

  /** The share of the windows in which the signal is on. */
  private String ofTheTime(List<Quiet> models) {
    double windows = DAYS * WINDOWS_A_DAY * (double) models.size();
    return "%.2f %%".formatted(100 * models.stream().mapToLong(Quiet::signalled).sum() / windows);
  }

  private String perModel(LongStream alarms) {
    return "%,.2f".formatted(alarms.sum() / (double) models);
  }

  /** It judges every value: a sample of them is enough. */
  private static long kswinAlarms(
      List<Distribution> features, long values, SplittableRandom random) {
    long sample = Math.min(values, 100_000);
    long alarms = 0;
    for (Distribution feature : features) {
      Kswin kswin = new Kswin(random.split());
      for (long i = 0; i < sample; i++) {
        alarms += kswin.update(feature.draw(random)) ? 1 : 0;
      }
    }
    return Math.round(alarms * (values / (double) sample));
  }

  private Report bikes() throws IOException {
    Bikes bikes = new Bikes();
    Report report =
        new Report("bike rentals, 3 windows of 1,000 hours", PowerStudy.OURS, "features named");
    bikes(report, "the other half of 2011", bikes.half2011(true), bikes.half2011(false));
    bikes(report, "2012", bikes.half2011(true), bikes.year2012());
    return report;
  }

  /**
   * Signals of one model in 30 days for a budget, when no effect on a distribution is too small.
   * That of the health of inputs is counted on: the reference's extremes are the same ones in every
   * window.
   */
  private Report budgets() {
    Report report = new Report("false-alarms", "signals in 30 days");
    double inputs = DriftSettings.Effect.DEFAULT.inputs();
    DriftSettings.Effect none = new DriftSettings.Effect(0, 0, 0, 0, 0, 0, inputs);
    for (double alarms : new double[] {1, 10, 100}) {
      DriftSettings settings = Study.settings(new SignificanceLevel.Budget(alarms), none);
      List<Long> signals =
          trials.run(models, random -> signals(settings, 300, DAYS * WINDOWS_A_DAY, random));
      double mean = signals.stream().mapToLong(Long::longValue).sum() / (double) models;
      report.row("%,.0f".formatted(alarms), "%,.2f".formatted(mean));
    }
    return report;
  }

  private static long signals(
      DriftSettings settings, int size, int windows, SplittableRandom random) {
    List<Distribution> features = Distribution.features();
    Study study = new Study(settings, features, features, REFERENCE, random);
    long signals = 0;
    boolean on = false;
    for (int window = 0; window < windows; window++) {
      study.judge(size);
      signals += study.isSignalled() && !on ? 1 : 0;
      on = study.isSignalled();
    }
    return signals;
  }

  private void bikes(
      Report report, String name, List<Distribution> before, List<Distribution> after) {
    List<List<String>> named =
        trials.run(
            runs,
            random -> {
              Study study = new Study(Study.DEFAULTS, before, after, 4_000, random);
              for (int window = 0; window < WINDOWS; window++) {
                study.judge(1_000);
              }
              return IntStream.range(0, before.size())
                  .filter(study::isDrifted)
                  .mapToObj(Bikes.FEATURES::get)
                  .toList();
            });
    TreeSet<String> all = new TreeSet<>();
    named.forEach(all::addAll);
    long alarms = named.stream().filter(features -> !features.isEmpty()).count();
    report.row(name, "alarm in %.1f %%".formatted(100.0 * alarms / runs), String.join(", ", all));
  }
}
