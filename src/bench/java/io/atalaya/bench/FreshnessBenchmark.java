package io.atalaya.bench;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.bench.process.Broker;
import io.atalaya.bench.process.Service;
import io.atalaya.bench.process.Usage;
import io.atalaya.bench.workload.Deliveries;
import io.atalaya.bench.workload.Monitoring;
import io.atalaya.bench.workload.Publisher;
import io.atalaya.demo.terminal.Exposition;
import io.atalaya.demo.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How long after its append a record is in a figure that a scrape shows, under a steady load.
 *
 * <p>Beside the load, markers: for each partition index a model of its own, all of whose
 * predictions go to that index, so that the k-th that is counted is the k-th that was sent. The
 * broker says when each was appended. A marker counts as shown when the first scrape whose figure
 * includes it has arrived: too late by up to one pause between scrapes and the scrape itself, and
 * never too early.
 */
final class FreshnessBenchmark {

  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final Duration MARKER_EVERY = Duration.ofMillis(200);
  private static final double WINDOW_SECONDS = Duration.ofHours(24).toSeconds();
  private static final double GOAL_SECONDS = 2;

  /** How long after the last marker the scrapes go on. */
  private static final Duration TAIL = Duration.ofSeconds(10);

  private final Screen screen;
  private final Environment environment;
  private final long rate;
  private final Duration warmUp;
  private final Duration measured;
  private final Duration pause;
  private final String heap;
  private final List<Marker> markers = new ArrayList<>();
  private final AtomicBoolean loading = new AtomicBoolean(true);
  private volatile long published;
  private int unshown;

  private FreshnessBenchmark(Options options, Screen screen, Environment environment) {
    this.screen = screen;
    this.environment = environment;
    rate = options.whole("rate", 50_000, 1_000);
    warmUp = Duration.ofSeconds(options.whole("warm-up-seconds", 30, 0));
    measured = Duration.ofSeconds(options.whole("seconds", 60, 1));
    pause = Duration.ofMillis(options.whole("scrape-pause-ms", 100, 1));
    heap = options.text("heap", "2g");
    options.end();
    for (int index = 0; index < Topics.DEFAULT_INDEXES; index++) {
      markers.add(new Marker(index));
    }
  }

  static void run(Options options, Screen screen, Environment environment)
      throws IOException, InterruptedException {
    new FreshnessBenchmark(options, screen, environment).run();
  }

  /** The predictions of one marker model, all of one partition index. For two threads. */
  private static final class Marker {
    private final String model;
    private final int index;
    private final Deliveries deliveries;
    private long next;

    /** When the broker appended the k-th, and when the first scrape with it had arrived. */
    private final List<Long> appendedMillis = Collections.synchronizedList(new ArrayList<>());

    private final List<Long> shownMillis = new ArrayList<>();

    Marker(int index) {
      this.index = index;
      model = "marker-" + index;
      deliveries = new Deliveries(model);
    }

    void send(Publisher publisher) {
      byte[] id = deliveries.id(next);
      while (Utils.toPositive(Utils.murmur2(id)) % Topics.DEFAULT_INDEXES != index) {
        id = deliveries.id(++next);
      }
      byte[] prediction = deliveries.prediction(next++, System.currentTimeMillis());
      publisher.send(
          Topics.PREDICTIONS,
          id,
          prediction,
          (receipt, failure) -> appendedMillis.add(receipt.timestamp()));
    }

    void look(Exposition exposition, long nowMillis) {
      double perSecond =
          exposition
              .value(
                  "atalaya_throughput_per_second",
                  Map.of("model", model, "window", Monitoring.WINDOW))
              .orElse(0);
      long counted = Math.round(perSecond * WINDOW_SECONDS);
      while (shownMillis.size() < counted) {
        shownMillis.add(nowMillis);
      }
    }
  }

  private void run() throws IOException, InterruptedException {
    Path directory = environment.directory();
    Path configuration = Monitoring.write(directory);
    try (Broker broker = Broker.start(directory);
        Service service =
            environment.launch(directory, broker, configuration, List.of("-Xmx" + heap)).start()) {
      screen.progress(0, "the service starts");
      service.awaitReady(READY_LIMIT, Duration.ofMillis(100));
      Thread load = new Thread(() -> load(broker.servers()), "load");
      Thread marking = new Thread(() -> mark(broker.servers()), "markers");
      load.start();
      marking.start();
      try {
        observe(service);
      } finally {
        loading.set(false);
        load.join();
        marking.join();
      }
    }
  }

