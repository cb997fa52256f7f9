package io.atalaya.monitor;

import io.atalaya.accuracy.ErrorSums;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.ConfidenceInterval;
import io.atalaya.statistics.Estimate;
import io.atalaya.statistics.Jackknife;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How sure the figures over the scored pairs of one window are.
 *
 * <p>Errors that are close in time are alike, so it is blocks of the window that tell the standard
 * error of a figure ({@link Jackknife}). Where too few of them have pairs, because labels came in a
 * burst or the version has just begun, pairs are taken to be independent of one another.
 *
 * <p>Nothing is computed before it is asked for, and the estimate of a figure once. Cost: the sums
 * of the window's panes are read once, and each figure takes a merge and a retraction a block.
 * Memory: ten sums a block. One writer.
 */
final class QualityEstimates {

  /** An estimate and how it was found. */
  private record Found(Estimate estimate, String method) {}

  private final WindowBlocks<ErrorSums> errors;
  private final Map<String, Optional<Found>> found = new HashMap<>();

  QualityEstimates(WindowBlocks<ErrorSums> errors) {
    this.errors = errors;
  }

  /** The number of pairs. */
  long scored() {
    return errors.size();
  }

  /** The confidence interval of the figure that {@code check} judges, within its range. */
  Optional<ConfidenceInterval> interval(CheckDefinition check, double level) {
    return found
        .computeIfAbsent(check.name(), this::find)
        .filter(of -> Double.isFinite(of.estimate.lower(level) - of.estimate.upper(level)))
        .map(
            of ->
                new ConfidenceInterval(
                    Math.clamp(of.estimate.lower(level), check.least(), check.most()),
                    Math.clamp(of.estimate.upper(level), check.least(), check.most()),
                    level,
                    of.method));
  }

  /**
   * By how much the figure of {@code check} differs from that of another version over the same
   * window: by blocks left out of both, else as if pairs were independent of one another.
   */
  Optional<Estimate> minus(QualityEstimates other, String check) {
    Optional<Jackknife> mine = jackknife(check);
    Optional<Jackknife> theirs = other.jackknife(check);
    return mine.isPresent() && theirs.isPresent()
        ? mine.get().minus(theirs.get()).estimate()
        : independent(check).flatMap(estimate -> other.independent(check).flatMap(estimate::minus));
  }

  private Optional<Found> find(String check) {
    Optional<Jackknife> jackknife = jackknife(check);
    return jackknife.isPresent()
        ? jackknife.get().estimate().map(estimate -> new Found(estimate, "block-jackknife"))
        : independent(check).map(estimate -> new Found(estimate, "independent-pairs"));
  }

  private Optional<Jackknife> jackknife(String check) {
    return errors.jackknife(sums -> sums.estimator(check));
  }

  private Optional<Estimate> independent(String check) {
    return errors.all().estimate(check);
  }
}
