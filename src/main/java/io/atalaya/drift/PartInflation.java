package io.atalaya.drift;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.ValueCounts.Values;
import io.atalaya.statistics.BinnedPair;
import io.atalaya.statistics.ChiSquared;
import io.atalaya.statistics.Homogeneity;
import io.atalaya.statistics.NeymanSmooth;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.ArrayList;
import java.util.List;

/**
 * By how much parts of a reference vary more than parts of independent values would.
 *
 * <p>Definition: the mean of χ² between a part and the rest, over its degrees of freedom; of
 * numbers the largest of those of the components of Neyman's smooth test, which makes tests
 * conservative: the mean of values with memory varies more than their spread does. It is 1 where
 * that is less, and where the parts are homogeneous (p > 0.001).
 *
 * <p>Cost: a comparison for each part. For one thread.
 *
 * <p>Source: J. N. K. Rao, A. J. Scott, "The analysis of categorical data from complex sample
 * surveys", J. Amer. Statist. Assoc. 76, 1981 (mean and largest design effect).
 */
final class PartInflation {

  private static final double CHANCE = 0.001;

  private final FeatureReference reference;
  private final Kind kind;
  private final Homogeneity homogeneity = new Homogeneity();
  private final List<double[]> components = new ArrayList<>();
  private double statistic;
  private double degrees;
  private int parts;

  PartInflation(FeatureReference reference, Kind kind) {
    this.reference = reference;
    this.kind = kind;
  }

  /** Adds a part's values. */
  void add(ValueCounts part) {
    BinnedPair bins = FeatureComparison.bins(part.values(), kind).withoutCurrent();
    ChiSquared test = ChiSquared.test(bins);
    double share = part.count() / (double) reference.size();
    homogeneity.add(share, test.statistic(), test.degreesOfFreedom());
    statistic += test.statistic();
    degrees += test.degreesOfFreedom();
    parts++;
    if (part.values() instanceof Values.Numbers(ReferenceSample numbers, RankCounts counts)
        && !FeatureComparison.isCategorical(numbers, kind)) {
      components.add(NeymanSmooth.components(BinnedPair.ofCells(numbers, counts).withoutCurrent()));
    }
  }

  /** The inflation, 1 or more; 1 of fewer than so many parts. */
  double of(int least) {
    if (parts < least || homogeneity.p() > CHANCE) {
      return 1;
    }
    return Math.max(1, components.isEmpty() ? statistic / degrees : largestComponent());
  }

  private double largestComponent() {
    double largest = 0;
    for (int k = 0; k < components.getFirst().length; k++) {
      int order = k;
      largest = Math.max(largest, components.stream().mapToDouble(of -> of[order]).sum() / parts);
    }
    return largest;
  }
}
