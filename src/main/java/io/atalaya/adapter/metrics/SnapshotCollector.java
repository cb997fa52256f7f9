package io.atalaya.adapter.metrics;

import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.MonitorSettings;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The gauges of every model that this instance owns, made from the snapshots at each scrape.
 *
 * <p>They are no gauges of Micrometer's, which cannot be absent: a gauge there is NaN when its
 * figure is undefined, and stays when its model goes to another instance.
 *
 * <p>A model has at most {@code max-series} of them. The less important ones, see {@link
 * ModelGauges}, give way; {@code atalaya_series_refused} says how many did. Worth an alert above 0.
 *
 * <p>Cost: one pass over the snapshots a scrape. Safe for use by several threads: snapshots do not
 * change.
 */
@Singleton
public final class SnapshotCollector extends Collector implements Collector.Describable {

  private static final GaugeFamily REFUSED =
      new GaugeFamily(
          "atalaya_series_refused",
          "Gauges of the model that are not exported because it has too many",
          List.of("model"));

  private final ModelSnapshots snapshots;
  private final int maxSeries;

  public SnapshotCollector(ModelSnapshots snapshots, MonitorSettings settings) {
    this.snapshots = snapshots;
    maxSeries = settings.maxSeries();
  }

  /** The first gauges of a model, as many as it may have. */
  private static final class Budget implements GaugeSink {
    private final Map<GaugeFamily, GaugeMetricFamily> families;
    private int left;
    private int refused;

    Budget(Map<GaugeFamily, GaugeMetricFamily> families, int most) {
      this.families = families;
      left = most;
    }

    @Override
    public void add(GaugeFamily family, List<String> labels, double value) {
      if (left == 0) {
        refused++;
      } else {
        left--;
        families.computeIfAbsent(family, GaugeFamily::empty).addMetric(labels, value);
      }
    }
  }

  void registerAt(@Observes StartupEvent start, CollectorRegistry registry) {
    registry.register(this);
  }

  /** One registry for all: Quarkus' own default is a new one at each injection. */
  @Produces
  @Singleton
  static CollectorRegistry registry() {
    return new CollectorRegistry(true);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Map<GaugeFamily, GaugeMetricFamily> families = new LinkedHashMap<>();
    GaugeMetricFamily refused = REFUSED.empty();
    for (ModelSnapshot model : snapshots.all()) {
      Budget budget = new Budget(families, maxSeries);
      ModelGauges.export(model, budget);
      refused.addMetric(List.of(model.model()), budget.refused);
    }
    families.put(REFUSED, refused);
    return families.values().stream()
        .filter(family -> !family.samples.isEmpty())
        .map(MetricFamilySamples.class::cast)
        .toList();
  }

  /** The families without a sample, so that the registry refuses another collector of a name. */
  @Override
  public List<MetricFamilySamples> describe() {
    return Stream.concat(ModelGauges.families().stream(), Stream.of(REFUSED))
        .map(family -> (MetricFamilySamples) family.empty())
        .toList();
  }
}
