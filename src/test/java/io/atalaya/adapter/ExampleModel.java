package io.atalaya.adapter;

import io.atalaya.accuracy.IntervalQuality;
import io.atalaya.accuracy.RegressionQuality;
import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.drift.Contrast;
import io.atalaya.drift.DriftFigures;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.DriftTest;
import io.atalaya.drift.DriftVerdict;
import io.atalaya.drift.ExampleFigures;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.SignificanceLevel;
import io.atalaya.drift.TestResult;
import io.atalaya.generation.ScoreCounts.Score;
import io.atalaya.monitor.CacheFigures;
import io.atalaya.monitor.ClassSettings;
import io.atalaya.monitor.EstimateScore;
import io.atalaya.monitor.GenerationFigures;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.PriceSettings;
import io.atalaya.monitor.Quantiles;
import io.atalaya.monitor.RequestPattern;
import io.atalaya.monitor.SegmentFigures;
import io.atalaya.monitor.SegmentSettings;
import io.atalaya.monitor.VersionComparison;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.monitor.VersionSnapshot.FeatureDrift;
import io.atalaya.monitor.WindowFigures;
import io.atalaya.signal.Severity;
import io.atalaya.signal.SignalKey;
import io.atalaya.signal.Threshold;
import io.atalaya.signal.Threshold.Bound;
import io.atalaya.signal.ThresholdRule;
import io.atalaya.signal.ThresholdState;
import io.atalaya.signal.VersionChecks.BoundState;
import io.atalaya.window.WindowLabel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model with something of everything: an empty window and a full one, a feature for each verdict,
 * a bound in each state, a minimum and a maximum of one severity.
 */
public final class ExampleModel {

  /** The moment of the snapshot. */
  public static final Instant NOW = Instant.parse("2012-09-01T12:00:00Z");

  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(1);

  private static final OptionalDouble NONE = OptionalDouble.empty();
  private static final Quantiles NO_QUANTILES = new Quantiles(NONE, NONE, NONE);

  private static final Threshold ACCURACY =
      threshold("accuracy", Bound.MIN, 0.8, LONG, Severity.CRITICAL);
  private static final Threshold BIAS_MIN =
      threshold("bias", Bound.MIN, -5, LONG, Severity.WARNING);
  private static final Threshold BIAS_MAX = threshold("bias", Bound.MAX, 5, LONG, Severity.WARNING);
  private static final Threshold LATENCY =
      threshold("latency-p95", Bound.MAX, 0.1, SHORT, Severity.INFO);

  private ExampleModel() {}

  /** The snapshot. */
  public static ModelSnapshot snapshot() {
    return snapshot("bike-demand");
  }

  /** The snapshot under another name. */
  public static ModelSnapshot snapshot(String model) {
    return new ModelSnapshot(
        model, settings(), NOW.toEpochMilli(), 3, orphans(), List.of(version(model, "v1")));
  }

  /** Snapshots to be shown at {@link #NOW}. */
  public static ModelSnapshots shown(ModelSnapshot... models) {
    ModelSnapshots snapshots = new ModelSnapshots(InstantSource.fixed(NOW));
    snapshots.polled();
    for (ModelSnapshot model : models) {
      snapshots.put(model);
    }
    return snapshots;
  }

  /** Settings under which a model may have so many gauges. */
  public static MonitorSettings monitor(int maxSeries) {
    return new MonitorSettings(
        Duration.ofSeconds(10), Duration.ofMinutes(5), Map.of(), settings(), 200, 1_000, maxSeries);
  }

  private static SequencedMap<Duration, Long> orphans() {
    SequencedMap<Duration, Long> orphans = new LinkedHashMap<>();
    orphans.put(SHORT, 0L);
    orphans.put(LONG, 4L);
    return orphans;
  }

