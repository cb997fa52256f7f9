package io.atalaya.bench.scale;

import io.atalaya.adapter.metrics.SnapshotCollector;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.ModelMonitor;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.Partial;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One fleet: its windows are filled, then its work is measured for a minute with events and another
 * without, and its memory is weighed. CPU times are those of the thread. One thread.
 */
final class ScaleRun {

  /** The titles of {@link #row}. */
  static final String TITLES =
      String.format(
          Locale.ROOT,
          "%7s %9s|%9s|%9s %10s %9s|%9s %9s %9s %9s|%10s %10s|%10s %8s|%9s %9s %9s",
          "models",
          "features",
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

  private static final long PANE = Fleet.PANE.toMillis();
  private static final long FLUSH = 500;
  private static final int SECONDS = 60;
  private static final int ROUNDS = (int) (SECONDS * 1_000 / FLUSH);
  private static final int SCRAPES = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** A task whose CPU time is taken. */
  @FunctionalInterface
  private interface Task {
    void run() throws IOException;
  }

  /** The CPU time of the calling thread in some tasks. */
  private static final class Cost {
    private long nanos;

    void of(Task task) throws IOException {
      long before = THREADS.getCurrentThreadCpuTime();
      task.run();
      nanos += THREADS.getCurrentThreadCpuTime() - before;
    }

    double millis() {
      return nanos / 1e6;
    }
  }

  private final int models;
  private final int features;
  private final Fleet fleet;
  private final ModelSnapshots snapshots = new ModelSnapshots(Clock.systemUTC());
  private final Cost observed = new Cost();
  private final Cost flushed = new Cost();
  private final Cost put = new Cost();
  private final Cost judged = new Cost();
  private final Cost shown = new Cost();
  private final Cost drift = new Cost();
  private final Cost scraped = new Cost();
  private final Cost idleIndexes = new Cost();
  private final Cost idleModels = new Cost();
  private long now = Fleet.START;
  private long partials;
  private long bytes;
  private int series;
  private final long referenceBytes;
  private long indexBytes;
  private long modelBytes;

  private ScaleRun(int models, int features) {
    this.models = models;
    this.features = features;
    long before = usedBytes();
    fleet = new Fleet(models, features);
    referenceBytes = usedBytes() - before;
  }

  /** The figures of a fleet after so many minutes of events, in the columns of {@link #TITLES}. */
  static String row(int models, int features, int minutes) throws IOException {
    ScaleRun run = new ScaleRun(models, features);
    run.fill(minutes);
    run.busyMinute();
    run.scrape();
    run.idleMinute();
    run.weigh();
    return run.row();
  }

  /** Fills the windows, with one flush a pane. */
  private void fill(int minutes) {
    for (long end = now + minutes * 60_000L; now < end; now += PANE) {
      for (int i = 0; i < 10; i++) {
        fleet.observe(fleet.predictions(now + i * 1_000L));
      }
      fleet.put(fleet.flush(now + PANE));
      fleet.judge(now + PANE);
    }
  }

  /** Flushes and judges every half second, as the service does. */
  private void busyMinute() throws IOException {
    snapshots.polled();
    for (int round = 0; round < ROUNDS; round++) {
      List<Prediction> events = round % 2 == 0 ? fleet.predictions(now) : List.of();
      observed.of(() -> fleet.observe(events));
      now += FLUSH;
      List<Partial> stated = new ArrayList<>();
      flushed.of(() -> stated.addAll(fleet.flush(now)));
      partials += stated.size();
      for (Partial partial : stated) {
        bytes += partial.key().encode().length + partial.encode().length;
      }
      put.of(() -> fleet.put(stated));
      judged.of(() -> fleet.judge(now));
      shown.of(this::show);
    }
    drift.of(() -> fleet.models().forEach(ModelMonitor::refresh));
  }

  private void show() {
    fleet.models().forEach(model -> snapshots.put(model.snapshot()));
  }

  private void scrape() throws IOException {
    show();
    CollectorRegistry registry = new CollectorRegistry();
    SnapshotCollector collector = new SnapshotCollector(snapshots, fleet.settings());
    registry.register(collector);
    for (int i = 0; i < SCRAPES; i++) {
      snapshots.polled();
      scraped.of(() -> TextFormat.write004(Writer.nullWriter(), registry.metricFamilySamples()));
    }
    series = collector.collect().stream().mapToInt(family -> family.samples.size()).sum();
    snapshots.removeAll(snapshots.all().stream().map(ModelSnapshot::model).toList());
  }

  private void idleMinute() throws IOException {
    fleet.flush(now);
    for (int round = 0; round < ROUNDS; round++) {
      now += FLUSH;
      idleIndexes.of(() -> fleet.flush(now));
      idleModels.of(() -> fleet.judge(now));
    }
  }

  private void weigh() {
    try {
      long all = usedBytes();
      fleet.dropModels();
      long withoutModels = usedBytes();
      modelBytes = all - withoutModels;
      fleet.dropIndexes();
      indexBytes = withoutModels - usedBytes();
    } finally {
      // A compiler that sees the fleet's last use above lets its references be collected there, and
      // they would count as the indexes'.
      Reference.reachabilityFence(fleet);
    }
  }

  private String row() {
    return String.format(
        Locale.ROOT,
        "%7d %9d|%9.2f|%9.2f %10.0f %9.0f|%9.2f %9.2f %9.2f %9.1f|%10.2f %10.2f|%10.1f %8d|%9.0f %9.0f %9.0f",
        models,
        features,
        1e3 * observed.millis() / (2.0 * SECONDS * models),
        flushed.millis() / ROUNDS,
        partials / (double) SECONDS,
        bytes / 1e3 / SECONDS,
        1e3 * put.millis() / partials,
        judged.millis() / ROUNDS,
        shown.millis() / ROUNDS,
        drift.millis(),
        idleIndexes.millis() / SECONDS,
        idleModels.millis() / SECONDS,
        scraped.millis() / SCRAPES,
        series,
        indexBytes / 1e3 / models,
        modelBytes / 1e3 / models,
        referenceBytes / 1e3 / models);
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
