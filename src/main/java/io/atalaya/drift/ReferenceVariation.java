package io.atalaya.drift;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.ValueCounts.Values;
import io.atalaya.statistics.BinnedPair;
import io.atalaya.statistics.ChiSquared;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.JensenShannon;
import io.atalaya.statistics.KolmogorovSmirnov;
import io.atalaya.statistics.NeymanSmooth;
import io.atalaya.statistics.PopulationStability;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.Wasserstein;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * How much a feature varies while nothing is wrong: effects below that are no drift.
 *
 * <p>Definition: the reference's values, in the order of their time, are divided into sub-windows
 * of about {@value #VALUES} values, at least {@value #LEAST_WINDOWS}; of each effect between a
 * sub-window and the rest, the mean and three standard deviations more. Values that depend on those
 * before them (hours of weather) make windows differ however large they are, which no p-value knows
 * of: of an autoregression with φ = 0.9, 27 % of unchanged windows of 1,000 values have p ≤ 0.01.
 * Of the missing values likewise, since a source that fails does so for a while: there the
 * sub-windows are of rows. Nothing is known of fewer than {@value #LEAST_VALUES} values, or rows.
 *
 * <p>Where only counts of slices of the time are known, as of a learned reference, sub-windows are
 * made of neighbouring slices. One of less than half its share of values says nothing, and nothing
 * is known where fewer than {@value #LEAST_WINDOWS} are left.
 *
 * <p>Cost: a search and a comparison for each value and sub-window. Stateless.
 *
 * <p>Source: after NannyML, whose thresholds are mean and three deviations over reference chunks.
 */
public final class ReferenceVariation {

  private static final int VALUES = 1_000;
  private static final int LEAST_WINDOWS = 6;
  private static final int MOST_WINDOWS = 100;
  private static final int LEAST_VALUES = 300;

  /**
   * A slice of the time that a reference is of.
   *
   * @param values its values, counted against the reference
   * @param predictions those that could have had one
   * @param missing those that had none
   */
  public record Slice(ValueCounts values, long predictions, long missing) {}

  private ReferenceVariation() {}

  /**
   * The least effect of each test that is not found within the reference.
   *
   * @param reference what the whole column makes
   * @param column all of its rows, or stretches of neighbours that lie evenly over the whole
   * @param kind as what the feature is compared
   */
  public static Map<DriftTest, Double> of(
      FeatureReference reference, ReferenceColumn column, Kind kind) {
    Map<DriftTest, Double> bounds = new EnumMap<>(DriftTest.class);
    ofValues(reference, column, kind)
        .forEach((test, effects) -> bounds.put(test, meanAndThreeDeviations(effects)));
    if (reference.missing() > 0 && column.rows() >= LEAST_VALUES) {
      bounds.put(DriftTest.MISSING, meanAndThreeDeviations(ofMissing(reference, column)));
    }
    return Map.copyOf(bounds);
  }

  /**
   * The least effect of each test that is not found within the reference.
   *
   * @param reference what all slices make together
   * @param slices in the order of their time
   * @param kind as what the feature is compared
   */
  public static Map<DriftTest, Double> of(
      FeatureReference reference, List<Slice> slices, Kind kind) {
    Map<DriftTest, List<Double>> effects = new EnumMap<>(DriftTest.class);
    for (List<Slice> window : windows(slices, slice -> slice.values().count())) {
      ValueCounts counts = ValueCounts.against(reference.values());
      window.forEach(slice -> counts.merge(slice.values()));
      againstRest(counts.values(), kind)
          .forEach(
              (test, effect) ->
                  effects.computeIfAbsent(test, any -> new ArrayList<>()).add(effect));
    }
    if (reference.missing() > 0) {
      for (List<Slice> window : windows(slices, Slice::predictions)) {
        long predictions = window.stream().mapToLong(Slice::predictions).sum();
        long missing = window.stream().mapToLong(Slice::missing).sum();
        effects
            .computeIfAbsent(DriftTest.MISSING, any -> new ArrayList<>())
            .add(missingAgainstRest(reference, missing, predictions));
      }
    }
    Map<DriftTest, Double> bounds = new EnumMap<>(DriftTest.class);
    effects.forEach(
        (test, found) ->
            bounds.put(
                test,
                meanAndThreeDeviations(found.stream().mapToDouble(Double::doubleValue).toArray())));
    return Map.copyOf(bounds);
  }

  /** The slices by sub-window: each is in that which the middle of its values is in. */
  private static List<List<Slice>> windows(List<Slice> slices, ToLongFunction<Slice> size) {
    long all = slices.stream().mapToLong(size).sum();
    if (all < LEAST_VALUES) {
      return List.of();
    }
    int windows = windows(all);
    NavigableMap<Integer, List<Slice>> found = new TreeMap<>();
    long before = 0;
    for (Slice slice : slices) {
      long middle = before + size.applyAsLong(slice) / 2;
      int window = (int) Math.min(windows - 1L, middle * windows / all);
      found.computeIfAbsent(window, any -> new ArrayList<>()).add(slice);
      before += size.applyAsLong(slice);
    }
    List<List<Slice>> whole =
        found.values().stream()
            .filter(window -> 2L * windows * window.stream().mapToLong(size).sum() >= all)
            .toList();
    return whole.size() < LEAST_WINDOWS ? List.of() : whole;
  }

  /** The effects between each sub-window and the rest, by test. */
  private static Map<DriftTest, double[]> ofValues(
      FeatureReference reference, ReferenceColumn column, Kind kind) {
    Map<DriftTest, double[]> effects = new EnumMap<>(DriftTest.class);
    int values = values(column);
    if (values < LEAST_VALUES) {
      return effects;
    }
    int windows = windows(values);
    Distribution distribution = reference.values();
    ValueCounts counts = ValueCounts.against(distribution);
    int window = 0;
    int seen = 0;
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        column.count(row, counts);
        if (++seen == end(window, windows, values)) {
          for (Map.Entry<DriftTest, Double> effect :
              againstRest(counts.values(), kind).entrySet()) {
            effects.computeIfAbsent(effect.getKey(), any -> new double[windows])[window] =
                effect.getValue();
          }
          counts = ValueCounts.against(distribution);
          window++;
        }
      }
    }
    return effects;
  }

  /** The differences between the shares of missing values in each sub-window and the rest. */
  private static double[] ofMissing(FeatureReference reference, ReferenceColumn column) {
    int rows = column.rows();
    int windows = windows(rows);
    double[] effects = new double[windows];
    int row = 0;
    for (int window = 0; window < windows; window++) {
      int from = row;
      long missing = 0;
      for (int to = end(window, windows, rows); row < to; row++) {
        missing += column.isMissing(row) ? 1 : 0;
      }
      int length = row - from;
      effects[window] = missingAgainstRest(reference, missing, length);
    }
    return effects;
  }

  private static double missingAgainstRest(FeatureReference reference, long missing, long rows) {
    double rest = (reference.missing() - missing) / (double) (reference.predictions() - rows);
    return Math.abs(missing / (double) rows - rest);
  }

  private static int values(ReferenceColumn column) {
    int values = 0;
    for (int row = 0; row < column.rows(); row++) {
      values += column.isMissing(row) ? 0 : 1;
    }
    return values;
  }

  private static int windows(long length) {
    return Math.clamp(length / VALUES, LEAST_WINDOWS, MOST_WINDOWS);
  }

  /** Where a sub-window of so many ends, exclusive. */
  private static int end(int window, int windows, int length) {
    return (int) ((window + 1L) * length / windows);
  }

  private static Map<DriftTest, Double> againstRest(Values values, Kind kind) {
    Map<DriftTest, Double> effects = new EnumMap<>(DriftTest.class);
    BinnedPair bins = FeatureComparison.bins(values, kind).withoutCurrent();
    effects.put(DriftTest.PSI, PopulationStability.index(bins));
    effects.put(DriftTest.JENSEN_SHANNON, JensenShannon.distance(bins));
    switch (values) {
      case Values.Numbers(ReferenceSample reference, RankCounts counts)
          when !FeatureComparison.isCategorical(reference, kind) -> {
        // The whole is a mixture of the window and the rest: both are as far from it as their
        // shares are the other's.
        double toRest = reference.size() / ((double) reference.size() - counts.count());
        effects.put(DriftTest.KS, toRest * KolmogorovSmirnov.statistic(reference, counts));
        BinnedPair cells = BinnedPair.ofCells(reference, counts).withoutCurrent();
        effects.put(DriftTest.NEYMAN, NeymanSmooth.test(cells).effect());
        Wasserstein.effect(reference, counts)
            .ifPresent(effect -> effects.put(DriftTest.WASSERSTEIN, toRest * effect));
      }
      case Values.Numbers _, Values.Names _ ->
          effects.put(DriftTest.CHI_SQUARED, ChiSquared.test(bins).cramersV());
    }
    return effects;
  }

  private static double meanAndThreeDeviations(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return mean + 3 * Math.sqrt(squares / (values.length - 1));
  }
}
