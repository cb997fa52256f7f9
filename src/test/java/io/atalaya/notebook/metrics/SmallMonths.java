package io.atalaya.notebook.metrics;

import io.atalaya.adapter.kafka.decode.EventKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * 45 days of a model that answers once an hour: its errors come and go with the days, and from day
 * 30 on they are greater and its input is another one. Always the same.
 */
public final class SmallMonths {

  /** When they begin. */
  public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  /** The day on which it goes wrong. */
  public static final int WRONG = 30;

  /** The model's name. */
  public static final String MODEL = "prices.eu";

  private static final int DAYS = 45;

  private static final String YAML =
      """
      atalaya:
        pane: 1h
        grace: 5m
        defaults: {windows: [24h]}
        models:
          "prices.eu":
            windows: [12h, 24h]
            label-horizon: 3d
            thresholds:
              mae:         {max: 1.1, window: 12h, min-scored: 6, confidence-level: 0.8, for: 2h, clear: 5%}
              bias:        [{min: -1, window: 12h, min-scored: 6}, {max: 0.6, window: 12h, min-scored: 6, for: 1h}]
              latency-p95: {max: 90ms, window: 12h}
              "kpi:clicks": {min: 0.3, window: 12h, for: 1h}
            kpis:
              clicks: {ratio: {of: click, to: predictions}}
            drift:
              window: 24h
              reference: {auto: 200, over: 5d}
              effect: {ks: 0.5, wasserstein: 1, neyman: 1, psi: 2, jensen-shannon: 0.6, cramers-v: 0.5, inputs: 0.3}
              min-samples: 20
              persistence: {of: 3, at-least: 2}
      """;

  private SmallMonths() {}

  /** Writes events and configuration into a directory, and returns where the configuration is. */
  public static Path write(Path directory) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(45);
    EventCsv csv = new EventCsv();
    for (int hour = 0; hour < 24 * DAYS; hour++) {
      Instant time = START.plus(Duration.ofHours(hour));
      boolean wrong = hour >= 24 * WRONG;
      double error =
          Math.sin(hour / 40.0) + random.nextGaussian() * (wrong ? 3 : 1) + (wrong ? 1 : 0);
      double actual = 20 + 5 * random.nextDouble();
      csv.add(
          EventKind.PREDICTION,
          null,
          String.format(
              Locale.ROOT,
              "{\"id\":\"%d\",\"model\":\"%s\",\"version\":\"1\",\"time\":%d,\"value\":%f,\"latency_ms\":%f,\"features\":{\"x\":%f}}",
              hour,
              MODEL,
              time.toEpochMilli(),
              actual + error,
              60 + 10 * random.nextGaussian(),
              random.nextGaussian() + (wrong ? 2 : 0)));
      csv.add(
          EventKind.OUTCOME,
          null,
          String.format(
              Locale.ROOT,
              "{\"id\":\"%d\",\"model\":\"%s\",\"time\":%d,\"actual\":%f}",
              hour,
              MODEL,
              time.plus(Duration.ofHours(5)).toEpochMilli(),
              actual));
      if (random.nextDouble() < (wrong ? 0.2 : 0.5)) {
        csv.add(
            EventKind.INTERACTION,
            null,
            "{\"id\":\"%d\",\"model\":\"%s\",\"time\":%d,\"type\":\"click\"}"
                .formatted(hour, MODEL, time.plusSeconds(60).toEpochMilli()));
      }
    }
    csv.writeTo(directory);
    return Files.writeString(directory.resolve("model-monitoring.yaml"), YAML);
  }
}
