package io.atalaya.adapter.metrics;

import static io.atalaya.adapter.metrics.GaugeFamily.labels;
import static io.atalaya.adapter.metrics.GaugeFamily.ofVersion;

import io.atalaya.drift.DriftFigures;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.DriftVerdict;
import io.atalaya.drift.TestResult;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.monitor.VersionSnapshot.FeatureDrift;
import io.atalaya.window.WindowLabel;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The gauges of drift, verdicts first.
 *
 * <p>Figures are over the sliding drift window and carry its label. A verdict has none: it is about
 * closed windows, which run on for longer when they have too few samples. {@code test} is the label
 * of a {@link io.atalaya.drift.DriftTest}.
 */
final class DriftGauges {

  private record Figure(GaugeFamily family, Function<TestResult, OptionalDouble> value) {}

  private static final GaugeFamily SHARE =
      ofVersion("drift_share", "Features whose verdict is drifted over the features judged");

  private static final GaugeFamily DETECTED =
      ofVersion(
          "drift_detected", "1 while the feature's verdict is drifted, 0 while stable", "feature");

  private static final GaugeFamily INSUFFICIENT =
      ofVersion(
          "drift_insufficient_data",
          "1 while there is too little data for a drift verdict, else 0",
          "feature");

  private static final GaugeFamily EFFECT =
      figures("drift_effect", "Size of the difference from the reference");

  private static final GaugeFamily BOUND =
      figures("drift_effect_bound", "The least difference from the reference worth a signal");

  private static final GaugeFamily STATISTIC =
      figures("drift_statistic", "Test statistic against the reference");

  private static final GaugeFamily P_ADJUSTED =
      figures(
          "drift_p_adjusted",
          "p-value for values as dependent as the reference's, after Benjamini and Hochberg over the features");

  private static final GaugeFamily P_VALUE = figures("drift_p_value", "Raw p-value of the test");

  private static final List<Figure> FIGURES =
      List.of(
          new Figure(EFFECT, result -> OptionalDouble.of(result.effect())),
          new Figure(BOUND, result -> OptionalDouble.of(result.bound())),
          new Figure(STATISTIC, result -> OptionalDouble.of(result.statistic())),
          new Figure(P_ADJUSTED, TestResult::adjustedP),
          new Figure(P_VALUE, TestResult::p));

  private DriftGauges() {}

  /** All families, in the order of their importance. */
  static Stream<GaugeFamily> families() {
    return Stream.concat(
        Stream.of(SHARE, DETECTED, INSUFFICIENT), FIGURES.stream().map(Figure::family));
  }

  /** Gives the gauges of a model to {@code sink}, in the order of {@link #families}. */
  static void export(ModelSnapshot model, GaugeSink sink) {
    DriftSettings settings = model.settings().drift();
    if (settings == null) {
      return;
    }
    for (VersionSnapshot version : model.versions()) {
      sink.add(SHARE, labels(model, version), share(version));
    }
    for (VersionSnapshot version : model.versions()) {
      for (FeatureDrift drift : version.drift()) {
        sink.add(DETECTED, labels(model, version, drift.feature()), detected(drift.verdict()));
      }
    }
    for (VersionSnapshot version : model.versions()) {
      for (FeatureDrift drift : version.drift()) {
        boolean insufficient = drift.verdict() instanceof DriftVerdict.InsufficientData;
        sink.add(INSUFFICIENT, labels(model, version, drift.feature()), insufficient ? 1 : 0);
      }
    }
    String window = WindowLabel.of(settings.window());
    FIGURES.forEach(figure -> export(model, window, figure, sink));
  }

  private static void export(ModelSnapshot model, String window, Figure figure, GaugeSink sink) {
    for (VersionSnapshot version : model.versions()) {
      for (FeatureDrift drift : version.drift()) {
        DriftFigures figures = drift.figures();
        if (figures != null) {
          for (TestResult result : figures.results()) {
            sink.add(
                figure.family,
                labels(model, version, window, drift.feature(), result.test().label()),
                figure.value.apply(result));
          }
        }
      }
    }
  }

  private static OptionalDouble share(VersionSnapshot version) {
    return version.drift().stream()
        .map(drift -> detected(drift.verdict()))
        .flatMapToDouble(OptionalDouble::stream)
        .average();
  }

  private static OptionalDouble detected(DriftVerdict verdict) {
    return switch (verdict) {
      case DriftVerdict.Drifted _ -> OptionalDouble.of(1);
      case DriftVerdict.Stable _ -> OptionalDouble.of(0);
      case DriftVerdict.InsufficientData _ -> OptionalDouble.empty();
    };
  }

  private static GaugeFamily figures(String name, String help) {
    return ofVersion(name, help, "window", "feature", "test");
  }
}
