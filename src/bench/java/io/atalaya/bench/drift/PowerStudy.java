package io.atalaya.bench.drift;

import io.atalaya.bench.Report;
import io.atalaya.demo.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How often each rule names a feature that changes, among others that do not. */
final class PowerStudy {

  static final String OURS = "Atalaya";

  private static final int WINDOWS = 3;
  private static final int REFERENCE = 10_000;
  private static final int SMALL_REFERENCE = 2_000;

  /** What windows of one size have in all; of larger ones there are fewer. */
  private static final long MOST_IN_WINDOWS = 4_000_000;

  private final Screen screen;
  private final Trials trials;
  private final int runs;
  private final int[] sizes;
  private final Path pictures;

  PowerStudy(Screen screen, Trials trials, int runs, int[] sizes, Path pictures) {
    this.screen = screen;
    this.trials = trials;
    this.runs = runs;
    this.sizes = sizes.clone();
    this.pictures = pictures;
  }

  /** Prints the tables and writes the picture. */
  void run() throws IOException {
    Shift[] shifts = Shift.all();
    Map<String, double[][]> shares = powers(shifts, REFERENCE);
    for (Map.Entry<String, double[][]> rule : shares.entrySet()) {
      String when = rule.getKey().equals(OURS) ? "within %d windows".formatted(WINDOWS) : "in one";
      screen.line("\n%s, %s:\n".formatted(rule.getKey(), when));
      screen.line(table(shifts, rule.getValue()).toString());
    }
    picture(shifts, shares.getOrDefault(OURS, new double[0][]));
    screen.line(
        "\n%s, within %d windows, against a reference of %,d:\n"
            .formatted(OURS, WINDOWS, SMALL_REFERENCE));
    double[][] small = powers(shifts, SMALL_REFERENCE).getOrDefault(OURS, new double[0][]);
    screen.line(table(shifts, small).toString());
  }

  /**
   * By rule (ours first), shift and size, the share of models in which the feature is named. Every
   * shift and size is tried with the same references.
   */
  private Map<String, double[][]> powers(Shift[] shifts, int referenceSize) {
    Map<String, double[][]> shares = new LinkedHashMap<>();
    shares.put(OURS, new double[shifts.length][sizes.length]);
    for (Peer peer : Peer.values()) {
      shares.put(peer.title, new double[shifts.length][sizes.length]);
    }
    int[] done = {0};
    List<Map<Integer, Set<String>>> models =
        trials.run(
            runs,
            (number, random) -> {
              Map<Integer, Set<String>> seen = seen(shifts, referenceSize, number, random);
              synchronized (screen) {
                screen.progress(++done[0] / (double) runs, "power");
              }
              return seen;
            });
    for (int i = 0; i < shifts.length * sizes.length; i++) {
      int which = i;
      List<Set<String>> tried =
          models.stream().map(model -> model.get(which)).filter(Objects::nonNull).toList();
      for (Map.Entry<String, double[][]> rule : shares.entrySet()) {
        rule.getValue()[i / sizes.length][i % sizes.length] =
            tried.stream().filter(named -> named.contains(rule.getKey())).count()
                / (double) tried.size();
      }
    }
    return shares;
  }

  /** By shift and size, what names the feature in one model. Large windows are for the first. */
  private Map<Integer, Set<String>> seen(
      Shift[] shifts, int referenceSize, int number, SplittableRandom random) {
    List<Distribution> features = Distribution.features();
    Study study = new Study(Study.DEFAULTS, features, features, referenceSize, random);
    Map<Integer, Set<String>> seen = new HashMap<>();
    for (int i = 0; i < shifts.length * sizes.length; i++) {
      int size = sizes[i % sizes.length];
      if (number < Math.max(20, MOST_IN_WINDOWS / size)) {
        seen.put(i, seen(study.again(random.split()), shifts[i / sizes.length], size));
      }
    }
    return seen;
  }

  /** The rules that name the feature: ours within three windows, the others in the first. */
  private static Set<String> seen(Study study, Shift shift, int size) {
    study.shift(shift);
    study.judge(size);
    Set<String> seen = new HashSet<>();
    for (Peer peer : Peer.values()) {
      if (study.alarms(peer, shift.feature())) {
        seen.add(peer.title);
      }
    }
    for (int window = 1; window < WINDOWS; window++) {
      study.judge(size);
    }
    if (study.isDrifted(shift.feature())) {
      seen.add(OURS);
    }
    return seen;
  }

  private Report table(Shift[] shifts, double[][] shares) {
    List<String> titles = new ArrayList<>(List.of("change of one feature of 20"));
    Arrays.stream(sizes).forEach(size -> titles.add("%,d".formatted(size)));
    Report report = new Report(titles.toArray(String[]::new));
    for (int i = 0; i < shifts.length; i++) {
      List<String> row = new ArrayList<>(List.of(shifts[i].name()));
      Arrays.stream(shares[i]).forEach(share -> row.add("%.1f %%".formatted(100 * share)));
      report.row(row.toArray(String[]::new));
    }
    return report;
  }

  private void picture(Shift[] shifts, double[][] shares) throws IOException {
    List<Integer> means =
        IntStream.range(0, shifts.length)
            .filter(i -> shifts[i].name().startsWith("mean"))
            .boxed()
            .toList();
    LineChart chart =
        new LineChart(
            "Drift seen within three windows, by the values in a window",
            "shift of the mean, standard deviations",
            means.stream()
                .mapToDouble(i -> Double.parseDouble(shifts[i].name().split(" ", -1)[2]))
                .toArray());
    for (int size = 0; size < sizes.length; size++) {
      int column = size;
      chart.line(
          "%,d values".formatted(sizes[size]),
          means.stream().mapToDouble(i -> shares[i][column]).toArray());
    }
    chart.write(pictures.resolve("drift-power.svg"));
  }
}
