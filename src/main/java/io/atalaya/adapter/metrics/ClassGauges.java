package io.atalaya.adapter.metrics;

import static io.atalaya.adapter.metrics.GaugeFamily.labels;
import static io.atalaya.adapter.metrics.GaugeFamily.ofVersion;

import io.atalaya.accuracy.ClassFigures;
import io.atalaya.accuracy.ClassificationQuality;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.monitor.WindowFigures;
import io.atalaya.window.WindowLabel;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of classifiers: of the positive class, or macro means over several; and of each class
 * where there are several, those with the most support.
 */
final class ClassGauges {

  /** The most classes with gauges of their own. */
  private static final int MOST_CLASSES = 20;

  private record Figure(
      GaugeFamily family, Function<ClassificationQuality, OptionalDouble> value) {}

  private record OfClass(GaugeFamily family, Function<ClassFigures, OptionalDouble> value) {}

  private static final List<Figure> FIGURES =
      List.of(
          figure(
              "precision_ratio",
              "Right ones among those predicted: of the positive class, or the mean over classes",
              ClassificationQuality::precision),
          figure(
              "recall_ratio",
              "Those predicted among the true ones: of the positive class, or the mean over classes",
              ClassificationQuality::recall),
          figure(
              "f1_ratio",
              "Harmonic mean of precision and recall: of the positive class, or the mean over classes",
              ClassificationQuality::f1),
          figure(
              "log_loss",
              "Mean negative logarithm of the probability given to the true class",
              ClassificationQuality::logLoss),
          figure(
              "brier_score",
              "Mean squared error of the probabilities",
              ClassificationQuality::brier),
          figure(
              "roc_auc",
              "Area under the receiver operating characteristic",
              ClassificationQuality::auc),
          figure(
              "roc_auc_error_bound",
              "The most by which the area can be off, since scores are counted in buckets",
              ClassificationQuality::aucErrorBound),
          figure(
              "calibration_error_ratio",
              "Expected calibration error over ten bins of the probability",
              ClassificationQuality::calibrationError));

  private static final List<OfClass> OF_CLASSES =
      List.of(
          ofClass(
              "class_support",
              "Pairs of which the class is the true one",
              each -> OptionalDouble.of((double) each.support())),
          ofClass(
              "class_precision_ratio",
              "Right ones among those predicted of the class",
              ClassFigures::precision),
          ofClass(
              "class_recall_ratio",
              "Those predicted among the true ones of the class",
              ClassFigures::recall),
          ofClass(
              "class_f1_ratio",
              "Harmonic mean of precision and recall of the class",
              ClassFigures::f1));

  private ClassGauges() {}

  /** All families, in the order of their importance. */
  static Stream<GaugeFamily> families() {
    return Stream.concat(
        FIGURES.stream().map(Figure::family), OF_CLASSES.stream().map(OfClass::family));
  }

  /** Gives the gauges of a model to {@code sink}, in the order of {@link #families}. */
  static void export(ModelSnapshot model, GaugeSink sink) {
    for (Figure figure : FIGURES) {
      for (VersionSnapshot version : model.versions()) {
        for (WindowFigures window : version.windows()) {
          ClassificationQuality quality = window.classes();
          if (quality != null) {
            sink.add(
                figure.family,
                labels(model, version, WindowLabel.of(window.window())),
                figure.value.apply(quality));
          }
        }
      }
    }
    for (OfClass figure : OF_CLASSES) {
      for (VersionSnapshot version : model.versions()) {
        for (WindowFigures window : version.windows()) {
          for (ClassFigures each : told(window.classes())) {
            sink.add(
                figure.family,
                labels(model, version, WindowLabel.of(window.window()), each.name()),
                figure.value.apply(each));
          }
        }
      }
    }
  }

  /** The classes that have gauges of their own: those of a binary model have none. */
  private static List<ClassFigures> told(@Nullable ClassificationQuality quality) {
    return quality == null || quality.positive().isPresent()
        ? List.of()
        : quality.classes().stream().limit(MOST_CLASSES).toList();
  }

  private static Figure figure(
      String name, String help, Function<ClassificationQuality, OptionalDouble> value) {
    return new Figure(ofVersion(name, help, "window"), value);
  }

  private static OfClass ofClass(
      String name, String help, Function<ClassFigures, OptionalDouble> value) {
    return new OfClass(ofVersion(name, help, "window", "class"), value);
  }
}
