package io.atalaya.drift;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Figures of numbers, without those over bins. */
public final class ExampleFigures {

  /** The defaults of the configuration. */
  static final DriftSettings SETTINGS =
      new DriftSettings(
          Duration.ofHours(1),
          new ReferenceSource.Learned(10_000, Duration.ofHours(24)),
          new SignificanceLevel.Alpha(0.01),
          DriftSettings.Effect.DEFAULT,
          300,
          new DriftSettings.Persistence(3, 2),
          Duration.ofDays(7));

  private ExampleFigures() {}

  /** The defaults of the configuration, with something said of single features. */
  static DriftSettings settings(Map<String, DriftSettings.Feature> features) {
    return new DriftSettings(
        SETTINGS.window(),
        SETTINGS.reference(),
        SETTINGS.level(),
        SETTINGS.effect(),
        SETTINGS.minSamples(),
        SETTINGS.persistence(),
        SETTINGS.maxWindow(),
        features);
  }

  /** Figures of as many predictions as values. */
  public static DriftFigures of(long n, long m, TestResult... results) {
    return new DriftFigures(n, n, m, m, List.of(results), Optional.empty());
  }

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
    return new DriftFigures(Math.max(1, n), n, m, m, results, Optional.empty());
  }
}
