package io.atalaya.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Figures of numbers, without those over bins. */
public final class ExampleFigures {

  private ExampleFigures() {}

  /** Figures before the adjustment, with bounds of 0.1. */
  public static DriftFigures of(
      long n, long m, double ks, OptionalDouble p, OptionalDouble wasserstein) {
    return of(n, m, ks, p, wasserstein, DriftSettings.Effect.DEFAULT);
  }

  /** Figures before the adjustment. */
  static DriftFigures of(
      long n,
      long m,
      double ks,
      OptionalDouble p,
      OptionalDouble wasserstein,
      DriftSettings.Effect bounds) {
    List<TestResult> results = new ArrayList<>();
    results.add(TestResult.of(DriftTest.KS, ks, ks, bounds.ks(), p));
    wasserstein.ifPresent(
        effect -> results.add(TestResult.of(DriftTest.WASSERSTEIN, effect, bounds.wasserstein())));
    return new DriftFigures(n, m, results);
  }
}
