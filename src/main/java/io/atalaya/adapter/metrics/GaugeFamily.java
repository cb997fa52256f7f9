package io.atalaya.adapter.metrics;

import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.VersionSnapshot;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.stream.Stream;

/**
 * The gauges of one name.
 *
 * @param name the name in Prometheus
 * @param help what they mean
 * @param labels the names of their labels
 */
record GaugeFamily(String name, String help, List<String> labels) {

  GaugeFamily {
    labels = List.copyOf(labels);
  }

  /** A family {@code atalaya_} + {@code name} with labels model, version and {@code more}. */
  static GaugeFamily ofVersion(String name, String help, String... more) {
    return new GaugeFamily("atalaya_" + name, help, joined("model", "version", more));
  }

  /** The values of the labels of a family made by {@link #ofVersion}. */
  static List<String> labels(ModelSnapshot model, VersionSnapshot version, String... more) {
    return joined(model.model(), version.version(), more);
  }

  /** The family without a sample. */
  GaugeMetricFamily empty() {
    return new GaugeMetricFamily(name, help, labels);
  }

  private static List<String> joined(String first, String second, String[] more) {
    return Stream.concat(Stream.of(first, second), Stream.of(more)).toList();
  }
}
