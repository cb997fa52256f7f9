package io.atalaya.drift;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.ValueCounts.Values;
import io.atalaya.statistics.BinnedPair;
import io.atalaya.statistics.MeanSquare;
import io.atalaya.statistics.NeymanSmooth;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.ArrayList;
import java.util.List;

/**
 * By how much parts of a reference, all of one length, vary more than parts of independent values
 * would.
 *
 * <p>Definition: of numbers the mean of each component of Neyman's smooth test between a part and
 * the rest, whose mean is 1 for independent values, and of these the largest: the mean of values
 * with memory is inflated more than their spread. Of categories the mean of χ² over its degrees of
 * freedom, rare ones included: whatever the counts, that is 1 on average too. It is 1 where p >
 * 0.01 by χ².
 *
 * <p>Few long parts say little. So the inflation of a length is that of the length before, as far
 * as a confidence interval of 99 % of what is found at this length allows.
 *
 * <p>Cost: a comparison for each part. For one thread.
 *
 * <p>Source: J. N. K. Rao, A. J. Scott, "The analysis of categorical data from complex sample
 * surveys", J. Amer. Statist. Assoc. 76, 1981 (mean and largest design effect).
 */
final class PartInflation {

  private static final double CHANCE = 0.01;
  private static final double SURE = 0.995;

  private final FeatureReference reference;
  private final Kind kind;
  private final List<MeanSquare> directions = new ArrayList<>();

  PartInflation(FeatureReference reference, Kind kind) {
    this.reference = reference;
    this.kind = kind;
  }

  /** Adds a part's values, of which it has some and not all. */
  void add(ValueCounts part) {
    if (part.values() instanceof Values.Numbers(ReferenceSample numbers, RankCounts counts)
        && !FeatureComparison.isCategorical(numbers, kind)) {
      BinnedPair cells = BinnedPair.ofCells(numbers, counts).withoutCurrent();
      double[] components = NeymanSmooth.components(cells);
      for (int k = 0; k < components.length; k++) {
        add(k, components[k]);
      }
    } else {
      BinnedPair bins = FeatureComparison.bins(part.values(), kind).withoutCurrent();
      if (bins.bins() > 1) {
        add(0, chiSquared(bins) / (bins.bins() - 1));
      }
    }
  }

  /** Adds how many of a part's rows have no value; some of the reference's have none. */
  void addMissing(long missing, long rows) {
    double all = reference.predictions();
    double share = reference.missing() / all;
    double rest = all - rows;
    double difference = missing / (double) rows - (reference.missing() - missing) / rest;
    add(0, difference * difference / (share * (1 - share) * (1.0 / rows + 1 / rest)));
  }

  /** The inflation where none is known of shorter parts. */
  double first() {
    MeanSquare largest = largest();
    return directions.size() * largest.pValue() > CHANCE ? 1 : Math.max(1, largest.value());
  }

  /** The inflation where that of shorter parts is known. */
  double after(double shorter) {
    MeanSquare largest = largest();
    double low = largest.lowerBound(SURE);
    double high = largest.upperBound(SURE);
    return Math.max(1, Math.clamp(shorter, low, high));
  }

  private MeanSquare largest() {
    MeanSquare largest = new MeanSquare();
    for (MeanSquare direction : directions) {
      if (direction == directions.getFirst() || direction.value() > largest.value()) {
        largest = direction;
      }
    }
    return largest;
  }

  private void add(int direction, double square) {
    while (directions.size() <= direction) {
      directions.add(new MeanSquare());
    }
    directions.get(direction).add(square);
  }

  /** χ² over all bins, however rare. */
  private static double chiSquared(BinnedPair bins) {
    double all = (double) bins.m() + bins.n();
    double sum = 0;
    for (int bin = 0; bin < bins.bins(); bin++) {
      double both = (double) bins.reference(bin) + bins.current(bin);
      double difference = bins.current(bin) - both * (bins.n() / all);
      sum += both == 0 ? 0 : difference * difference / both;
    }
    return sum * all / bins.n() * all / bins.m();
  }
}
