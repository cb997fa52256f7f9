package io.atalaya.notebook.metrics;

import io.atalaya.drift.Comparison;
import io.atalaya.drift.DriftSettings;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.notebook.thresholds.CheckHistory;
import io.atalaya.notebook.thresholds.ClosedWindow;
import io.atalaya.notebook.thresholds.DriftHistory;
import io.atalaya.notebook.thresholds.Judgement;
import io.atalaya.signal.ConfidenceInterval;
import io.atalaya.signal.Observation;
import io.atalaya.signal.Signal;
import io.atalaya.signal.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that a back-test brought forth, to be plotted and to tune bounds on. For one thread. */
public final class History implements BackTestListener {

  /** What is judged; versions have histories of their own. */
  private record Subject(String model, String check, Duration window) {}

  private final Map<Subject, List<Double>> levels = new HashMap<>();
  private final Map<Subject, SortedMap<String, List<Judgement>>> judgements = new HashMap<>();
  private final Map<String, SortedMap<String, List<ClosedWindow>>> closed = new HashMap<>();
  private final List<Signal> signals = new ArrayList<>();
  private final SequencedMap<String, Curve> curves = new LinkedHashMap<>();
  private List<Sample> last = List.of();

  /**
   * The values of a series over time.
   *
   * @param metric its name and labels; the value is the first
   * @param points value by time, in milliseconds since the epoch; rising
   */
  public record Curve(Sample metric, SequencedMap<Long, Double> points) {}

  /** A history of models that are monitored like that. */
  public History(MonitorSettings settings) {
    settings
        .models()
        .forEach(
            (model, monitored) ->
                monitored.thresholds().forEach(threshold -> ask(model, threshold)));
  }

  /** Has intervals kept where a bound is judged by them. */
  private void ask(String model, Threshold threshold) {
    List<Double> asked =
        levels.computeIfAbsent(
            new Subject(model, threshold.check(), threshold.window()),
            ignored -> new ArrayList<>());
    if (threshold.confidenceLevel() > 0) {
      asked.add(threshold.confidenceLevel());
    }
  }

  @Override
  public void judged(
      String model,
      String version,
      String check,
      Duration window,
      long t,
      Observation observation) {
    Subject subject = new Subject(model, check, window);
    List<Double> asked = levels.get(subject);
    if (asked == null) {
      return;
    }
    Map<Double, ConfidenceInterval> intervals = new HashMap<>();
    for (double level : asked) {
      observation.interval().at(level).ifPresent(found -> intervals.put(level, found));
    }
    judgements
        .computeIfAbsent(subject, ignored -> new TreeMap<>())
        .computeIfAbsent(version, ignored -> new ArrayList<>())
        .add(
            new Judgement(
                t, observation.value(), observation.scored(), observation.coverage(), intervals));
  }

  @Override
  public void signalled(Signal signal) {
    signals.add(signal);
  }

  @Override
  public void closed(String model, String version, long t, SortedMap<String, Comparison> windows) {
    closed
        .computeIfAbsent(model, ignored -> new TreeMap<>())
        .computeIfAbsent(version, ignored -> new ArrayList<>())
        .add(new ClosedWindow(t, windows));
  }

  @Override
  public void exposed(long millis, List<Sample> samples) {
    last = List.copyOf(samples);
    for (Sample sample : samples) {
      curves
          .computeIfAbsent(sample.series(), ignored -> new Curve(sample, new LinkedHashMap<>()))
          .points()
          .put(millis, sample.value());
    }
  }

  /** What was exposed at the end. */
  public List<Sample> last() {
    return last;
  }

  /** All signals, in their order. */
  public List<Signal> signals() {
    return Collections.unmodifiableList(signals);
  }

  /** All series, in the order in which they appeared. */
  public SequencedCollection<Curve> curves() {
    return Collections.unmodifiableSequencedCollection(curves.sequencedValues());
  }

  /** What a threshold of a model was judged by. */
  public CheckHistory of(String model, Threshold threshold) {
    return CheckHistory.of(
        judgements
            .getOrDefault(
                new Subject(model, threshold.check(), threshold.window()),
                Collections.emptySortedMap())
            .values());
  }

  /** The drift windows of a model. */
  public DriftHistory drift(String model, DriftSettings settings) {
    return DriftHistory.of(
        settings, closed.getOrDefault(model, Collections.emptySortedMap()).values());
  }
}
