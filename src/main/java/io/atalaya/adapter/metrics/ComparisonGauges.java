package io.atalaya.adapter.metrics;

import static io.atalaya.adapter.metrics.GaugeFamily.labels;
import static io.atalaya.adapter.metrics.GaugeFamily.ofVersion;

import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.VersionComparison;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.window.WindowLabel;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** The gauges of a version beside its predecessor: how much differs, and whether by chance. */
final class ComparisonGauges {

  private static final GaugeFamily DIFFERENCE =
      comparison(
          "version_comparison", "Figure of the version less that of its predecessor, the baseline");

  private static final GaugeFamily P_VALUE =
      comparison(
          "version_comparison_p_value",
          "Two-sided p-value of no difference between the version and its predecessor");

  private static final GaugeFamily LOWER =
      comparison(
          "version_comparison_lower",
          "Lower end of the 95 % confidence interval of the difference");

  private static final GaugeFamily UPPER =
      comparison(
          "version_comparison_upper",
          "Upper end of the 95 % confidence interval of the difference");

  private ComparisonGauges() {}

  /** All families, in the order of their importance. */
  static Stream<GaugeFamily> families() {
    return Stream.of(DIFFERENCE, P_VALUE, LOWER, UPPER);
  }

  /** Gives the gauges of a model to {@code sink}, in the order of {@link #families}. */
  static void export(ModelSnapshot model, GaugeSink sink) {
    export(model, DIFFERENCE, of -> OptionalDouble.of(of.difference()), sink);
    export(model, P_VALUE, of -> OptionalDouble.of(of.pValue()), sink);
    export(model, LOWER, VersionComparison::lower, sink);
    export(model, UPPER, VersionComparison::upper, sink);
  }

  private static void export(
      ModelSnapshot model,
      GaugeFamily family,
      Function<VersionComparison, OptionalDouble> value,
      GaugeSink sink) {
    for (VersionSnapshot version : model.versions()) {
      for (VersionComparison comparison : version.comparisons()) {
        sink.add(
            family,
            labels(
                model,
                version,
                comparison.baseline(),
                WindowLabel.of(comparison.window()),
                comparison.metric()),
            value.apply(comparison));
      }
    }
  }

  private static GaugeFamily comparison(String name, String help) {
    return ofVersion(name, help, "baseline", "window", "metric");
  }
}
