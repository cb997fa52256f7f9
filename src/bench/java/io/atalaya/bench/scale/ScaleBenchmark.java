package io.atalaya.bench.scale;

import io.atalaya.adapter.metrics.SnapshotCollector;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.ModelMonitor;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.Partial;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Prints what a number of models costs: CPU of each step, bytes of a flush, memory by stage.
 *
 * <p>Every model gets one prediction and its outcome a second. An hour of event time (less with
 * {@code --minutes=10}) fills the windows, with one flush a pane; then a minute is flushed and
 * judged every 500 ms, as the service does; then another passes without events. CPU times are those
 * of the thread that does the work.
 */
public final class ScaleBenchmark {

  private static final long PANE = Fleet.PANE.toMillis();
  private static final long FLUSH = 500;
  private static final String MINUTES = "--minutes=";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** A task whose CPU time is taken. */
  @FunctionalInterface
  private interface Task {
    void run() throws IOException;
  }

  private ScaleBenchmark() {}

  /**
   * Measures and prints a row for each number of models.
   *
   * @param args the numbers of models, 1, 10 and 100 without any; before them perhaps the minutes
   */
  public static void main(String[] args) throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%7s|%9s|%9s %10s %9s|%9s %9s %9s %9s|%9s %9s|%10s %8s|%9s %9s %9s%n",
        "models",
        "us/event",
        "ms/flush",
        "partials/s",
        "kB/s",
        "us/put",
        "ms/judge",
        "ms/shown",
        "ms/drift",
        "idle1 ms/s",
        "idle2 ms/s",
        "ms/scrape",
        "series",
        "kB1/model",
        "kB2/model",
        "kBr/model");
    List<String> sizes = new ArrayList<>(List.of(args));
    int minutes = 61;
    if (!sizes.isEmpty() && sizes.getFirst().startsWith(MINUTES)) {
      minutes = Integer.parseInt(sizes.removeFirst().substring(MINUTES.length()));
    }
    for (String size : sizes.isEmpty() ? List.of("1", "10", "100") : sizes) {
      measure(Integer.parseInt(size), minutes);
    }
  }

  private static void measure(int size, int minutes) throws IOException {
    long empty = usedBytes();
    Fleet fleet = new Fleet(size);
    long references = usedBytes() - empty;
    long now = Fleet.START;
    for (long end = now + minutes * 60_000L; now < end; now += PANE) {
      for (int i = 0; i < 10; i++) {
        fleet.observe(fleet.predictions(now + i * 1_000L, 1));
      }
      fleet.put(fleet.flush(now + PANE));
      fleet.judge(now + PANE);
    }
    ModelSnapshots snapshots = new ModelSnapshots(Clock.systemUTC());
    snapshots.polled();
    Cost observed = new Cost();
    Cost flushed = new Cost();
    Cost put = new Cost();
    Cost judged = new Cost();
    Cost shown = new Cost();
    long partials = 0;
    long bytes = 0;
    int rounds = (int) (60_000 / FLUSH);
    for (int round = 0; round < rounds; round++) {
      long millis = now;
      List<Prediction> events =
          round % 2 == 0 ? fleet.predictions(millis, 1) : Collections.emptyList();
      observed.of(() -> fleet.observe(events));
      Stated stated = new Stated();
      now += FLUSH;
      long to = now;
      flushed.of(() -> stated.partials = fleet.flush(to));
      partials += stated.partials.size();
      for (Partial partial : stated.partials) {
        bytes += partial.key().encode().length + partial.encode().length;
      }
      put.of(() -> fleet.put(stated.partials));
      judged.of(() -> fleet.judge(to));
      shown.of(() -> fleet.models().forEach(model -> snapshots.put(model.snapshot())));
    }
    Cost drift = new Cost();
    drift.of(() -> fleet.models().forEach(ModelMonitor::refreshDrift));
    snapshots.polled();
    fleet.models().forEach(model -> snapshots.put(model.snapshot()));
    Cost scraped = new Cost();
    CollectorRegistry registry = new CollectorRegistry();
    SnapshotCollector collector = new SnapshotCollector(snapshots, fleet.settings());
    registry.register(collector);
    int series = collector.collect().stream().mapToInt(family -> family.samples.size()).sum();
    for (int i = 0; i < 5; i++) {
      snapshots.polled();
      scraped.of(() -> TextFormat.write004(Writer.nullWriter(), registry.metricFamilySamples()));
    }
    snapshots.removeAll(snapshots.all().stream().map(model -> model.model()).toList());
    fleet.flush(now);
    Cost idleIndexes = new Cost();
    Cost idleModels = new Cost();
    for (int round = 0; round < rounds; round++) {
      now += FLUSH;
      long to = now;
      idleIndexes.of(() -> fleet.flush(to));
      idleModels.of(() -> fleet.judge(to));
    }
    long all = usedBytes();
    fleet.dropModels();
    long stage1 = usedBytes();
    fleet.dropIndexes();
    long dropped = usedBytes();
    double perSecond = 60.0;
    System.out.printf(
        Locale.ROOT,
        "%7d|%9.2f|%9.2f %10.0f %9.0f|%9.2f %9.2f %9.2f %9.1f|%9.2f %9.2f|%10.1f %8d|%9.0f %9.0f %9.0f%n",
        size,
        observed.nanos / 1e3 / (2.0 * 60 * size),
        flushed.nanos / 1e6 / rounds,
        partials / perSecond,
        bytes / 1e3 / perSecond,
        put.nanos / 1e3 / partials,
        judged.nanos / 1e6 / rounds,
        shown.nanos / 1e6 / rounds,
        drift.nanos / 1e6,
        idleIndexes.nanos / 1e6 / perSecond,
        idleModels.nanos / 1e6 / perSecond,
        scraped.nanos / 1e6 / 5,
        series,
        (stage1 - dropped) / 1e3 / size,
        (all - stage1) / 1e3 / size,
        references / 1e3 / size);
  }

  /** What a flush stated. */
  private static final class Stated {
    private List<Partial> partials = List.of();
  }

  /** The CPU time of the calling thread in some tasks. */
  private static final class Cost {
    private long nanos;

    void of(Task task) throws IOException {
      long before = THREADS.getCurrentThreadCpuTime();
      task.run();
      nanos += THREADS.getCurrentThreadCpuTime() - before;
    }
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
