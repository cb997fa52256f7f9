package io.atalaya.accuracy;

import io.atalaya.statistics.ProportionInterval;
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

  public ClassificationQuality {
    calibration = List.copyOf(calibration);
    classes = List.copyOf(classes);
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

  /** Wilson's interval of the accuracy. */
  public Optional<ProportionInterval> accuracyInterval(double level) {
    return ClassFigures.interval(correct, scored, level);
  }

  /** Wilson's interval of the precision; empty for several classes. */
  public Optional<ProportionInterval> precisionInterval(double level) {
    return positive.flatMap(figures -> figures.precisionInterval(level));
  }

  /** Wilson's interval of the recall; empty for several classes. */
  public Optional<ProportionInterval> recallInterval(double level) {
    return positive.flatMap(figures -> figures.recallInterval(level));
  }

  /** The standard error of the accuracy, √(p(1 − p)/n): 0 where none or all are correct. */
  public OptionalDouble accuracyError() {
    return ClassFigures.standardError(correct, scored);
  }

  /** The standard error of the precision; empty for several classes. */
  public OptionalDouble precisionError() {
    return positive.isEmpty() ? OptionalDouble.empty() : positive.get().precisionError();
  }

  /** The standard error of the recall; empty for several classes. */
  public OptionalDouble recallError() {
    return positive.isEmpty() ? OptionalDouble.empty() : positive.get().recallError();
  }
}
