package io.atalaya.notebook.thresholds;

import io.atalaya.drift.DriftCheck;
import io.atalaya.drift.DriftRule;
import io.atalaya.drift.DriftSettings;
import io.atalaya.signal.Observation;
import io.atalaya.signal.ThresholdRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The closed drift windows of a model, a list for each version by rising boundaries, each compared
 * with one reference.
 *
 * @param settings how they were judged
 */
public record DriftHistory(DriftSettings settings, List<List<ClosedWindow>> versions) {

  public DriftHistory {
    versions = versions.stream().map(List::copyOf).toList();
  }

  /** That of versions which may still be written to. */
  public static DriftHistory of(
      DriftSettings settings, Collection<? extends List<ClosedWindow>> versions) {
    return new DriftHistory(settings, new ArrayList<>(versions));
  }

  /**
   * The alarms that there would have been with all least effects multiplied by a factor, by the
   * rule that judges windows in the pipeline.
   */
  List<Episode> episodes(double factor) {
    List<Episode> episodes = new ArrayList<>();
    ThresholdRule check = DriftCheck.over(settings).bounds().getFirst();
    for (List<ClosedWindow> windows : versions) {
      DriftRule rule = new DriftRule(settings);
      List<Judgement> judgements = new ArrayList<>();
      for (ClosedWindow window : windows) {
        var unused = rule.judge(window.t(), window.scaled(factor).features());
        Observation drifting = DriftCheck.observe(rule);
        judgements.add(
            new Judgement(window.t(), drifting.value(), 0, OptionalDouble.empty(), Map.of()));
      }
      episodes.addAll(BoundReplay.episodes(check, judgements));
    }
    episodes.sort(Comparator.comparingLong(Episode::sinceMillis));
    return episodes;
  }

  /** The part in a span, as if nothing had been before. */
  DriftHistory in(Span span) {
    return new DriftHistory(
        settings,
        versions.stream()
            .map(windows -> windows.stream().filter(window -> span.holds(window.t())).toList())
            .toList());
  }

  /** How many windows were judged. */
  long judged() {
    return versions.stream().flatMap(List::stream).filter(ClosedWindow::isJudged).count();
  }

  /** The days in which windows were judged: so many, each as long as it is configured. */
  double days() {
    return judged() * (settings.window().toMillis() / (double) Goal.DAY_MILLIS);
  }

  /** How many times its least effect each effect is, the greatest first, each once. */
  double[] ratios() {
    double[] rising =
        versions.stream()
            .flatMap(List::stream)
            .flatMapToDouble(ClosedWindow::ratios)
            .sorted()
            .distinct()
            .toArray();
    double[] falling = new double[rising.length];
    for (int i = 0; i < rising.length; i++) {
      falling[i] = rising[rising.length - 1 - i];
    }
    return falling;
  }
}
