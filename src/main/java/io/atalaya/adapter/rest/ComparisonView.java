package io.atalaya.adapter.rest;

import io.atalaya.monitor.VersionComparison;
import io.atalaya.window.WindowLabel;
import java.util.OptionalDouble;

/**
 * A figure of a version beside that of its predecessor.
 *
 * @param baseline the predecessor
 * @param window the window of both figures
 * @param metric what is compared
 * @param difference the version's figure less the predecessor's
 * @param pValue the two-sided p-value of no difference
 * @param lower the lower end of its 95 % confidence interval, of a business figure
 * @param upper the upper end
 */
public record ComparisonView(
    String baseline,
    String window,
    String metric,
    double difference,
    double pValue,
    OptionalDouble lower,
    OptionalDouble upper) {

  static ComparisonView of(VersionComparison comparison) {
    return new ComparisonView(
        comparison.baseline(),
        WindowLabel.of(comparison.window()),
        comparison.metric(),
        comparison.difference(),
        comparison.pValue(),
        comparison.lower(),
        comparison.upper());
  }
}
