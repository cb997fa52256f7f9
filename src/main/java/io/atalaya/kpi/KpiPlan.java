package io.atalaya.kpi;

import io.atalaya.codec.ByteWriter;
import io.atalaya.kpi.KpiDefinition.CountDistinct;
import io.atalaya.kpi.KpiDefinition.Mean;
import io.atalaya.kpi.KpiDefinition.Quantity;
import io.atalaya.kpi.KpiDefinition.Rate;
import io.atalaya.kpi.KpiDefinition.Ratio;
import io.atalaya.kpi.KpiDefinition.Share;
import io.atalaya.kpi.KpiDefinition.Sum;
import io.atalaya.statistics.StableHash;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The business figures of one model, by name, and what has to be counted for them: only types of
 * interaction that a figure names, so that what is kept is bounded by the configuration.
 *
 * <p>Immutable.
 */
public final class KpiPlan {

  private static final Counted NOTHING = new Counted(new TreeSet<>(), false, false);

  /**
   * What is counted of a type.
   *
   * @param bounds for each of these the values at it or below
   * @param predictions whether the predictions are told apart that interactions name
   * @param segments whether segments are
   */
  public record Counted(SortedSet<Double> bounds, boolean predictions, boolean segments) {

    public Counted {
      bounds = Collections.unmodifiableSortedSet(new TreeSet<>(bounds));
    }

    private Counted and(Counted other) {
      SortedSet<Double> both = new TreeSet<>(bounds);
      both.addAll(other.bounds);
      return new Counted(both, predictions || other.predictions, segments || other.segments);
    }
  }

  private final SortedMap<String, KpiDefinition> definitions;
  private final SortedMap<String, Counted> types = new TreeMap<>();

  public KpiPlan(Map<String, KpiDefinition> definitions) {
    this.definitions = new TreeMap<>(definitions);
    definitions.values().forEach(this::count);
  }

  private void count(KpiDefinition definition) {
    switch (definition.formula()) {
      case Ratio(Quantity of, Quantity to) -> {
        count(of, definition);
        count(to, definition);
      }
      case Rate(String type) -> count(type, definition, NOTHING);
      case Sum(String type) -> count(type, definition, NOTHING);
      case Mean(String type) -> count(type, definition, NOTHING);
      case Share(String type, double atMost) ->
          count(type, definition, new Counted(new TreeSet<>(List.of(atMost)), false, false));
      case CountDistinct(String type) ->
          count(type, definition, new Counted(new TreeSet<>(), true, false));
    }
  }

  private void count(Quantity quantity, KpiDefinition definition) {
    switch (quantity) {
      case Quantity.Count(String type) -> count(type, definition, NOTHING);
      case Quantity.Total(String type) -> count(type, definition, NOTHING);
      case Quantity.Predictions() -> {}
    }
  }

  private void count(String type, KpiDefinition definition, Counted counted) {
    Counted more = new Counted(counted.bounds, counted.predictions, definition.segments());
    types.merge(type, more, Counted::and);
  }

  /** What is counted of a type; null for nothing. */
  public @Nullable Counted counted(String type) {
    return types.get(type);
  }

  /** Whether there is a figure for each segment. */
  public boolean hasSegments() {
    return types.values().stream().anyMatch(Counted::segments);
  }

  /**
   * The figures that are defined, by name.
   *
   * @param counts the interactions in the window
   * @param predictions the predictions in it, failed ones included
   * @param seconds the length of the window
   */
  public SortedMap<String, Double> figures(KpiCounts counts, long predictions, double seconds) {
    return figures(definitions, counts, predictions, seconds);
  }

  /** As {@link #figures}, of those figures that there are for each segment, of one of them. */
  public SortedMap<String, Double> segmentFigures(
      KpiCounts counts, long predictions, double seconds) {
    SortedMap<String, KpiDefinition> segmented = new TreeMap<>(definitions);
    segmented.values().removeIf(definition -> !definition.segments());
    return figures(segmented, counts, predictions, seconds);
  }

