package io.atalaya.monitor;

import io.atalaya.accuracy.ScoredPairs;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.ConfidenceInterval;
import io.atalaya.statistics.ConfidenceLimits;
import io.atalaya.statistics.Jackknife;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How sure the figures over the scored pairs of one window are.
 *
 * <p>Errors that are close in time are alike, so the window is divided into at most {@value
 * #MAX_BLOCKS} blocks of equal length, and what each of them matters to a figure tells its standard
 * error ({@link Jackknife}). With fewer than {@value #LEAST_BLOCKS} blocks, effectively, that says
 * too little: labels came in a burst, or the version has just begun. Pairs are then taken to be
 * independent of one another.
 *
 * <p>Nothing is computed before it is asked for, and nothing twice. Cost: the sums of the window's
 * panes are read once, and each figure takes a merge and a retraction a block. Memory: that of the
 * pairs, a block. One writer.
 *
 * @param <A> the pairs
 */
final class QualityEstimates<A extends ScoredPairs<A>> {

  /** Enough for a steady standard error, and few enough for blocks that are long. */
  static final int MAX_BLOCKS = 30;

  /** With two, t is four times as wide as for many, and nothing would ever be sure. */
  static final int LEAST_BLOCKS = 3;

  /** An estimate and how it was found. */
  private record Found(ConfidenceLimits limits, String method) {}

  private final A total;
  private final Supplier<List<A>> dividing;
  private final Map<String, Optional<Found>> found = new HashMap<>();
  private @Nullable List<A> blocks;

  /**
   * @param total all pairs of the window; changed for a while when an estimate is asked for
   * @param dividing gives its blocks, in the order of time
   */
  QualityEstimates(A total, Supplier<List<A>> dividing) {
    this.total = total;
    this.dividing = dividing;
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

  private Optional<Found> find(String check) {
    Optional<Jackknife> jackknife = jackknife(check);
    return jackknife.isPresent()
        ? jackknife.get().estimate().map(estimate -> new Found(estimate, "block-jackknife"))
        : total.independently(check).map(limits -> new Found(limits, "independent-pairs"));
  }

  /** The jackknife of a figure; empty when too few blocks have pairs, or it is undefined. */
  private Optional<Jackknife> jackknife(String check) {
    List<A> divided = blocks;
    if (divided == null) {
      divided = dividing.get();
      blocks = divided;
    }
    return Jackknife.of(total, divided, A::scored, pairs -> pairs.estimator(check))
        .filter(all -> all.effectiveBlocks() >= LEAST_BLOCKS);
  }
}
