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
import java.util.function.IntUnaryOperator;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * How much a feature varies while nothing is wrong: effects below that are no drift, and values are
 * worth fewer independent ones.
 *
 * <p>Definition: the reference's values, in the order of their time, are divided into sub-windows
 * of about {@value #VALUES} values, at least {@value SubWindows#LEAST}; of each effect between a
 * sub-window and the rest, the mean and three standard deviations more. Values that depend on those
 * before them (hours of weather) make windows differ however large they are: of an autoregression
 * with φ = 0.9, 27 % of unchanged windows of 1,000 values have p ≤ 0.01. Of the missing values
 * likewise, since a source that fails does so for a while: there the sub-windows are of rows.
 * Nothing is known of fewer than {@value #LEAST_VALUES} values, or rows, and nothing is taken from
 * sub-windows that differ no more than independent values do ({@link Homogeneity}, p > 0.05):
 * chance is the p-value's, and would hide drift from small references.
 *
 * <p>The {@link Inflation} of values, and of whether they are missing, is that of sub-windows of
 * {@value #SHORTEST} values and of several greater lengths, as {@link PartInflation} has it. It is
 * known only of references whose neighbours are neighbours in the stream.
 *
 * <p>Of a learned reference, which is a sample over its time, only counts of slices are known. Its
 * sub-windows are made of neighbouring slices. One of less than half its share of values says
 * nothing, and nothing is known where fewer than {@value SubWindows#LEAST} are left.
 *
 * <p>Cost: a search and a comparison for each value and sub-window, for each length. Stateless.
 *
 * <p>Source: after NannyML, whose thresholds are mean and three deviations over reference chunks.
 */
public final class ReferenceVariation {

  private static final int VALUES = 1_000;
  private static final int LEAST_VALUES = 300;
  private static final int LEAST_IN_HOUR = LEAST_VALUES / SubWindows.LEAST;

  /** The first of the lengths of which the inflation is known, each about three times the last. */
  private static final int SHORTEST = 100;

  private static final int[] LENGTHS = {SHORTEST, 300, 1_000, 3_000, 10_000, 30_000, 100_000};

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
   * The variation of a column.
   *
   * @param reference what the whole column makes
   * @param column all of its rows, or stretches of neighbours that lie evenly over the whole
   * @param kind as what the feature is compared
   */
  public static Variation of(FeatureReference reference, ReferenceColumn column, Kind kind) {
    SubWindows windows = new SubWindows(reference, column);
    PartEffects effects = new PartEffects(reference, kind);
    Inflation ofValues = Inflation.NONE;
    Inflation ofMissing = Inflation.NONE;
    Supplier<PartInflation> none = () -> new PartInflation(reference, kind);
    if (windows.values() >= LEAST_VALUES) {
      windows.forEachOfValues(VALUES, effects::add);
      ofValues =
          inflation(
              windows.values(),
              none,
              (parts, length) -> windows.forEachOfValues(length, parts::add));
    }
    if (column.rows() >= LEAST_VALUES && reference.missing() > 0) {
      windows.forEachOfRows(VALUES, effects::addMissing);
      ofMissing =
          inflation(
              column.rows(),
              none,
              (parts, length) -> windows.forEachOfRows(length, parts::addMissing));
    }
    return new Variation(effects.bounds(SubWindows.LEAST), ofValues, ofMissing);
  }

  /** The inflation by length, the shortest first, as long as there are enough sub-windows. */
  private static Inflation inflation(
      long all, Supplier<PartInflation> none, ObjIntConsumer<PartInflation> fill) {
    Map<Integer, Double> byLength = new HashMap<>();
    double inflation = 1;
    for (int length : LENGTHS) {
      PartInflation parts = none.get();
      fill.accept(parts, length);
      inflation = byLength.isEmpty() ? parts.first() : parts.after(inflation);
      byLength.put(SubWindows.length(all, length), inflation);
      if (all / length < 3L * SubWindows.LEAST) {
        break;
      }
    }
    return byLength.values().stream().allMatch(found -> found == 1)
        ? Inflation.NONE
        : Inflation.of(byLength);
  }

  /**
   * The variation over slices.
   *
   * @param reference what all slices make together
   * @param slices in the order of their time
   * @param kind as what the feature is compared
   */
  public static Variation of(FeatureReference reference, List<Slice> slices, Kind kind) {
    PartEffects effects = new PartEffects(reference, kind);
    for (List<Slice> window : windows(slices, slice -> slice.values().count())) {
      ValueCounts counts = ValueCounts.against(reference.values());
      window.forEach(slice -> counts.merge(slice.values()));
      effects.add(counts);
    }
    for (List<Slice> window : windows(slices, Slice::predictions)) {
      effects.addMissing(
          window.stream().mapToLong(Slice::missing).sum(),
          window.stream().mapToLong(Slice::predictions).sum());
    }
    return new Variation(effects.bounds(SubWindows.LEAST), Inflation.NONE, Inflation.NONE);
  }

  /** The slices by sub-window: each is in that which the middle of its values is in. */
  private static List<List<Slice>> windows(List<Slice> slices, ToLongFunction<Slice> size) {
    long all = slices.stream().mapToLong(size).sum();
    if (all < LEAST_VALUES) {
      return List.of();
    }
    int windows = SubWindows.number(all, VALUES);
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
    return whole.size() < SubWindows.LEAST ? List.of() : whole;
  }

  /**
   * The same within a season: its sub-windows are the hours in which it came. Those with fewer than
   * {@value #LEAST_IN_HOUR} values do not count, since chance alone makes them differ; nothing is
   * known of fewer than {@value SubWindows#LEAST}.
   *
   * @param hours of each row the hour that it is in
   */
  public static Variation ofHours(
      FeatureReference reference, ReferenceColumn column, IntUnaryOperator hours, Kind kind) {
    PartEffects effects = new PartEffects(reference, kind);
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
          }
          if (counts.count() + none >= LEAST_IN_HOUR) {
            effects.addMissing(none, counts.count() + none);
          }
        });
    return new Variation(effects.bounds(SubWindows.LEAST), Inflation.NONE, Inflation.NONE);
  }
}
