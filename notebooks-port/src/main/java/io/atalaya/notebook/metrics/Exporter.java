package io.atalaya.notebook.metrics;

import io.atalaya.adapter.metrics.MicrometerMonitorMetrics;
import io.atalaya.adapter.metrics.SnapshotCollector;
import io.atalaya.cache.invalidation.Decision;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorSettings;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the pipeline would show at {@code /q/metrics}, by the code that shows it there: the gauges
 * made from snapshots, and the counters. For one thread.
 */
final class Exporter {

  private final CollectorRegistry collectors = new CollectorRegistry(true);
  private final MonitorMetrics counters;
  private final ModelSnapshots snapshots;
  private long nowMillis;

  @SuppressWarnings("deprecation") // The registry that Quarkus exports with.
  Exporter(MonitorSettings settings) {
    counters =
        new MicrometerMonitorMetrics(
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, collectors, Clock.SYSTEM),
            collectors);
    snapshots = new ModelSnapshots(() -> Instant.ofEpochMilli(nowMillis));
    collectors.register(new SnapshotCollector(snapshots, settings));
  }

  /** Counts what is read. */
  MonitorMetrics counters() {
    return counters;
  }

  /** Counts what became of cached predictions. */
  void decided(String model, Decision decision) {
    switch (decision) {
      case Decision.Sent(var invalidation) ->
          counters.invalidation(model, invalidation.reason(), "sent");
      case Decision.DryRun(var invalidation) ->
          counters.invalidation(model, invalidation.reason(), "dry_run");
      case Decision.Suppressed(String reason, long ignored) ->
          counters.invalidation(model, reason, "suppressed");
      case Decision.NotConcerned() -> {}
    }
  }

  /** All that is shown at a time, with these snapshots. */
  List<Sample> read(long millis, Collection<ModelSnapshot> models) {
    nowMillis = millis;
    snapshots.polled();
    models.forEach(snapshots::put);
    List<Sample> samples = new ArrayList<>();
    for (MetricFamilySamples family : Collections.list(collectors.metricFamilySamples())) {
      for (MetricFamilySamples.Sample sample : family.samples) {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < sample.labelNames.size(); i++) {
          labels.put(sample.labelNames.get(i), sample.labelValues.get(i));
        }
        samples.add(new Sample(sample.name, labels, sample.value));
      }
    }
    return samples;
  }
}
