package io.atalaya.bench.workload;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.demo.terminal.Exposition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** What a log holds: the same step over and over, of one or more events. */
public enum Workload {
  /** A prediction and its outcome. */
  PREDICTIONS(true, true, false, false),
  /** A prediction and what people did with it: one interaction of each type. */
  INTERACTIONS(true, false, true, false),
  /** A generated text. */
  GENERATIONS(false, false, false, true),
  /** All of that. */
  MIXED(true, true, true, true);

  private static final double WINDOW_SECONDS = Duration.ofHours(24).toSeconds();

  final boolean predicted;
  final boolean labelled;
  private final boolean interacted;
  final boolean generated;

  Workload(boolean predicted, boolean labelled, boolean interacted, boolean generated) {
    this.predicted = predicted;
    this.labelled = labelled;
    this.interacted = interacted;
    this.generated = generated;
  }

  /**
   * What the longest window shows of one event of each step.
   *
   * @param metric the name of the gauge
   * @param labels some of its labels, the model and the version among them
   * @param scale what its value is multiplied with to be the number of such events
   */
  private record Figure(String metric, Map<String, String> labels, double scale) {

    static Figure of(String metric, String model, double scale, Map<String, String> more) {
      Map<String, String> labels = new HashMap<>(more);
      labels.put("model", model);
      labels.put("version", Deliveries.VERSION);
      labels.put("window", Monitoring.WINDOW);
      return new Figure(metric, labels, scale);
    }

    long events(Exposition exposition) {
      return Math.round(scale * exposition.value(metric, labels).orElse(0));
    }
  }

  /**
   * The workload of that name, in any case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Workload of(String name) {
    return Stream.of(values())
        .filter(workload -> workload.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--workload: %s is none of %s".formatted(name, List.of(values()))));
  }

  /** How many events of a step are of each topic. */
  public SequencedMap<String, Integer> eventsOfStep() {
    SequencedMap<String, Integer> events = new LinkedHashMap<>();
    events.put(Topics.PREDICTIONS, predicted ? 1 : 0);
    events.put(Topics.OUTCOMES, labelled ? 1 : 0);
    events.put(Topics.INTERACTIONS, interactions().size());
    events.put(Topics.GENERATIONS, generated ? 1 : 0);
    events.values().removeIf(count -> count == 0);
    return events;
  }

  /** How many events there are in a step. */
  public int stepSize() {
    return eventsOfStep().values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * How many events of each kind the gauges over the longest window show, by what shows it; of each
   * there is one in a step.
   */
  public Map<String, Long> shown(Exposition exposition) {
    Map<String, Long> shown = new LinkedHashMap<>();
    for (Figure figure : figures()) {
      shown.put(figure.metric + figure.labels, figure.events(exposition));
    }
    return shown;
  }

  /** What is done with each prediction. */
  List<Interactions.Type> interactions() {
    return interacted ? List.of(Interactions.Type.values()) : List.of();
  }

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    if (predicted) {
      figures.add(
          Figure.of("atalaya_throughput_per_second", Deliveries.MODEL, WINDOW_SECONDS, Map.of()));
    }
    if (labelled) {
      figures.add(Figure.of("atalaya_scored_predictions", Deliveries.MODEL, 1, Map.of()));
    }
    for (Interactions.Type type : interactions()) {
      figures.add(
          Figure.of("atalaya_kpi", Deliveries.MODEL, WINDOW_SECONDS, Map.of("kpi", type.word())));
    }
    if (generated) {
      figures.add(
          Figure.of("atalaya_generation_scored_texts", Texts.MODEL, 1, Map.of("score", "tone")));
    }
    return figures;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
