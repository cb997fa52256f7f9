package io.atalaya.monitor;

import io.atalaya.accuracy.ScoredPairs;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.ConfidenceInterval;
import io.atalaya.statistics.ConfidenceLimits;
import io.atalaya.statistics.Estimate;
import io.atalaya.statistics.Jackknife;
import io.atalaya.statistics.Proportion;
import io.atalaya.statistics.TwoProportions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How sure the figures over the scored pairs of one window are.
 *
 * <p>Errors that are close in time are alike, so it is blocks of the window that tell the standard
 * error of a figure ({@link Jackknife}). Where too few of them have pairs, because labels came in a
 * burst or the version has just begun, pairs are taken to be independent of one another.
 *
 * <p>Nothing is computed before it is asked for, and the limits of a figure once. Cost: the sums of
 * the window's panes are read once, and each figure takes a merge and a retraction a block. Memory:
 * that of the pairs, a block. One writer.
 *
 * @param <A> the pairs
 */
final class QualityEstimates<A extends ScoredPairs<A>> {

  /** An estimate and how it was found. */
  private record Found(ConfidenceLimits limits, String method) {}

  private final WindowBlocks<A> pairs;
  private final Map<String, Optional<Found>> found = new HashMap<>();

  QualityEstimates(WindowBlocks<A> pairs) {
    this.pairs = pairs;
  }

  /** The number of pairs. */
  long scored() {
    return pairs.size();
  }

  /** The confidence interval of the figure that {@code check} judges, within its range. */
  Optional<ConfidenceInterval> interval(CheckDefinition check, double level) {
    return found
        .computeIfAbsent(check.name(), this::find)
        .filter(of -> Double.isFinite(of.limits.lower(level) - of.limits.upper(level)))
        .map(
            of ->
                new ConfidenceInterval(
                    Math.clamp(of.limits.lower(level), check.least(), check.most()),
                    Math.clamp(of.limits.upper(level), check.least(), check.most()),
                    level,
                    of.method));
  }

  /**
   * The two-sided p-value of the hypothesis that the figure of {@code check} is that of another
   * version over the same window: by blocks left out of both, else as if pairs were independent of
   * one another. Empty where neither can be said.
   */
  OptionalDouble pValue(QualityEstimates<?> other, String check) {
    Optional<Jackknife> mine = jackknife(check);
    Optional<Jackknife> theirs = other.jackknife(check);
    Optional<Double> p =
        mine.isPresent() && theirs.isPresent()
            ? mine.get().minus(theirs.get()).estimate().map(Estimate::pValue)
            : independently(check)
                .flatMap(
                    limits -> other.independently(check).flatMap(with -> pValue(limits, with)));
    return p.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static Optional<Double> pValue(ConfidenceLimits mine, ConfidenceLimits theirs) {
    if (mine instanceof Estimate estimate && theirs instanceof Estimate other) {
      return estimate.minus(other).map(Estimate::pValue);
    }
    return mine instanceof Proportion(long hits, long n)
            && theirs instanceof Proportion(long otherHits, long otherN)
        ? Optional.of(TwoProportions.pValue(otherHits, otherN, hits, n))
        : Optional.empty();
  }

  private Optional<Found> find(String check) {
    Optional<Jackknife> jackknife = jackknife(check);
    return jackknife.isPresent()
        ? jackknife.get().estimate().map(estimate -> new Found(estimate, "block-jackknife"))
        : independently(check).map(limits -> new Found(limits, "independent-pairs"));
  }

  private Optional<Jackknife> jackknife(String check) {
    return pairs.jackknife(all -> all.estimator(check));
  }

  private Optional<? extends ConfidenceLimits> independently(String check) {
    return pairs.all().independently(check);
  }
}
