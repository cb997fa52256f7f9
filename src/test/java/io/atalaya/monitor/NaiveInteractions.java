package io.atalaya.monitor;

import io.atalaya.event.Interaction;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.statistics.DistinctCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The interactions that count to a version in a window, from the logs by definition. */
final class NaiveInteractions {

  private record Counted(Interaction interaction, boolean attributed) {}

  private final List<Counted> counted = new ArrayList<>();
  private final double seconds;

  private NaiveInteractions(double seconds) {
    this.seconds = seconds;
  }

  static NaiveInteractions of(
      StagesTest.Logs logs, String version, Duration window, long nowMillis) {
    Map<PredictionId, Prediction> predictions = new HashMap<>();
    for (Rig.Appended record : logs.predictions()) {
      if (record.event() instanceof Prediction prediction) {
        predictions.putIfAbsent(prediction.id(), prediction);
      }
    }
    long pane = Math.max(1_000, window.toMillis() / 360);
    long end = nowMillis - nowMillis % pane + pane;
    NaiveInteractions naive = new NaiveInteractions(window.toMillis() / 1_000.0);
    Set<Interaction> seen = new HashSet<>();
    for (Rig.Appended record : logs.outcomes()) {
      if (record.event() instanceof Interaction interaction
          && (interaction.id() == null || !interaction.timeGiven() || seen.add(interaction))) {
        Prediction prediction = interaction.id() == null ? null : predictions.get(interaction.id());
        boolean attributed =
            prediction != null
                && Math.abs(record.millis() - prediction.timeMillis())
                    <= Rig.ATTRIBUTION_WINDOW.toMillis();
        String to = attributed && prediction != null ? prediction.version() : interaction.version();
        if (to.equals(version)
            && interaction.timeMillis() >= end - window.toMillis()
            && interaction.timeMillis() < end) {
          naive.counted.add(new Counted(interaction, attributed));
        }
      }
    }
    return naive;
  }

  SortedMap<String, Double> figures(long predictions) {
    SortedMap<String, Double> figures = new TreeMap<>();
    ratio(figures, "click-rate", count("click", false), count("impression", false));
    ratio(figures, "attributed-click-rate", count("click", true), count("impression", true));
    ratio(figures, "revenue-each", sum("purchase", true), (double) predictions);
    figures.put("impressions-a-second", count("impression", false) / seconds);
    figures.put("revenue", sum("purchase", false));
    ratio(figures, "mean-purchase", sum("purchase", true), count("purchase", true));
    double small =
        counted.stream()
            .filter(each -> is(each, "purchase", false) && each.interaction.value() <= 20)
            .count();
    ratio(figures, "small-purchases", small, count("purchase", false));
    // What the sketch makes of the very identifiers.
    DistinctCounts distinct = new DistinctCounts();
    for (Counted each : counted) {
      PredictionId id = each.interaction.id();
      if (is(each, "click", true) && id != null) {
        distinct.add(id.high());
      }
    }
    figures.put("clicked", distinct.estimate());
    return figures;
  }

  private static void ratio(SortedMap<String, Double> figures, String name, double of, double to) {
    if (to != 0) {
      figures.put(name, of / to);
    }
  }

  private double count(String type, boolean attributed) {
    return counted.stream().filter(each -> is(each, type, attributed)).count();
  }

  /** Of values that are multiples of an eighth, a sum in doubles is exact. */
  private double sum(String type, boolean attributed) {
    return counted.stream()
        .filter(each -> is(each, type, attributed))
        .mapToDouble(each -> each.interaction.value())
        .sum();
  }

  private static boolean is(Counted counted, String type, boolean attributed) {
    return counted.interaction.type().equals(type) && (counted.attributed || !attributed);
  }
}