  private static ModelSettings settings() {
    return new ModelSettings(
        ModelSettings.Kind.PREDICTIVE,
        ClassSettings.DEFAULT,
        "rentals",
        null,
        List.of(SHORT, LONG),
        Duration.ofHours(24),
        Duration.ofHours(24),
        null,
        List.of(ACCURACY, BIAS_MIN, BIAS_MAX, LATENCY),
        SegmentSettings.DEFAULT,
        new DriftSettings(
            LONG,
            new ReferenceSource.Learned(1000, LONG),
            new SignificanceLevel.Alpha(0.01),
            DriftSettings.Effect.DEFAULT,
            300,
            new DriftSettings.Persistence(3, 2),
            Duration.ofDays(7)),
        Map.of(),
        PriceSettings.NONE,
        null,
        new InvalidationSettings(Set.of("accuracy"), Duration.ofMinutes(10), false));
  }

  private static VersionSnapshot version(String model, String version) {
    return new VersionSnapshot(
        version,
        List.of(emptyWindow(), fullWindow()),
        List.of(
            new SegmentFigures(
                LONG,
                "casual",
                20,
                OptionalDouble.of(0.25),
                fullWindow().quality(),
                null,
                new TreeMap<>(Map.of("conversion-rate", 0.0625)))),
        new EstimateScore(5, OptionalDouble.of(3.5), OptionalDouble.of(0.125)),
        7,
        OptionalDouble.of(90.5),
        List.of(
            new VersionComparison("v0", LONG, "mae", -1.5, 0.03125),
            new VersionComparison("v0", LONG, "error-ratio", 0, 1)),
        List.of(
            new FeatureDrift(
                "hum",
                ExampleFigures.of(500, 1000, 0.05, OptionalDouble.of(0.4), NONE),
                new DriftVerdict.Stable(ExampleFigures.of(400, 1000, 0.04, NONE, NONE), 0),
                NONE),
            new FeatureDrift(
                "temp",
                ExampleFigures.of(
                    500,
                    1000,
                    new TestResult(
                        DriftTest.KS,
                        0.1 + 0.2,
                        0.1 + 0.2,
                        0.1,
                        OptionalDouble.of(1e-12),
                        OptionalDouble.of(1e-12),
                        OptionalDouble.of(2e-12)),
                    TestResult.of(DriftTest.WASSERSTEIN, 0.75, 0.1)),
                new DriftVerdict.Drifted(temperatures(), 2),
                OptionalDouble.of(0.25)),
            new FeatureDrift(
                "weather",
                new DriftFigures(
                    500,
                    0,
                    1200,
                    1000,
                    List.of(
                        TestResult.of(
                            DriftTest.MISSING, 0.875, 0.875, 0.02, OptionalDouble.of(1e-100))),
                    Optional.empty()),
                new DriftVerdict.Drifted(weather(), 2),
                OptionalDouble.of(0.5)),
            new FeatureDrift("wind", null, new DriftVerdict.InsufficientData(12, 300), NONE)),
        Map.of("prompt", 0.0625, "completion", 0.5),
        OptionalLong.of(NOW.toEpochMilli() + 60_000),
        List.of(
            state(model, version, ACCURACY, new ThresholdState.Firing(NOW.toEpochMilli() - 60_000)),
            state(model, version, BIAS_MIN, new ThresholdState.Quiet()),
            state(model, version, BIAS_MAX, new ThresholdState.Firing(NOW.toEpochMilli())),
            state(model, version, LATENCY, new ThresholdState.Pending(NOW.toEpochMilli()))));
  }

  private static DriftFigures temperatures() {
    return new DriftFigures(
        400,
        400,
        1000,
        1000,
        List.of(TestResult.of(DriftTest.KS, 0.25, 0.25, 0.1, NONE)),
        Optional.of(
            new Contrast.Quantiles(
                List.of(-1.5, 4.0, 9.0, 15.0, 22.0), List.of(5.0, 9.0, 14.5, 20.0, 28.0))));
  }

