package io.atalaya.bench.workload;

import io.atalaya.cache.InvalidationSettings;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.SignificanceLevel;
import io.atalaya.monitor.ClassSettings;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.PriceSettings;
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
import java.util.Set;

/**
 * How the model of {@link Deliveries} is monitored: quality, traffic, and drift of all features.
 */
public final class Monitoring {

  /** More than any benchmark has. */
  public static final int MAX_PENDING = 50_000_000;

  /** The rows of the reference; more than the 1,024 knots that are kept of it. */
  private static final int REFERENCE_ROWS = 4_096;

  /** The longest window: all of a benchmark's events are in it. */
  public static final String WINDOW = "24h";

  private Monitoring() {}

  /** The reference as it is counted against; the same as that of {@link #write}. */
  public static ReferenceProfile reference() {
    Deliveries deliveries = new Deliveries();
    String[] names = Deliveries.REFERENCE_HEADER.split(",", -1);
    double[][] columns = new double[names.length][REFERENCE_ROWS];
    for (int row = 0; row < REFERENCE_ROWS; row++) {
      String[] cells = deliveries.referenceRow(row).split(",", -1);
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
    Duration hour = Duration.ofHours(1);
    ModelSettings model =
        new ModelSettings(
            ModelSettings.Kind.PREDICTIVE,
            ClassSettings.DEFAULT,
            "minutes",
            null,
            List.of(Duration.ofMinutes(5), hour, Duration.ofHours(24)),
            Duration.ofMillis(horizonMillis),
            Duration.ofMillis(horizonMillis),
            new ModelSettings.Range(0, 240),
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
            Map.of(),
            PriceSettings.NONE,
            null,
            new InvalidationSettings(Set.of(), Duration.ofMinutes(10), false));
    return new MonitorSettings(
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Map.of(Deliveries.MODEL, model),
        model,
        200,
        MAX_PENDING,
        2_000);
  }

  /** Writes the configuration, and the reference that it names, and returns where it is. */
  public static Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path reference = directory.resolve("reference.csv").toAbsolutePath();
    Deliveries deliveries = new Deliveries();
    List<String> rows = new ArrayList<>();
    rows.add(Deliveries.REFERENCE_HEADER);
    for (int row = 0; row < REFERENCE_ROWS; row++) {
      rows.add(deliveries.referenceRow(row));
    }
    Files.write(reference, rows);
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
            """
                .formatted(MAX_PENDING, Deliveries.MODEL, reference.toString().replace('\\', '/')))
        .toAbsolutePath();
  }
}
