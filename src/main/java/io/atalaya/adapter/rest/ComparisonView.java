package io.atalaya.adapter.rest;

import io.atalaya.monitor.VersionComparison;
import io.atalaya.window.WindowLabel;

/**
 * A figure of a version beside that of its predecessor.
 *
 * @param baseline the predecessor
 * @param window the window of both figures
 * @param metric what is compared
 * @param difference the version's figure less the predecessor's
 * @param pValue the two-sided p-value of no difference
 */
public record ComparisonView(
    String baseline, String window, String metric, double difference, double pValue) {

  static ComparisonView of(VersionComparison comparison) {
    return new ComparisonView(
        comparison.baseline(),
        WindowLabel.of(comparison.window()),
        comparison.metric(),
        comparison.difference(),
        comparison.pValue());
  }
}
