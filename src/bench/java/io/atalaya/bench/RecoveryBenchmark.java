package io.atalaya.bench;

import io.atalaya.bench.process.Broker;
import io.atalaya.bench.process.Service;
import io.atalaya.bench.workload.Deliveries;
import io.atalaya.bench.workload.Monitoring;
import io.atalaya.bench.workload.Publisher;
import io.atalaya.demo.terminal.Exposition;
import io.atalaya.demo.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long a killed service takes until it is ready and exact again, with so many predictions that
 * wait for their outcome.
 *
 * <p>Exact: every figure over the longest window, and the number of pending predictions, are those
 * before the kill; and the outcomes that are published last find their predictions.
 */
final class RecoveryBenchmark {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final double WINDOW_SECONDS = Duration.ofHours(24).toSeconds();
  private static final double GOAL_SECONDS = 10;
  private static final String PENDING = "atalaya_pending_predictions";

  /** The outcomes published at the end. */
  private static final int PROBES = 1_000;

  private final Screen screen;
  private final Environment environment;
  private final long pending;
  private final long kills;
  private final Duration rest;
  private final String heap;

  private RecoveryBenchmark(Options options, Screen screen, Environment environment) {
    this.screen = screen;
    this.environment = environment;
    pending = options.whole("pending", 1_000_000, PROBES);
    kills = options.whole("kills", 3, 1);
    rest = Duration.ofSeconds(options.whole("rest-seconds", 15, 0));
    heap = options.text("heap", "2g");
    options.end();
  }

  static void run(Options options, Screen screen, Environment environment)
      throws IOException, InterruptedException {
    new RecoveryBenchmark(options, screen, environment).run();
  }

  private void run() throws IOException, InterruptedException {
    Path directory = environment.directory();
    Path configuration = Monitoring.write(directory);
    try (Broker broker = Broker.start(directory);
        Publisher publisher = new Publisher(broker.servers(), 20)) {
      for (long i = 0; i < pending; i++) {
        publisher.prediction(i);
        if (i % 10_000 == 0) {
          screen.progress(i / (double) pending, "publishing predictions");
        }
      }
      publisher.flush();
      Service.Launch launch =
          environment.launch(directory, broker, configuration, List.of("-Xmx" + heap));
      Service service = launch.start();
      Report report = new Report("restart", "ready, s", "exact, s", "goal, s");
      try {
        Map<String, Double> before = awaitAll(service);
        for (int kill = 1; kill <= kills; kill++) {
          screen.progress(kill / (kills + 1.0), "%d predictions pending".formatted(pending));
          Thread.sleep(rest);
          service.kill();
          service = launch.start();
          service.awaitReady(LIMIT, LOOK);
          double ready = secondsSince(service.launchNanos());
          Map<String, Double> after = awaitAll(service);
          double exact = secondsSince(service.launchNanos());
          requireEqual(before, after);
          report.row(
              "kill -9, number " + kill,
              "%.1f".formatted(ready),
              "%.1f".formatted(exact),
              "< %.0f".formatted(GOAL_SECONDS));
        }
        probe(service, publisher);
      } finally {
        service.close();
      }
      screen.line(report.toString());
      screen.line(
          """

          %,d pending predictions with ten features, label horizon 24 h; %d s between start and kill
          after the last restart %,d outcomes found their predictions"""
              .formatted(pending, rest.toSeconds(), PROBES));
    }
  }

  /** Waits until all predictions are shown, and returns the figures of the longest window. */
  private Map<String, Double> awaitAll(Service service) throws InterruptedException {
    Map<String, Double> figures = Map.of();
    while (!isComplete(figures)) {
      if (secondsSince(service.launchNanos()) > LIMIT.toSeconds()) {
        throw new BenchmarkException(
            "not exact %d s after the launch: %s".formatted(LIMIT.toSeconds(), figures));
      }
      Thread.sleep(LOOK);
      figures = figures(service.scrape());
    }
    return figures;
  }

  private boolean isComplete(Map<String, Double> figures) {
    double shown = figures.getOrDefault("atalaya_throughput_per_second", 0.0) * WINDOW_SECONDS;
    return Math.round(shown) == pending && figures.getOrDefault(PENDING, 0.0) == pending;
  }

  private static Map<String, Double> figures(Optional<Exposition> scrape) {
    Map<String, Double> figures = new TreeMap<>();
    for (Exposition.Sample sample : scrape.map(Exposition::samples).orElse(List.of())) {
      Map<String, String> labels = sample.labels();
      if (Deliveries.MODEL.equals(labels.get("model"))
          && (Monitoring.WINDOW.equals(labels.get("window")) || sample.name().equals(PENDING))) {
        String quantile = labels.get("quantile");
        figures.put(sample.name() + (quantile == null ? "" : " " + quantile), sample.value());
      }
    }
    return figures;
  }

  private static void requireEqual(Map<String, Double> before, Map<String, Double> after) {
    if (!before.equals(after)) {
      throw new BenchmarkException("before the kill " + before + ", after it " + after);
    }
  }

  private void probe(Service service, Publisher publisher) throws InterruptedException {
    for (long i = 0; i < PROBES; i++) {
      publisher.outcome(i * (pending / PROBES));
    }
    publisher.flush();
    long start = System.nanoTime();
    while (figures(service.scrape()).getOrDefault("atalaya_scored_predictions", 0.0) < PROBES) {
      if (secondsSince(start) > LIMIT.toSeconds()) {
        throw new BenchmarkException("outcomes did not find their predictions");
      }
      Thread.sleep(LOOK);
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