  private static DriftFigures weather() {
    return new DriftFigures(
        400,
        400,
        1200,
        1000,
        List.of(
            TestResult.of(DriftTest.CHI_SQUARED, 9.5, 0.125, 0.1, OptionalDouble.of(0.01)),
            TestResult.of(DriftTest.UNSEEN, 0.25, 0.25, 0.02, OptionalDouble.of(1e-9))),
        Optional.of(
            new Contrast.Shares(
                List.of(
                    new Contrast.Share("rain", 0.5, 0.125),
                    new Contrast.Share(Contrast.UNSEEN, 0, 0.25)))));
  }

  private static WindowFigures emptyWindow() {
    RegressionQuality quality = new RegressionQuality(0, NONE, NONE, NONE, NONE, NONE, NONE, NONE);
    return new WindowFigures(
        SHORT,
        0,
        0,
        NONE,
        NONE,
        new RequestPattern(NONE, NONE),
        new CacheFigures(0, NONE, NONE, NO_QUANTILES, NO_QUANTILES),
        NONE,
        NO_QUANTILES,
        quality,
        null,
        NO_QUANTILES,
        new IntervalQuality(0, NONE, NONE, NONE),
        NONE,
        NONE,
        NONE,
        NO_QUANTILES,
        new TreeMap<>(),
        noTexts());
  }

  private static WindowFigures fullWindow() {
    RegressionQuality quality =
        new RegressionQuality(
            90,
            OptionalDouble.of(41.25),
            OptionalDouble.of(60.5),
            NONE,
            OptionalDouble.of(-3),
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.25),
            OptionalDouble.of(0.75));
    return new WindowFigures(
        LONG,
        120,
        1 / 30.0,
        OptionalDouble.of(0),
        NONE,
        new RequestPattern(OptionalDouble.of(1.5), OptionalDouble.of(4)),
        new CacheFigures(
            15,
            OptionalDouble.of(0.125),
            OptionalDouble.of(0.25),
            quantiles(0.001, 0.002, 0.004),
            quantiles(0.02, 0.03, 0.04)),
        OptionalDouble.of(0.875),
        quantiles(0.01, 0.02, 0.03),
        quality,
        null,
        quantiles(30, 130, 160),
        new IntervalQuality(
            80, OptionalDouble.of(0.875), OptionalDouble.of(0.9), OptionalDouble.of(120)),
        OptionalDouble.of(0.9),
        OptionalDouble.of(0.75),
        OptionalDouble.of(45.5),
        quantiles(3600, 3700, 3800),
        new TreeMap<>(Map.of("conversion-rate", 0.125, "mean-rating", 4.5)),
        texts());
  }

  private static GenerationFigures noTexts() {
    return new GenerationFigures(
        0,
        NONE,
        NO_QUANTILES,
        NO_QUANTILES,
        NO_QUANTILES,
        NO_QUANTILES,
        0,
        NO_QUANTILES,
        0,
        NO_QUANTILES,
        OptionalDouble.of(0),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private static GenerationFigures texts() {
    return new GenerationFigures(
        30,
        OptionalDouble.of(62.5),
        quantiles(60, 80, 90),
        quantiles(0.25, 0.5, 0.75),
        quantiles(0.015, 0.02, 0.04),
        quantiles(3, 5, 8),
        12_000,
        quantiles(400, 900, 1_000),
        6_000,
        quantiles(200, 450, 500),
        OptionalDouble.of(5.4),
        new TreeMap<>(Map.of("stop", 28L, "length", 1L)),
        new TreeMap<>(
            Map.of("groundedness", new Score(25, 0.875), "toxicity", new Score(30, 0.0625))));
  }

  private static Quantiles quantiles(double p50, double p95, double p99) {
    return new Quantiles(OptionalDouble.of(p50), OptionalDouble.of(p95), OptionalDouble.of(p99));
  }

  private static Threshold threshold(
      String check, Bound bound, double limit, Duration window, Severity severity) {
    return new Threshold(check, bound, limit, window, severity, 0, 0, 0, Duration.ZERO, 0);
  }

  private static BoundState state(
      String model, String version, Threshold threshold, ThresholdState state) {
    return new BoundState(
        new SignalKey(model, version, threshold.check(), WindowLabel.of(threshold.window())),
        ThresholdRule.of(threshold),
        state);
  }
}
