package io.atalaya.adapter.rest;

import io.atalaya.accuracy.CalibrationBin;
import io.atalaya.accuracy.ClassFigures;
import io.atalaya.accuracy.ClassificationQuality;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier did in one window, under the names of its metrics.
 *
 * @param positiveClass the positive class of a binary model; missing for several classes
 * @param precisionRatio of the positive class, or the mean over classes; as recall and F1
 * @param calibration the reliability curve
 * @param classes each class, those with the most support first
 */
public record ClassesView(
    Optional<String> positiveClass,
    OptionalDouble precisionRatio,
    OptionalDouble recallRatio,
    OptionalDouble f1Ratio,
    OptionalDouble logLoss,
    OptionalDouble brierScore,
    OptionalDouble rocAuc,
    OptionalDouble rocAucErrorBound,
    OptionalDouble calibrationErrorRatio,
    List<Bin> calibration,
    List<OneClass> classes) {

  /** The most classes that are listed. */
  private static final int MOST_CLASSES = 100;

  /**
   * A bin of the reliability curve.
   *
   * @param lower the lower edge of the probabilities in it, excluded but for 0
   * @param upper the upper edge, included
   * @param count how many there are
   * @param meanProbability their mean
   * @param share how many of them came true, over all
   */
  @Schema(name = "CalibrationBinView")
  public record Bin(double lower, double upper, long count, double meanProbability, double share) {

    private static Bin of(CalibrationBin bin) {
      return new Bin(bin.lower(), bin.upper(), bin.count(), bin.meanProbability(), bin.share());
    }
  }

  /** One class. */
  @Schema(name = "ClassView")
  public record OneClass(
      String name,
      long support,
      long predicted,
      OptionalDouble precisionRatio,
      OptionalDouble recallRatio,
      OptionalDouble f1Ratio) {

    private static OneClass of(ClassFigures figures) {
      return new OneClass(
          figures.name(),
          figures.support(),
          figures.predicted(),
          figures.precision(),
          figures.recall(),
          figures.f1());
    }
  }

  static Optional<ClassesView> of(@Nullable ClassificationQuality quality) {
    return quality == null
        ? Optional.empty()
        : Optional.of(
            new ClassesView(
                quality.positive().map(ClassFigures::name),
                quality.precision(),
                quality.recall(),
                quality.f1(),
                quality.logLoss(),
                quality.brier(),
                quality.auc(),
                quality.aucErrorBound(),
                quality.calibrationError(),
                quality.calibration().stream().map(Bin::of).toList(),
                quality.classes().stream().limit(MOST_CLASSES).map(OneClass::of).toList()));
  }
}
