package io.atalaya.drift;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.statistics.Homogeneity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
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
 * sub-windows are of rows. Nothing is known of fewer than {@value #LEAST_VALUES} values, or rows,
 * and nothing is taken from sub-windows that differ no more than independent values do ({@link
 * Homogeneity}, p > 0.05): chance is the p-value's, and would hide drift from small references.
 *
 * <p>The inflation by the dependence of neighbours ({@link PartInflation}) is of sub-windows of
 * about {@value #FEW_VALUES} values: so many more say better how strong it is.
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
  private static final int FEW_VALUES = 100;
  private static final int LEAST_WINDOWS = 6;
  private static final int MOST_WINDOWS = 100;
  private static final int LEAST_VALUES = 300;
  private static final int LEAST_IN_HOUR = LEAST_VALUES / LEAST_WINDOWS;

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
  public static Variation of(FeatureReference reference, ReferenceColumn column, Kind kind) {
    PartEffects effects = new PartEffects(reference, kind);
    PartInflation inflation = new PartInflation(reference, kind);
    long values = values(column);
    if (values >= LEAST_VALUES) {
      forEachWindow(reference, column, windows(values, VALUES), effects::add);
      forEachWindow(reference, column, windows(values, FEW_VALUES), inflation::add);
    }
    if (column.rows() >= LEAST_VALUES) {
      addMissing(effects, column);
    }
    return new Variation(effects.bounds(LEAST_WINDOWS), inflation.of(LEAST_WINDOWS));
  }

  /**
   * The least effect of each test that is not found within the reference.
   *
   * @param reference what all slices make together
   * @param slices in the order of their time
   * @param kind as what the feature is compared
   */
  public static Variation of(FeatureReference reference, List<Slice> slices, Kind kind) {
    PartEffects effects = new PartEffects(reference, kind);
    PartInflation inflation = new PartInflation(reference, kind);
    ToLongFunction<Slice> size = slice -> slice.values().count();
    windows(slices, size, VALUES).forEach(window -> effects.add(together(reference, window)));
    windows(slices, size, FEW_VALUES).forEach(window -> inflation.add(together(reference, window)));
    for (List<Slice> window : windows(slices, Slice::predictions, VALUES)) {
      effects.addMissing(
          window.stream().mapToLong(Slice::missing).sum(),
          window.stream().mapToLong(Slice::predictions).sum());
    }
    return new Variation(effects.bounds(LEAST_WINDOWS), inflation.of(LEAST_WINDOWS));
  }

  private static ValueCounts together(FeatureReference reference, List<Slice> slices) {
    ValueCounts counts = ValueCounts.against(reference.values());
    slices.forEach(slice -> counts.merge(slice.values()));
    return counts;
  }

  /** The slices by sub-window: each is in that which the middle of its values is in. */
  private static List<List<Slice>> windows(
      List<Slice> slices, ToLongFunction<Slice> size, int values) {
    long all = slices.stream().mapToLong(size).sum();
    if (all < LEAST_VALUES) {
      return List.of();
    }
    int windows = windows(all, values);
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

  /**
   * The same within a season: its sub-windows are the hours in which it came. Those with fewer than
   * {@value #LEAST_IN_HOUR} values do not count, since chance alone makes them differ; nothing is
   * known of fewer than {@value #LEAST_WINDOWS}.
   *
   * @param hours of each row the hour that it is in
   */
  public static Variation ofHours(
      FeatureReference reference, ReferenceColumn column, IntUnaryOperator hours, Kind kind) {
    PartEffects effects = new PartEffects(reference, kind);
    PartInflation inflation = new PartInflation(reference, kind);
    SortedMap<Integer, ValueCounts> values = new TreeMap<>();
    Map<Integer, Long> missing = new HashMap<>();
    for (int row = 0; row < column.rows(); row++) {
      int hour = hours.applyAsInt(row);
      ValueCounts counts =
          values.computeIfAbsent(hour, any -> ValueCounts.against(reference.values()));
      if (column.isMissing(row)) {
        missing.merge(hour, 1L, Long::sum);
      } else {
        column.count(row, counts);
      }
    }
    values.forEach(
        (hour, counts) -> {
          long none = missing.getOrDefault(hour, 0L);
          if (counts.count() >= LEAST_IN_HOUR) {
            effects.add(counts);
            inflation.add(counts);
          }
          if (counts.count() + none >= LEAST_IN_HOUR) {
            effects.addMissing(none, counts.count() + none);
          }
        });
    return new Variation(effects.bounds(LEAST_WINDOWS), inflation.of(LEAST_WINDOWS));
  }

  private static void forEachWindow(
      FeatureReference reference,
      ReferenceColumn column,
      int windows,
      Consumer<ValueCounts> action) {
    int values = values(column);
    ValueCounts counts = ValueCounts.against(reference.values());
    int window = 0;
    int seen = 0;
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        column.count(row, counts);
        if (++seen == end(window, windows, values)) {
          action.accept(counts);
          counts = ValueCounts.against(reference.values());
          window++;
        }
      }
    }
  }

  private static void addMissing(PartEffects effects, ReferenceColumn column) {
    int rows = column.rows();
    int windows = windows(rows, VALUES);
    int row = 0;
    for (int window = 0; window < windows; window++) {
      int from = row;
      long missing = 0;
      for (int to = end(window, windows, rows); row < to; row++) {
        missing += column.isMissing(row) ? 1 : 0;
      }
      effects.addMissing(missing, row - from);
    }
  }

  private static int values(ReferenceColumn column) {
    int values = 0;
    for (int row = 0; row < column.rows(); row++) {
      values += column.isMissing(row) ? 0 : 1;
    }
    return values;
  }

  private static int windows(long length, int values) {
    return Math.clamp(length / values, LEAST_WINDOWS, MOST_WINDOWS);
  }

  /** Where a sub-window of so many ends, exclusive. */
  private static int end(int window, int windows, int length) {
    return (int) ((window + 1L) * length / windows);
  }
}
