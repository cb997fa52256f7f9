package io.atalaya.accuracy;

import io.atalaya.statistics.ConfidenceLimits;
import io.atalaya.statistics.Estimate;
import io.atalaya.statistics.Proportion;
import io.atalaya.statistics.RocAuc;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The quality of a classifier over a window of scored pairs. A figure without a denominator is
 * empty.
 *
 * <p>A binary model has a positive class, and precision, recall, F1 and the area are of it. Of
 * several classes they are macro means: each class against all others, and the unweighted mean over
 * the classes for which the figure is defined (scikit-learn's {@code average="macro"} with {@code
 * zero_division=np.nan}, and {@code multi_class="ovr"} for the area).
 *
 * @param scored the number of pairs
 * @param correct how many of them predicted the true class
 * @param positive the positive class of a binary model; empty for several classes
 * @param precision hits over predicted
 * @param recall hits over support
 * @param f1 2·hits over predicted and support
 * @param stated the number of pairs with probabilities; all figures below are over these
 * @param logLoss the mean of −ln p, p being the probability of the true class, kept from 2⁻⁵² to 1
 *     − 2⁻⁵²
 * @param logLossError its standard error, over n − 1
 * @param brier the mean of (p − y)² for a binary model, of Σ(pₖ − yₖ)² for several classes
 * @param brierError its standard error, over n − 1
 * @param roc the area under the receiver operating characteristic, over the pairs that state the
 *     class, and at most 20 classes; a macro mean has the mean error bound and no standard error
 * @param calibrationError Σ n_b/n·|mean p − share| over {@code calibration}
 * @param calibration the reliability curve: of the positive class's probability where the model is
 *     counted as a binary one, else of that of the class predicted
 * @param classes the classes predicted or true, at most 1,000, by falling support, then name
 */
public record ClassificationQuality(
    long scored,
    long correct,
    Optional<ClassFigures> positive,
    OptionalDouble precision,
    OptionalDouble recall,
    OptionalDouble f1,
    long stated,
    OptionalDouble logLoss,
    OptionalDouble logLossError,
    OptionalDouble brier,
    OptionalDouble brierError,
    Optional<RocAuc> roc,
    OptionalDouble calibrationError,
    List<CalibrationBin> calibration,
    List<ClassFigures> classes) {

  /** F1 is 2q/(1 + q), q being the hits among all that were predicted or true. */
  private record F1Limits(Proportion hits) implements ConfidenceLimits {

    @Override
    public double lower(double level) {
      return f1(hits.lower(level));
    }

    @Override
    public double upper(double level) {
      return f1(hits.upper(level));
    }

    private static double f1(double q) {
      return 2 * q / (1 + q);
    }
  }

  public ClassificationQuality {
    calibration = List.copyOf(calibration);
    classes = List.copyOf(classes);
  }

  /** The figure that the check {@code name} judges; empty when undefined or no figure of this. */
  public OptionalDouble figure(String name) {
    return switch (name) {
      case "accuracy" -> accuracy();
      case "precision" -> precision;
      case "recall" -> recall;
      case "f1" -> f1;
      case "log-loss" -> logLoss;
      case "brier" -> brier;
      case "auc" -> auc();
      case "calibration-error" -> calibrationError;
      default -> OptionalDouble.empty();
    };
  }

  /**
   * How sure a figure is if every pair is independent of all others: Wilson's limits of the
   * accuracy, and of precision, recall and F1 of a positive class; Student's of the mean losses and
   * the area. Empty for the calibration error and for means over classes.
   */
  Optional<? extends ConfidenceLimits> independently(String name) {
    return switch (name) {
      case "accuracy" -> share(correct, scored);
      case "precision" -> positive.flatMap(one -> share(one.hits(), one.predicted()));
      case "recall" -> positive.flatMap(one -> share(one.hits(), one.support()));
      case "f1" -> positive.flatMap(one -> share(one.hits(), one.either())).map(F1Limits::new);
      case "log-loss" -> estimate(logLoss, logLossError);
      case "brier" -> estimate(brier, brierError);
      case "auc" -> estimate(auc(), aucError());
      default -> Optional.empty();
    };
  }

  private static Optional<Proportion> share(long hits, long n) {
    return n == 0 ? Optional.empty() : Optional.of(new Proportion(hits, n));
  }

  private Optional<Estimate> estimate(OptionalDouble value, OptionalDouble error) {
    return value.isPresent() && error.isPresent()
        ? Estimate.of(value.getAsDouble(), error.getAsDouble(), stated - 1.0)
        : Optional.empty();
  }

  /** The share of pairs that predicted the true class. */
  public OptionalDouble accuracy() {
    return ClassFigures.ratio(correct, scored);
  }

  /** The area of {@link #roc}. */
  public OptionalDouble auc() {
    return roc.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(roc.get().value());
  }

  /** How far at most the area is from that of the scores themselves. */
  public OptionalDouble aucErrorBound() {
    return roc.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(roc.get().errorBound());
  }

  /** The area's standard error (DeLong). */
  public OptionalDouble aucError() {
    return roc.isEmpty() ? OptionalDouble.empty() : roc.get().standardError();
  }
}
