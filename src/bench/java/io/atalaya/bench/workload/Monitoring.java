package io.atalaya.bench.workload;

import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.SignificanceLevel;
import io.atalaya.kpi.KpiDefinition;
import io.atalaya.monitor.ClassSettings;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.PriceSettings;
import io.atalaya.monitor.References;
import io.atalaya.monitor.SegmentSettings;
import io.atalaya.statistics.ReferenceSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the models are monitored. That of {@link Deliveries}: quality, traffic, drift of all
 * features, and a business figure of each type of {@link Interactions}. That of {@link Texts}:
 * speed, scores, cost, and the drift of all of that.
 */
public final class Monitoring {

  /** More than any benchmark has. */
  public static final int MAX_PENDING = 50_000_000;

  /** The rows of the reference; more than the 1,024 knots that are kept of it. */
  private static final int REFERENCE_ROWS = 4_096;

  /** The longest window: all of a benchmark's events are in it. */
  public static final String WINDOW = "24h";

  private Monitoring() {}

  /** The references as they are counted against; the same as those of {@link #write}. */
  public static References references() {
    return new References(
        Map.of(
            Deliveries.MODEL,
            profile(Deliveries.REFERENCE_HEADER, new Deliveries()::referenceRow),
            Texts.MODEL,
            profile(Texts.REFERENCE_HEADER, Texts::referenceRow)));
  }

  private static ReferenceProfile profile(String header, IntFunction<String> rows) {
    String[] names = header.split(",", -1);
    double[][] columns = new double[names.length][REFERENCE_ROWS];
    for (int row = 0; row < REFERENCE_ROWS; row++) {
      String[] cells = rows.apply(row).split(",", -1);
      for (int column = 0; column < names.length; column++) {
        columns[column][row] = Double.parseDouble(cells[column]);
      }
    }
    Map<String, FeatureReference> features = new HashMap<>();
    for (int column = 0; column < names.length; column++) {
      features.put(names[column], FeatureReference.of(ReferenceSample.of(columns[column])));
    }
    return ReferenceProfile.of(0, features);
  }

  /** The settings that the configuration of {@link #write} amounts to, for the core alone. */
  public static MonitorSettings settings() {
    return settings(Duration.ofHours(24).toMillis());
  }

  /** The same with another label horizon. */
  public static MonitorSettings settings(long horizonMillis) {
    ModelSettings deliveries =
        model(
            ModelSettings.Kind.PREDICTIVE,
            "minutes",
            horizonMillis,
            new ModelSettings.Range(0, 240),
            kpis(),
            PriceSettings.NONE);
    ModelSettings texts =
        model(
            ModelSettings.Kind.GENERATIVE,
            null,
            horizonMillis,
            null,
            Map.of(),
            new PriceSettings(
                OptionalDouble.empty(), OptionalDouble.of(0.15), OptionalDouble.of(0.6)));
    return new MonitorSettings(
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Map.of(Deliveries.MODEL, deliveries, Texts.MODEL, texts),
        deliveries,
        200,
        MAX_PENDING,
        2_000);
  }

  private static ModelSettings model(
      ModelSettings.Kind kind,
      @Nullable String unit,
      long horizonMillis,
      ModelSettings.@Nullable Range range,
      Map<String, KpiDefinition> kpis,
      PriceSettings prices) {
    Duration hour = Duration.ofHours(1);
    return new ModelSettings(
        kind,
        ClassSettings.DEFAULT,
        unit,
        null,
        List.of(Duration.ofMinutes(5), hour, Duration.ofHours(24)),
        Duration.ofMillis(horizonMillis),
        Duration.ofMillis(horizonMillis),
        range,
        List.of(),
        SegmentSettings.DEFAULT,
        new DriftSettings(
            hour,
            new ReferenceSource.File(Path.of("reference.csv")),
            new SignificanceLevel.Alpha(0.01),
            DriftSettings.Effect.DEFAULT,
            300,
            new DriftSettings.Persistence(3, 2),
            Duration.ofDays(7)),
        kpis,
        prices,
        null,
        new InvalidationSettings(Set.of(), Duration.ofMinutes(10), false));
  }

  /** The rate of each type, by its name, of those that name a prediction as attributed to one. */
  private static Map<String, KpiDefinition> kpis() {
    return Stream.of(Interactions.Type.values())
        .collect(
            Collectors.toMap(
                Interactions.Type::word,
                type ->
                    new KpiDefinition(new KpiDefinition.Rate(type.word()), type.isNamed(), false)));
  }

  /** Writes the configuration, and the references that it names, and returns where it is. */
  public static Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    String deliveries =
        reference(
            directory,
            "reference.csv",
            Deliveries.REFERENCE_HEADER,
            new Deliveries()::referenceRow);
    String texts = reference(directory, "texts.csv", Texts.REFERENCE_HEADER, Texts::referenceRow);
    String kpis =
        Stream.of(Interactions.Type.values())
            .map(
                type ->
                    "%s: {rate: %s, attributed: %s}"
                        .formatted(type.word(), type.word(), type.isNamed()))
            .collect(Collectors.joining(", "));
    return Files.writeString(
            directory.resolve("model-monitoring.yaml"),
            """
            atalaya:
              max-pending: %d
              models:
                %s:
                  unit: minutes
                  windows: [5m, 1h, 24h]
                  label-horizon: 24h
                  expected-range: {min: 0, max: 240}
                  thresholds:
                    accuracy:    {min: 0.80, window: 1h, severity: critical}
                    latency-p95: {max: 100ms, window: 5m}
                  drift:
                    window: 1h
                    reference: {file: "%s"}
                  kpis: {%s}
                %s:
                  kind: generative
                  windows: [5m, 1h, 24h]
                  prices: {input-tokens: 0.15, output-tokens: 0.6}
                  thresholds:
                    ttft-p95:     {max: 2s, window: 5m}
                    "score:tone": {min: 0.5, window: 1h}
                  drift:
                    window: 1h
                    reference: {file: "%s"}
            """
                .formatted(MAX_PENDING, Deliveries.MODEL, deliveries, kpis, Texts.MODEL, texts))
        .toAbsolutePath();
  }

  /** Writes a reference, and returns where it is, as YAML has it. */
  private static String reference(
      Path directory, String name, String header, IntFunction<String> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(header);
    for (int row = 0; row < REFERENCE_ROWS; row++) {
      lines.add(rows.apply(row));
    }
    return Files.write(directory.resolve(name), lines)
        .toAbsolutePath()
        .toString()
        .replace('\\', '/');
  }
}
