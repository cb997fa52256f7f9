package io.atalaya.drift;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.ValueCounts.Values;
import io.atalaya.statistics.BinnedPair;
import io.atalaya.statistics.ChiSquared;
import io.atalaya.statistics.Homogeneity;
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

/** The effects between parts of a reference and the rest of it, by test. For one thread. */
final class PartEffects {

  /** Parts that chance makes differ as much in one of twenty references say nothing. */
  private static final double CHANCE = 0.05;

  private final FeatureReference reference;
  private final Kind kind;
  private final Map<DriftTest, List<Double>> effects = new EnumMap<>(DriftTest.class);

  /** Whether the parts have values of one distribution, and whether as many are missing in each. */
  private final Homogeneity values = new Homogeneity();

  private final Homogeneity missing = new Homogeneity();

  PartEffects(FeatureReference reference, Kind kind) {
    this.reference = reference;
    this.kind = kind;
  }

  /** Adds how much more or less is missing in a part; nothing where the reference lacks nothing. */
  void addMissing(long missing, long predictions) {
    if (reference.missing() > 0 && predictions < reference.predictions()) {
      double all = reference.predictions();
      double share = reference.missing() / all;
      double rest = all - predictions;
      double difference = missing / (double) predictions - (reference.missing() - missing) / rest;
      double variance = share * (1 - share) * (1.0 / predictions + 1 / rest);
      this.missing.add(predictions / all, difference * difference / variance, 1);
      add(DriftTest.MISSING, Math.abs(difference));
    }
  }

  /**
   * Mean and three standard deviations of the effects of each test that has so many at least, and
   * whose parts differ by more than chance: that is the p-value's to know.
   */
  Map<DriftTest, Double> bounds(int least) {
    Map<DriftTest, Double> bounds = new EnumMap<>(DriftTest.class);
    effects.forEach(
        (test, found) -> {
          Homogeneity parts = test == DriftTest.MISSING ? missing : values;
          if (found.size() >= least && parts.p() <= CHANCE) {
            bounds.put(
                test,
                meanAndThreeDeviations(found.stream().mapToDouble(Double::doubleValue).toArray()));
          }
        });
    return Map.copyOf(bounds);
  }

  /** Adds those of a part's values; nothing where there are no others. */
  void add(ValueCounts part) {
    if (part.count() == reference.size()) {
      return;
    }
    BinnedPair bins = FeatureComparison.bins(part.values(), kind).withoutCurrent();
    ChiSquared difference = ChiSquared.test(bins);
    double share = bins.n() / (double) (bins.m() + bins.n());
    values.add(share, difference.statistic(), difference.degreesOfFreedom());
    add(DriftTest.PSI, PopulationStability.index(bins));
    add(DriftTest.JENSEN_SHANNON, JensenShannon.distance(bins));
    switch (part.values()) {
      case Values.Numbers(ReferenceSample reference, RankCounts counts)
          when !FeatureComparison.isCategorical(reference, kind) -> {
        // The whole is a mixture of the window and the rest: both are as far from it as their
        // shares are the other's.
        double toRest = reference.size() / ((double) reference.size() - counts.count());
        add(DriftTest.KS, toRest * KolmogorovSmirnov.statistic(reference, counts));
        BinnedPair cells = BinnedPair.ofCells(reference, counts).withoutCurrent();
        add(DriftTest.NEYMAN, NeymanSmooth.test(cells).effect());
        Wasserstein.effect(reference, counts)
            .ifPresent(effect -> add(DriftTest.WASSERSTEIN, toRest * effect));
      }
      case Values.Numbers _, Values.Names _ -> add(DriftTest.CHI_SQUARED, difference.cramersV());
    }
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

  private void add(DriftTest test, double effect) {
    effects.computeIfAbsent(test, any -> new ArrayList<>()).add(effect);
  }
}
