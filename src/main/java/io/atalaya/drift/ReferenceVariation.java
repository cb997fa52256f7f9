package io.atalaya.drift;

import io.atalaya.statistics.BinnedPair;
import io.atalaya.statistics.ChiSquared;
import io.atalaya.statistics.JensenShannon;
import io.atalaya.statistics.KolmogorovSmirnov;
import io.atalaya.statistics.PopulationStability;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.Wasserstein;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How much a feature varies while nothing is wrong: effects below that are no drift.
 *
 * <p>Definition: the reference's values, in the order of their time, are divided into sub-windows
 * of about {@value #VALUES} values, at least {@value #LEAST_WINDOWS}; of each effect between a
 * sub-window and the rest, the mean and three standard deviations more. Values that depend on those
 * before them (hours of weather) make windows differ however large they are, which no p-value knows
 * of: of an autoregression with φ = 0.9, 27 % of unchanged windows of 1,000 values have p ≤ 0.01.
 * Nothing is known of fewer than {@value #LEAST_VALUES} values.
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

  private ReferenceVariation() {}

  /**
   * The least effect of each test that is not found within the reference.
   *
   * @param reference the distribution of {@code values}
   * @param values finite, in the order of their time
   */
  public static Map<DriftTest, Double> of(ReferenceSample reference, double[] values) {
    if (values.length < LEAST_VALUES) {
      return Map.of();
    }
    int windows = Math.clamp(values.length / VALUES, LEAST_WINDOWS, MOST_WINDOWS);
    Map<DriftTest, double[]> effects = new EnumMap<>(DriftTest.class);
    for (int window = 0; window < windows; window++) {
      int from = (int) ((long) window * values.length / windows);
      int to = (int) ((window + 1L) * values.length / windows);
      RankCounts counts = new RankCounts(reference);
      for (int i = from; i < to; i++) {
        counts.add(reference, values[i]);
      }
      for (Map.Entry<DriftTest, Double> effect : againstRest(reference, counts).entrySet()) {
        effects.computeIfAbsent(effect.getKey(), any -> new double[windows])[window] =
            effect.getValue();
      }
    }
    Map<DriftTest, Double> bounds = new EnumMap<>(DriftTest.class);
    effects.forEach((test, found) -> bounds.put(test, meanAndThreeDeviations(found)));
    return Map.copyOf(bounds);
  }

  private static Map<DriftTest, Double> againstRest(ReferenceSample reference, RankCounts counts) {
    Map<DriftTest, Double> effects = new EnumMap<>(DriftTest.class);
    BinnedPair bins = FeatureComparison.bins(reference, counts).withoutCurrent();
    effects.put(DriftTest.PSI, PopulationStability.index(bins));
    effects.put(DriftTest.JENSEN_SHANNON, JensenShannon.distance(bins));
    if (FeatureComparison.isCategorical(reference)) {
      effects.put(DriftTest.CHI_SQUARED, ChiSquared.test(bins).cramersV());
      return effects;
    }
    // The whole is a mixture of the window and the rest: both are as far from it as their shares
    // are the other's.
    double toRest = reference.size() / ((double) reference.size() - counts.count());
    effects.put(DriftTest.KS, toRest * KolmogorovSmirnov.statistic(reference, counts));
    OptionalDouble wasserstein = Wasserstein.effect(reference, counts);
    wasserstein.ifPresent(effect -> effects.put(DriftTest.WASSERSTEIN, toRest * effect));
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
