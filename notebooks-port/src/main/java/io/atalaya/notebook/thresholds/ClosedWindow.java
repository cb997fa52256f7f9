package io.atalaya.notebook.thresholds;

import io.atalaya.drift.Comparison;
import io.atalaya.drift.DriftFigures;
import io.atalaya.drift.DriftVerdict;
import io.atalaya.drift.TestResult;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Drift windows of one version that closed at a boundary.
 *
 * @param t the boundary, in milliseconds since the epoch
 * @param features what the comparison of each feature with its reference gave
 */
public record ClosedWindow(long t, SortedMap<String, Comparison> features) {

  public ClosedWindow {
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
  }

  /** The same with all least effects multiplied by a factor. */
  ClosedWindow scaled(double factor) {
    SortedMap<String, Comparison> scaled = new TreeMap<>();
    features.forEach(
        (feature, comparison) ->
            scaled.put(
                feature,
                switch (comparison) {
                  case DriftFigures figures -> scaled(figures, factor);
                  case DriftVerdict.InsufficientData missing -> missing;
                }));
    return new ClosedWindow(t, scaled);
  }

  private static DriftFigures scaled(DriftFigures figures, double factor) {
    return new DriftFigures(
        figures.predictions(),
        figures.n(),
        figures.referencePredictions(),
        figures.m(),
        figures.results().stream().map(result -> scaled(result, factor)).toList(),
        figures.contrast());
  }

  private static TestResult scaled(TestResult result, double factor) {
    return new TestResult(
        result.test(),
        result.statistic(),
        result.effect(),
        factor * result.bound(),
        result.p(),
        result.dependentP(),
        result.adjustedP());
  }

  /** Whether any feature was judged. */
  boolean isJudged() {
    return features.values().stream().anyMatch(DriftFigures.class::isInstance);
  }

  /** How many times its least effect each effect is. */
  DoubleStream ratios() {
    return features.values().stream()
        .filter(DriftFigures.class::isInstance)
        .flatMap(comparison -> ((DriftFigures) comparison).results().stream())
        .filter(result -> result.bound() > 0)
        .mapToDouble(result -> result.effect() / result.bound());
  }
}
