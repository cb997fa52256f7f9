package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.drift.SignificanceLevel;
import io.atalaya.kpi.KpiDefinition;
import io.atalaya.kpi.KpiDefinition.Quantity;
import io.atalaya.monitor.ClassSettings;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.PriceSettings;
import io.atalaya.monitor.SegmentSettings;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Threshold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void documentedExampleIsReadAsItStands() {
    MonitorSettings settings =
        settings(
            """
            atalaya:
              pane: 10s
              grace: 5m
              models:
                bike-demand:
                  kind: predictive
                  unit: rentals
                  windows: [5m, 1h, 24h]
                  label-horizon: 24h
                  expected-range: {min: 0, max: 1500}
                  thresholds:
                    accuracy:    {min: 0.80, window: 1h, severity: critical, min-scored: 30, min-coverage: 0.5, for: 2m, clear: 5%}
                    latency-p95: {max: 100ms, window: 5m, severity: warning}
                    confidence:  {min: 0.70, window: 1h, severity: warning}
                  drift:
                    window: 1h
                    reference: {auto: 10000, over: 24h}
                    alpha: 0.01
                    effect: {ks: 0.1, wasserstein: 0.1}
                    min-samples: 300
                    persistence: {of: 3, at-least: 2}
                    max-window: 7d
                  kpis:
                    conversion-rate: {ratio: {of: conversion, to: impression}}
                    mean-rating:     {mean: rating}
                  invalidation: {on: [drift, accuracy, lifecycle], cooldown: 10m, dry-run: false}
            """);

    assertEquals(Duration.ofSeconds(10), settings.pane());
    assertEquals(Duration.ofMinutes(5), settings.grace());
    assertEquals(
        new ModelSettings(
            ModelSettings.Kind.PREDICTIVE,
            ClassSettings.DEFAULT,
            "rentals",
            null,
            List.of(Duration.ofMinutes(5), HOUR, Duration.ofHours(24)),
            Duration.ofHours(24),
            Duration.ofHours(24),
            new ModelSettings.Range(0, 1500),
            List.of(
                new Threshold(
                    "accuracy",
                    Threshold.Bound.MIN,
                    0.8,
                    HOUR,
                    Severity.CRITICAL,
                    30,
                    0.5,
                    0.95,
                    Duration.ofMinutes(2),
                    0.05),
                new Threshold(
                    "confidence",
                    Threshold.Bound.MIN,
                    0.7,
                    HOUR,
                    Severity.WARNING,
                    0,
                    0,
                    0,
                    Duration.ZERO,
                    0.05),
                new Threshold(
                    "latency-p95",
                    Threshold.Bound.MAX,
                    0.1,
                    Duration.ofMinutes(5),
                    Severity.WARNING,
                    0,
                    0,
                    0,
                    Duration.ZERO,
                    0.05)),
            SegmentSettings.DEFAULT,
            new DriftSettings(
                HOUR,
                new ReferenceSource.Learned(10_000, Duration.ofHours(24)),
                new SignificanceLevel.Alpha(0.01),
                DriftSettings.Effect.DEFAULT,
                300,
                new DriftSettings.Persistence(3, 2),
                Duration.ofDays(7)),
            Map.of(
                "conversion-rate",
                new KpiDefinition(
                    new KpiDefinition.Ratio(
                        new Quantity.Count("conversion"), new Quantity.Count("impression")),
                    false,
                    false),
                "mean-rating",
                new KpiDefinition(new KpiDefinition.Mean("rating"), false, false)),
            PriceSettings.NONE,
            null,
            new InvalidationSettings(
                Set.of("drift", "accuracy", "lifecycle"), Duration.ofMinutes(10), false)),
        settings.models().get("bike-demand"));
  }

  @Test
  void nothingConfiguredMeansTheDocumentedDefaults() {
    MonitorSettings settings = settings("other: 1\n");

    assertEquals(
        new MonitorSettings(
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Map.of(),
            new ModelSettings(
                ModelSettings.Kind.PREDICTIVE,
                ClassSettings.DEFAULT,
                null,
                null,
                List.of(Duration.ofMinutes(5), HOUR, Duration.ofHours(24)),
                Duration.ofHours(24),
                Duration.ofHours(24),
                null,
                List.of(),
                SegmentSettings.DEFAULT,
                null,
                Map.of(),
                PriceSettings.NONE,
                null,
                new InvalidationSettings(Set.of(), Duration.ofMinutes(10), false)),
            200,
            5_000_000,
            2_000),
        settings);
  }

  @Test
  void aReferenceIsLearnedAnewAndFromHealthyTimesWhereThatIsWanted() {
    MonitorSettings settings =
        settings(
            """
            atalaya:
              models:
                m: {thresholds: {mae: {max: 1}}, drift: {reference: {over: 1h, on-deployed: true, healthy: true}}}
            """);
    assertEquals(
        new ReferenceSource.Learned(10_000, HOUR, true, true),
        Objects.requireNonNull(settings.of("m").drift()).reference());
  }

  @Test
  void emptyDriftBlockTakesAllDefaultsAndAMissingOneMeansNone() {
    MonitorSettings settings =
        settings(
            """
            atalaya:
              models:
                judged: {drift: {}}
                also: {drift: }
                not: {unit: m}
            """);

    DriftSettings drift = Objects.requireNonNull(settings.of("judged").drift());
    assertEquals(
        new DriftSettings(
            HOUR,
            new ReferenceSource.Learned(10_000, Duration.ofHours(24)),
            new SignificanceLevel.Alpha(0.01),
            DriftSettings.Effect.DEFAULT,
            300,
            new DriftSettings.Persistence(3, 2),
            Duration.ofDays(7)),
        drift);
    assertEquals(drift, settings.of("also").drift());
    assertNull(settings.of("not").drift());
  }

  @Test
  void modelWithNothingBelowItsNameIsConfiguredAndDoesNotTakeTheDefaultsOfOthers() {
    MonitorSettings settings =
        settings(
            """
            atalaya:
              defaults: {windows: [10m]}
              models:
                bare:
                empty: {}
                v1.2: {unit: m}
            """);

    assertEquals(Set.of("bare", "empty", "v1.2"), settings.models().keySet());
    assertEquals(3, settings.of("bare").windows().size());
    assertEquals(List.of(Duration.ofMinutes(10)), settings.of("unnamed").windows());
    assertEquals("m", settings.of("v1.2").unit());
  }

  @Test
  void windowsOfThresholdsAndDriftAreAdded() {
    ModelSettings model =
        model(
            """
            windows: [1h, 5m, 1h]
            thresholds: {accuracy: {min: 80%, window: 2h}}
            drift: {window: 30m}
            """);

    assertEquals(
        List.of(Duration.ofMinutes(5), Duration.ofMinutes(30), HOUR, Duration.ofHours(2)),
        model.windows());
  }

  @Test
  void thresholdIsAListOfBoundsToo() {
    ModelSettings model =
        model(
            """
            thresholds:
              accuracy: [{min: 0.9}, {min: 0.8, severity: critical}]
              bias: [{min: -5}, {max: 5}]
            """);

    assertEquals(
        List.of(0.9, 0.8, -5.0, 5.0), model.thresholds().stream().map(Threshold::limit).toList());
  }

  @Test
  void thresholdWithoutAWindowTakesOneHourElseTheLongest() {
    String threshold = "\nthresholds: {mae: {max: 3}}\n";
    assertEquals(
        HOUR, model("windows: [5m, 1h, 24h]" + threshold).thresholds().getFirst().window());
    assertEquals(
        Duration.ofHours(24),
        model("windows: [5m, 24h, 2h]" + threshold).thresholds().getFirst().window());
  }

  @Test
  void fewScoredPairsAreJudgedOnlyForFiguresThatAreNotScored() {
    ModelSettings model =
        model("thresholds: {mae: {max: 3}, wape: {max: 20%, min-scored: 5}, throughput: {min: 1}}");

    assertEquals(
        Map.of("mae", 30L, "wape", 5L, "throughput", 0L),
        model.thresholds().stream()
            .collect(Collectors.toMap(Threshold::check, Threshold::minScored)));
  }

  @Test
  void aBreachMustBeSureOnlyForFiguresThatAreScored() {
    ModelSettings model =
        model(
            """
            thresholds:
              mae: {max: 3}
              bias: {max: 3, confidence-level: 0}
              rmse: {max: 3, confidence-level: 50%}
              throughput: {min: 1}
            """);

    assertEquals(
        Map.of("mae", 0.95, "bias", 0.0, "rmse", 0.5, "throughput", 0.0),
        model.thresholds().stream()
            .collect(Collectors.toMap(Threshold::check, Threshold::confidenceLevel)));
  }

  @Test
  void everyFormulaOfABusinessFigureIsRead() {
    Map<String, KpiDefinition> kpis =
        model(
                """
                kpis:
                  revenue-each: {ratio: {sum: purchase, to: predictions}, attributed: true}
                  clicks: {rate: click, segments: true}
                  revenue: {sum: purchase}
                  low: {share: {of: rating, at-most: 2.5}}
                  who: {count-distinct: click, attributed: true, segments: true}
                """)
            .kpis();
    assertEquals(
        Map.of(
            "revenue-each",
            new KpiDefinition(
                new KpiDefinition.Ratio(new Quantity.Total("purchase"), new Quantity.Predictions()),
                true,
                false),
            "clicks",
            new KpiDefinition(new KpiDefinition.Rate("click"), false, true),
            "revenue",
            new KpiDefinition(new KpiDefinition.Sum("purchase"), false, false),
            "low",
            new KpiDefinition(new KpiDefinition.Share("rating", 2.5), false, false),
            "who",
            new KpiDefinition(new KpiDefinition.CountDistinct("click"), true, true)),
        kpis);
  }

  @Test
  void plainOnAndQuotedOnAreTheSameKeyOfInvalidation() {
    Set<String> reasons = Set.of("drift", "kpi:rating");
    String kpi = "kpis: {rating: {mean: rating}}\n";
    assertEquals(
        reasons, model(kpi + "invalidation: {on: [drift, 'kpi:rating']}").invalidation().on());
    assertEquals(
        reasons, model(kpi + "invalidation: {\"on\": [drift, 'kpi:rating']}").invalidation().on());
    assertEquals(Set.of("drift"), model("invalidation: {on: drift}").invalidation().on());
    assertEquals(Set.of(), model("invalidation: {on: []}").invalidation().on());
  }

  @Test
  void environmentOverridesScalarsAndDoesNotConfuseTheKeys() {
    MonitorSettings settings =
        ConfigurationText.of(
                "atalaya: {pane: 10s, models: {bike-demand: {label-horizon: 24h, windows: [1h]}}}",
                Map.of(
                    "ATALAYA_PANE", "5s",
                    "ATALAYA_MAX_MODELS", "7",
                    "ATALAYA_MODELS_BIKE_DEMAND_LABEL_HORIZON", "2h",
                    "ATALAYA_MODELS_BIKE_DEMAND_WINDOWS", "5m,10m",
                    "ATALAYA_SERVICE_HOST", "10.0.0.1",
                    "ATALAYA_PORT_9000_TCP", "tcp://10.0.0.1:9000"))
            .read()
            .settings();

    assertEquals(Duration.ofSeconds(5), settings.pane());
    assertEquals(7, settings.maxModels());
    assertEquals(Set.of("bike-demand"), settings.models().keySet());
    assertEquals(Duration.ofHours(2), settings.of("bike-demand").labelHorizon());
    assertEquals(
        List.of(Duration.ofMinutes(5), Duration.ofMinutes(10)),
        settings.of("bike-demand").windows());
  }

  @Test
  void aReferenceFileMayBeDividedBySeason(@TempDir Path directory) throws IOException {
    String rows = "2026-11-27T03:10Z,1\n".repeat(SeasonalProfile.LEAST_VALUES);
    Path file = Files.writeString(directory.resolve("reference.csv"), "at,temp\n" + rows);
    Configuration configuration =
        ConfigurationText.of(
                "atalaya: {models: {a: {drift: {reference: {file: '%s', season: hour-of-week, time: at, zone: Asia/Tokyo}}}}}"
                    .formatted(file))
            .read();

    SeasonalProfile profile =
        assertInstanceOf(SeasonalProfile.class, configuration.references().get("a"));
    assertEquals(Seasons.of("hour-of-week", "Asia/Tokyo"), profile.seasons());
    // Noon on Friday.
    assertEquals(Set.of(4 * 24 + 12), profile.members().keySet());
    assertEquals(List.of("temp"), List.copyOf(profile.names()));
  }

  @Test
  void aWindowOfASeasonalReferenceDividesAnHour(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(directory.resolve("reference.csv"), "at,x\n2026-11-27T03:10Z,1\n");
    String yaml =
        "atalaya: {models: {a: {drift: {window: %s, reference: {file: '%s', season: hour-of-day, time: at}}}}}";
    assertEquals(
        List.of(
            "atalaya.models.a.drift.window: 2h does not divide an hour, which a season lasts: give 1h, or for example 30m"),
        ConfigurationText.of(yaml.formatted("2h", file)).problems());
    assertEquals(
        List.of(
            "atalaya.models.a.drift.reference.season: no hour-of-day has 30 values of a feature: give a longer time, or no season"),
        ConfigurationText.of(yaml.formatted("1h", file)).problems());
  }

  @Test
  void referenceFileIsReadOnce(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("reference.csv"), "temp,season\n1.5,x\n2,y\n");
    Configuration configuration =
        ConfigurationText.of(
                "atalaya: {models: {a: {drift: {reference: {file: '%1$s'}}}, b: {drift: {reference: {file: '%1$s'}}}}}"
                    .formatted(file))
            .read();

    assertEquals(
        new ReferenceSource.File(file),
        Objects.requireNonNull(configuration.settings().of("a").drift()).reference());
    assertEquals(Set.of("a", "b"), configuration.references().keySet());
    assertEquals(
        List.of("season", "temp"),
        List.copyOf(Objects.requireNonNull(configuration.references().get("a")).names()));
  }

  @Test
  void singleFeaturesHaveAKindAndAnImportance() {
    DriftSettings drift =
        Objects.requireNonNull(
            model(
                    """
                    drift:
                      effect: {inputs: 5%}
                      features:
                        store.id: {kind: categorical}
                        temp: {kind: numeric, importance: 2.5}
                        hum: {}
                    """)
                .drift());

    assertEquals(
        Map.of(
            "store.id", new DriftSettings.Feature(DriftSettings.Kind.CATEGORICAL, 1),
            "temp", new DriftSettings.Feature(DriftSettings.Kind.NUMERIC, 2.5),
            "hum", DriftSettings.Feature.DEFAULT),
        drift.features());
    assertEquals(DriftSettings.Feature.DEFAULT, drift.feature("wind"));
    assertEquals(0.05, drift.effect().inputs());
  }

  @Test
  void whatIsSaidOfAFeatureMustFitTheFile(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(directory.resolve("reference.csv"), "temp,season\n1.5,\n2,winter\n");
    String yaml =
        """
        atalaya:
          models:
            m:
              drift:
                reference: {file: '%s'}
                features:
                  season: {kind: numeric}
                  tmep: {importance: 2}
        """
            .formatted(file);

    assertEquals(
        List.of(
            "atalaya.models.m.drift.features.season.kind: numeric, but the column has 'winter'"
                + " in line 3, which is no number: mend the file, or leave kind out",
            "atalaya.models.m.drift.features.tmep: has no reference in the file: did you mean"
                + " temp?"),
        ConfigurationText.of(yaml).problems());
    DriftSettings categorical =
        Objects.requireNonNull(
            settings(yaml.replace("numeric", "categorical").replace("tmep", "temp"))
                .of("m")
                .drift());
    assertEquals(2, categorical.feature("temp").importance());
  }

  private MonitorSettings settings(String yaml) {
    return ConfigurationText.of(yaml).read().settings();
  }

  private ModelSettings model(String yaml) {
    return settings("atalaya:\n  models:\n    m:\n" + yaml.indent(6)).of("m");
  }
}
