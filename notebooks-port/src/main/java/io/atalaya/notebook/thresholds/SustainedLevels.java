package io.atalaya.notebook.thresholds;

import io.atalaya.signal.ConfidenceInterval;
import io.atalaya.signal.Threshold;
import java.util.List;

/**
 * How bad a figure was and stayed: for each judgement the loosest limit that it is just beyond,
 * together with all judgements since the time that a breach must last. A bound that is quiet fires
 * there if and only if its limit is better than that.
 *
 * <p>Levels are on a scale on which more is worse: the figure itself for a maximum, its negative
 * for a minimum. Where nothing fires whatever the limit, the level is negative infinity.
 */
final class SustainedLevels {

  private SustainedLevels() {}

  /** 1 for a maximum, −1 for a minimum: a figure times that is on the scale of levels. */
  static int sign(Threshold.Bound bound) {
    return switch (bound) {
      case MAX -> 1;
      case MIN -> -1;
    };
  }

  /**
   * The level of each judgement; linear in their number times those that a breach must last.
   *
   * @param history by rising boundaries
   */
  static double[] of(Threshold threshold, List<Judgement> history) {
    double[] single = history.stream().mapToDouble(each -> single(threshold, each)).toArray();
    long hold = threshold.holdFor().toMillis();
    double[] sustained = new double[single.length];
    for (int i = 0; i < single.length; i++) {
      double least = single[i];
      int since = i;
      while (history.get(since).t() > history.get(i).t() - hold
          && since > 0
          && least > Double.NEGATIVE_INFINITY) {
        since--;
        least = Math.min(least, single[since]);
      }
      boolean isLongEnough = history.get(since).t() <= history.get(i).t() - hold;
      sustained[i] = isLongEnough ? least : Double.NEGATIVE_INFINITY;
    }
    return sustained;
  }

  /** The level that one judgement is just beyond, for itself. */
  private static double single(Threshold threshold, Judgement judgement) {
    boolean suffices =
        judgement.value().isPresent()
            && judgement.scored() >= threshold.minScored()
            && (threshold.minCoverage() <= 0
                || judgement.coverage().orElse(0) >= threshold.minCoverage());
    if (!suffices) {
      return Double.NEGATIVE_INFINITY;
    }
    double level = sign(threshold.bound()) * judgement.value().getAsDouble();
    if (threshold.confidenceLevel() == 0) {
      return level;
    }
    ConfidenceInterval interval = judgement.intervals().get(threshold.confidenceLevel());
    if (interval == null) {
      return Double.NEGATIVE_INFINITY;
    }
    return Math.min(
        level,
        switch (threshold.bound()) {
          case MAX -> interval.lower();
          case MIN -> -interval.upper();
        });
  }
}
