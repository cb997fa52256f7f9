package io.atalaya.drift;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.ValueCounts.Values;
import io.atalaya.statistics.BinnedPair;
import io.atalaya.statistics.ChiSquared;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.JensenShannon;
import io.atalaya.statistics.KolmogorovSmirnov;
import io.atalaya.statistics.PopulationStability;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.Wasserstein;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

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
 * <p>Cost: a search and a comparison for each value and sub-window. Stateless.
 *
 * <p>Source: after NannyML, whose thresholds are mean and three deviations over reference chunks.
 */
public final class ReferenceVariation {

  private static final int VALUES = 1_000;
  private static final int LEAST_WINDOWS = 6;
  private static final int MOST_WINDOWS = 100;
  private static final int LEAST_VALUES = 300;
  private static final int LEAST_IN_HOUR = LEAST_VALUES / LEAST_WINDOWS;

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
   * The same within a season: its sub-windows are the hours in which it came. Those with fewer than
   * {@value #LEAST_IN_HOUR} values do not count, since chance alone makes them differ; nothing is
   * known of fewer than {@value #LEAST_WINDOWS}.
   *
   * @param hours of each row the hour that it is in
   */
  public static Map<DriftTest, Double> ofHours(
      FeatureReference reference, ReferenceColumn column, IntUnaryOperator hours, Kind kind) {
    SortedMap<Integer, Hour> byHour = new TreeMap<>();
    for (int row = 0; row < column.rows(); row++) {
      Hour hour =
          byHour.computeIfAbsent(hours.applyAsInt(row), any -> new Hour(reference.values()));
      hour.rows++;
      if (column.isMissing(row)) {
        hour.missing++;
      } else {
        column.count(row, hour.counts);
      }
    }
    Map<DriftTest, List<Double>> effects = new EnumMap<>(DriftTest.class);
    for (Hour hour : byHour.values()) {
      if (hour.rows - hour.missing >= LEAST_IN_HOUR) {
        againstRest(hour.counts.values(), kind)
            .forEach(
                (test, effect) ->
                    effects.computeIfAbsent(test, any -> new ArrayList<>()).add(effect));
      }
      if (hour.rows >= LEAST_IN_HOUR && reference.missing() > 0) {
        double rest =
            (reference.missing() - hour.missing) / (double) (reference.predictions() - hour.rows);
        effects
            .computeIfAbsent(DriftTest.MISSING, any -> new ArrayList<>())
            .add(Math.abs(hour.missing / (double) hour.rows - rest));
      }
    }
    Map<DriftTest, Double> bounds = new EnumMap<>(DriftTest.class);
    effects.forEach(
        (test, known) -> {
          if (known.size() >= LEAST_WINDOWS) {
            bounds.put(
                test,
                meanAndThreeDeviations(known.stream().mapToDouble(Double::doubleValue).toArray()));
          }
        });
    return Map.copyOf(bounds);
  }

  /** What came in one hour. */
  private static final class Hour {
    final ValueCounts counts;
    int rows;
    int missing;

    Hour(Distribution reference) {
      counts = ValueCounts.against(reference);
    }
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
      double rest = (reference.missing() - missing) / (double) (reference.predictions() - length);
      effects[window] = Math.abs(missing / (double) length - rest);
    }
    return effects;
  }

  private static int values(ReferenceColumn column) {
    int values = 0;
    for (int row = 0; row < column.rows(); row++) {
      values += column.isMissing(row) ? 0 : 1;
    }
    return values;
  }

  private static int windows(int length) {
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