  /** Publishes at the rate, until it is told to end. */
  private void load(String servers) {
    try (Publisher publisher = new Publisher(servers, 5)) {
      long start = System.nanoTime();
      long labelLag = rate / 2;
      long i = 0;
      while (loading.get()) {
        long due = (System.nanoTime() - start) / 1_000 * rate / 2 / 1_000_000;
        for (; i < due && loading.get(); i++) {
          publisher.prediction(i);
          if (i >= labelLag) {
            publisher.outcome(i - labelLag);
          }
          published = i + Math.max(0, i - labelLag);
        }
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Publishes a marker of each index now and then, however far the load is behind. */
  private void mark(String servers) {
    try (Publisher publisher = new Publisher(servers, 0)) {
      while (loading.get()) {
        markers.forEach(marker -> marker.send(publisher));
        Thread.sleep(MARKER_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void observe(Service service) throws InterruptedException {
    long start = System.nanoTime();
    long from = System.currentTimeMillis() + warmUp.toMillis();
    long to = from + measured.toMillis();
    long scrapes = 0;
    long scrapeNanos = 0;
    long publishedBefore = 0;
    @Nullable Usage before = null;
    @Nullable Usage after = null;
    long publishedAfter = 0;
    @Nullable Exposition last = null;
    while (System.currentTimeMillis() < to + TAIL.toMillis()) {
      long now = System.currentTimeMillis();
      if (before == null && now >= from) {
        before = service.usage();
        publishedBefore = published;
      }
      if (after == null && now >= to) {
        after = service.usage();
        publishedAfter = published;
      }
      long asked = System.nanoTime();
      Optional<Exposition> scrape = service.scrape();
      if (scrape.isPresent()) {
        last = scrape.get();
        scrapes++;
        scrapeNanos += System.nanoTime() - asked;
        long arrived = System.currentTimeMillis();
        markers.forEach(marker -> marker.look(scrape.get(), arrived));
      }
      screen.progress(
          Math.min(
              1, (System.nanoTime() - start) / (double) warmUp.plus(measured).plus(TAIL).toNanos()),
          "%,d events published".formatted(published));
      Thread.sleep(pause);
    }
    if (before == null || after == null || last == null) {
      throw new BenchmarkException("the service answered no scrape");
    }
    report(
        delays(from, to),
        (publishedAfter - publishedBefore) / (double) measured.toSeconds(),
        after.since(before).cpuNanos() / (double) measured.toNanos(),
        scrapeNanos / 1e9 / scrapes,
        ownMean(last));
  }

  /**
   * The seconds from append to scrape of the markers appended in that time; ascending. One that was
   * not shown at all counts as shown at the very end.
   */
  private double[] delays(long fromMillis, long toMillis) {
    long endMillis = System.currentTimeMillis();
    List<Double> delays = new ArrayList<>();
    for (Marker marker : markers) {
      int appended = marker.appendedMillis.size();
      for (int k = 0; k < appended; k++) {
        long at = marker.appendedMillis.get(k);
        if (at >= fromMillis && at < toMillis) {
          boolean shown = k < marker.shownMillis.size();
          unshown += shown ? 0 : 1;
          delays.add(((shown ? marker.shownMillis.get(k) : endMillis) - at) / 1000.0);
        }
      }
    }
    return delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static double ownMean(Exposition last) {
    double sum = last.value("atalaya_event_to_gauge_seconds_sum", Map.of()).orElse(0);
    return sum / last.value("atalaya_event_to_gauge_seconds_count", Map.of()).orElse(1);
  }

  private void report(
      double[] delays, double publishedRate, double cores, double scrapeSeconds, double ownMean) {
    Report report = new Report("append to scrape, s", "p50", "p99", "max", "goal, p99");
    report.row(
        "%,.0f events/s".formatted(publishedRate),
        seconds(quantile(delays, 0.5)),
        seconds(quantile(delays, 0.99)),
        seconds(delays[delays.length - 1]),
        "< " + seconds(GOAL_SECONDS));
    screen.line(report.toString());
    screen.line(
        """

        %,d markers over %d s, after %d s of warm-up; mean %.2f s
        a scrape every %.0f ms and %.0f ms long: a figure is at most that much too late
        the service used %.2f cores: %.2f µs of CPU an event, scrapes included
        its own atalaya_event_to_gauge_seconds (from the oldest event of each flush): mean %.2f s"""
            .formatted(
                delays.length,
                measured.toSeconds(),
                warmUp.toSeconds(),
                Arrays.stream(delays).average().orElse(Double.NaN),
                pause.toMillis() + 1e3 * scrapeSeconds,
                1e3 * scrapeSeconds,
                cores,
                1e6 * cores / publishedRate,
                ownMean));
    if (unshown > 0) {
      screen.line(
          "%,d markers were not shown %d s after the last: the service did not keep up, and the figures are too low"
              .formatted(unshown, TAIL.toSeconds()));
    }
  }

  /** The nearest rank of ascending values. */
  private static double quantile(double[] ascending, double q) {
    return ascending[Math.max(0, (int) Math.ceil(q * ascending.length) - 1)];
  }

  private static String seconds(double value) {
    return "%.2f".formatted(value);
  }
}
