package io.atalaya.bench;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.bench.process.Broker;
import io.atalaya.bench.process.Service;
import io.atalaya.bench.process.Usage;
import io.atalaya.bench.workload.FleetEvents;
import io.atalaya.bench.workload.Publisher;
import io.atalaya.demo.terminal.Exposition;
import io.atalaya.demo.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What many models of one prediction and one outcome a second cost the packaged service, broker,
 * transactions and scrapes included.
 *
 * <p>Every number of models has a broker and a service of its own. Both are left alone for the
 * warm-up, except for scrapes; then counters are read before and after the measured time.
 */
final class FleetBenchmark {

  private static final Duration READY_LIMIT = Duration.ofMinutes(5);

  /** As Prometheus is usually told to. */
  private static final Duration SCRAPE_EVERY = Duration.ofSeconds(15);

  /** How long after its prediction an outcome is published. */
  private static final long LABEL_DELAY_SECONDS = 10;

  private static final String EVENT_TO_GAUGE = "atalaya_event_to_gauge_seconds";

  private final Screen screen;
  private final Environment environment;
  private final int[] models;
  private final int features;
  private final Duration warmUp;
  private final Duration measured;
  private final String heap;
  private final Report report =
      new Report(
          "models",
          "events/s",
          "cores",
          "CPU/event, µs",
          "partials/s",
          "event to gauge p99, s",
          "live heap, MB",
          "peak RSS, MB",
          "series");

  private FleetBenchmark(Options options, Screen screen, Environment environment) {
    this.screen = screen;
    this.environment = environment;
    models = options.wholes("models", "1,10,100,1000", 1);
    features = Math.toIntExact(options.whole("features", 20, 1));
    warmUp = Duration.ofSeconds(options.whole("warm-up-seconds", 60, 0));
    measured = Duration.ofSeconds(options.whole("seconds", 120, 1));
    heap = options.text("heap", "4g");
    options.end();
  }

  static void run(Options options, Screen screen, Environment environment)
      throws IOException, InterruptedException {
    new FleetBenchmark(options, screen, environment).run();
  }

  private void run() throws IOException, InterruptedException {
    for (int size : models) {
      measure(size);
    }
    screen.line("");
    screen.line(report.toString());
    screen.line(
        """

        %d features a model; %d s after %d s of warm-up, a scrape every %d s, heap %s
        partials/s: records of %s, markers of transactions included; live heap: after a collection at the end"""
            .formatted(
                features,
                measured.toSeconds(),
                warmUp.toSeconds(),
                SCRAPE_EVERY.toSeconds(),
                heap,
                Topics.PARTIALS));
  }

  private void measure(int size) throws IOException, InterruptedException {
    Path directory = environment.directory().resolve("models-" + size);
    Path configuration = new FleetEvents(size, features).writeConfiguration(directory);
    try (Broker broker = Broker.start(directory);
        Service service =
            environment.launch(directory, broker, configuration, List.of("-Xmx" + heap)).start()) {
      screen.progress(0, "the service of %,d models starts".formatted(size));
      service.awaitReady(READY_LIMIT, Duration.ofMillis(100));
      AtomicBoolean loading = new AtomicBoolean(true);
      Thread load = new Thread(() -> load(size, broker.servers(), loading), "load");
      load.start();
      try {
        scrapeFor(warmUp, service, "warm-up of %,d models".formatted(size));
        State before = State.of(service, broker);
        scrapeFor(measured, service, "%,d models".formatted(size));
        row(size, before, State.of(service, broker), service);
      } finally {
        loading.set(false);
        load.join();
      }
    }
  }

  /** Publishes a prediction of every model a second, and its outcome later, until told to end. */
  private void load(int size, String servers, AtomicBoolean loading) {
    FleetEvents events = new FleetEvents(size, features);
    try (Publisher publisher = new Publisher(servers, 5)) {
      long start = System.nanoTime();
      long labelLag = LABEL_DELAY_SECONDS * size;
      long i = 0;
      while (loading.get()) {
        for (long due = (System.nanoTime() - start) / 1_000 * size / 1_000_000; i < due; i++) {
          long now = System.currentTimeMillis();
          publisher.publish(Topics.PREDICTIONS, events.id(i), events.prediction(i, now));
          if (i >= labelLag) {
            long answered = i - labelLag;
            publisher.publish(Topics.OUTCOMES, events.id(answered), events.outcome(answered, now));
          }
        }
        Thread.sleep(1);
      }
      publisher.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void scrapeFor(Duration time, Service service, String words) throws InterruptedException {
    long start = System.nanoTime();
    for (long next = 0; next < time.toNanos(); next += SCRAPE_EVERY.toNanos()) {
      var unused = service.scrape();
      screen.progress(next / (double) time.toNanos(), words);
      long until = start + Math.min(time.toNanos(), next + SCRAPE_EVERY.toNanos());
      Thread.sleep(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }
  }

  /** What was counted up to a moment. */
  private record State(long nanos, Usage usage, long partials, Exposition exposition) {

    static State of(Service service, Broker broker) throws InterruptedException {
      long partials = broker.records(Topics.PARTIALS);
      Optional<Exposition> scrape = service.scrape();
      return new State(
          System.nanoTime(),
          service.usage(),
          partials,
          scrape.orElseThrow(() -> new BenchmarkException("the service answered no scrape")));
    }

    double events() {
      return sum("atalaya_events_total", "result", "accepted");
    }

    /** How many of what was shown was at most {@code edge} seconds old. */
    double shownWithin(String edge) {
      return sum(EVENT_TO_GAUGE + "_bucket", "le", edge);
    }

    private double sum(String name, String label, String value) {
      return exposition.samples().stream()
          .filter(sample -> sample.name().equals(name))
          .filter(sample -> value.equals(sample.labels().get(label)))
          .mapToDouble(Exposition.Sample::value)
          .sum();
    }
  }

  private void row(int size, State before, State after, Service service)
      throws InterruptedException {
    double seconds = (after.nanos - before.nanos) / 1e9;
    double rate = (after.events() - before.events()) / seconds;
    double cores = after.usage.since(before.usage).cpuNanos() / 1e9 / seconds;
    report.row(
        "%,d".formatted(size),
        "%,.0f".formatted(rate),
        "%.3f".formatted(cores),
        "%,.0f".formatted(1e6 * cores / rate),
        "%,.0f".formatted((after.partials - before.partials) / seconds),
        eventToGauge(before, after),
        "%,d".formatted(service.liveHeapBytes() >> 20),
        "%,d".formatted(service.peakResidentBytes() >> 20),
        "%,d".formatted(after.exposition.samples().size()));
  }

  /** The first edge of the service's own histogram below which 99 % are. */
  private static String eventToGauge(State before, State after) {
    double all = after.shownWithin("+Inf") - before.shownWithin("+Inf");
    return after.exposition.samples().stream()
        .filter(sample -> sample.name().equals(EVENT_TO_GAUGE + "_bucket"))
        .map(sample -> sample.labels().getOrDefault("le", ""))
        .filter(edge -> after.shownWithin(edge) - before.shownWithin(edge) >= 0.99 * all)
        .findFirst()
        .map(edge -> "≤ " + edge)
        .orElse("");
  }
}