  /** The names of the figures that do not grow with the traffic: ratios, means and shares. */
  public List<String> comparable() {
    return definitions.keySet().stream()
        .filter(
            name ->
                switch (definition(name).formula()) {
                  case Ratio ignored -> true;
                  case Mean ignored -> true;
                  case Share ignored -> true;
                  case Rate ignored -> false;
                  case Sum ignored -> false;
                  case CountDistinct ignored -> false;
                })
        .toList();
  }

  /** One of the {@linkplain #comparable comparable} figures; empty when it is undefined. */
  public OptionalDouble figure(String name, KpiCounts counts, long predictions) {
    return figure(definition(name), counts, predictions, 1);
  }

  /**
   * How many interactions and predictions a comparable figure is taken over.
   *
   * @throws IllegalArgumentException when the figure is none of the {@linkplain #comparable
   *     comparable} ones
   */
  public long size(String name, KpiCounts counts, long predictions) {
    KpiDefinition definition = definition(name);
    boolean attributed = definition.attributed();
    return switch (definition.formula()) {
      case Ratio(Quantity of, Quantity to) ->
          size(of, attributed, counts, predictions) + size(to, attributed, counts, predictions);
      case Mean(String type) -> counts.of(type, attributed).valued();
      case Share(String type, double ignored) -> counts.of(type, attributed).valued();
      case Rate _, Sum _, CountDistinct _ ->
          throw new IllegalArgumentException(name + " grows with the traffic: it has no size");
    };
  }

  private static long size(
      Quantity quantity, boolean attributed, KpiCounts counts, long predictions) {
    return switch (quantity) {
      case Quantity.Count(String type) -> counts.of(type, attributed).count();
      case Quantity.Total(String type) -> counts.of(type, attributed).count();
      case Quantity.Predictions() -> predictions;
    };
  }

  private KpiDefinition definition(String name) {
    return Objects.requireNonNull(definitions.get(name), name);
  }

  private static SortedMap<String, Double> figures(
      SortedMap<String, KpiDefinition> definitions,
      KpiCounts counts,
      long predictions,
      double seconds) {
    SortedMap<String, Double> figures = new TreeMap<>();
    definitions.forEach(
        (name, definition) -> {
          OptionalDouble figure = figure(definition, counts, predictions, seconds);
          // Beyond the range of doubles it is undefined, too.
          if (figure.isPresent() && Double.isFinite(figure.getAsDouble())) {
            figures.put(name, figure.getAsDouble());
          }
        });
    return figures;
  }

  /** One figure; empty when it is undefined. */
  static OptionalDouble figure(
      KpiDefinition definition, KpiCounts counts, long predictions, double seconds) {
    boolean attributed = definition.attributed();
    return switch (definition.formula()) {
      case Ratio(Quantity of, Quantity to) -> {
        double denominator = quantity(to, attributed, counts, predictions);
        yield denominator == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(quantity(of, attributed, counts, predictions) / denominator);
      }
      case Rate(String type) -> OptionalDouble.of(counts.of(type, attributed).count() / seconds);
      case Sum(String type) -> OptionalDouble.of(counts.of(type, attributed).sum());
      case Mean(String type) -> counts.of(type, attributed).mean();
      case Share(String type, double atMost) -> counts.of(type, attributed).shareAtMost(atMost);
      case CountDistinct(String type) ->
          OptionalDouble.of(counts.of(type, attributed).distinctPredictions());
    };
  }

  private static double quantity(
      Quantity quantity, boolean attributed, KpiCounts counts, long predictions) {
    return switch (quantity) {
      case Quantity.Count(String type) -> counts.of(type, attributed).count();
      case Quantity.Total(String type) -> counts.of(type, attributed).sum();
      case Quantity.Predictions() -> predictions;
    };
  }

  /** A hash of what is counted: what was counted of something else is not to be merged with it. */
  public long fingerprint() {
    ByteWriter out = new ByteWriter();
    types.forEach(
        (type, counted) -> {
          out.writeString(type).writeUnsigned(counted.bounds.size());
          counted.bounds.forEach(out::writeDouble);
          out.writeByte((counted.predictions ? 1 : 0) + (counted.segments ? 2 : 0));
        });
    return StableHash.of(out.toByteArray());
  }
}
