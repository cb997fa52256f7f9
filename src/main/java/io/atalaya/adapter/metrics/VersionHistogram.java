package io.atalaya.adapter.metrics;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A histogram by model and version, to which whoever counts adds what gathered since the last time:
 * an observation costs a pass over the edges, and nothing that threads share.
 *
 * <p>A value is in the first bucket whose edge it does not exceed, as Prometheus has it. Safe for
 * use by several threads; a {@link Tally} has one writer.
 */
final class VersionHistogram extends Collector {

  private record Labels(String model, String version) {}

  private final String name;
  private final String help;
  private final double[] edges;
  private final Map<Labels, Counts> versions = new ConcurrentHashMap<>();

  /**
   * @param name the family's name, with its unit
   * @param help what is observed
   * @param edges the upper edges of the buckets, ascending; that of the last, +Inf, is implied
   */
  VersionHistogram(String name, String help, double... edges) {
    this.name = name;
    this.help = help;
    this.edges = edges.clone();
  }

  /** A writer's share in the histogram of a version; the version is shown from now on. */
  Tally tally(String model, String version) {
    return new Tally(
        edges,
        versions.computeIfAbsent(
            new Labels(model, version), ignored -> new Counts(edges.length + 1)));
  }

  /** What one writer has observed since its last flush. */
  static final class Tally {

    private final double[] edges;
    private final Counts shared;
    private final long[] buckets;
    private double sum;

    private Tally(double[] edges, Counts shared) {
      this.edges = edges;
      this.shared = shared;
      buckets = new long[edges.length + 1];
    }

    void observe(double value) {
      int bucket = 0;
      for (double edge : edges) {
        bucket += value > edge ? 1 : 0;
      }
      buckets[bucket]++;
      sum += value;
    }

    /** Shows what was observed. */
    void flush() {
      shared.take(this);
    }
  }

  /** What all writers of a version observed. */
  private static final class Counts {

    private final long[] buckets;
    private double sum;

    Counts(int buckets) {
      this.buckets = new long[buckets];
    }

    synchronized void take(Tally tally) {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] += tally.buckets[i];
        tally.buckets[i] = 0;
      }
      sum += tally.sum;
      tally.sum = 0;
    }

    synchronized Counts copy() {
      Counts copy = new Counts(buckets.length);
      System.arraycopy(buckets, 0, copy.buckets, 0, buckets.length);
      copy.sum = sum;
      return copy;
    }
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<MetricFamilySamples.Sample> samples = new ArrayList<>();
    versions.entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparing(Labels::model).thenComparing(Labels::version)))
        .forEach(version -> add(version.getKey(), version.getValue().copy(), samples));
    return List.of(new MetricFamilySamples(name, Type.HISTOGRAM, help, samples));
  }

  private void add(Labels labels, Counts counts, List<MetricFamilySamples.Sample> samples) {
    List<String> values = List.of(labels.model, labels.version);
    long upTo = 0;
    for (int i = 0; i < counts.buckets.length; i++) {
      upTo += counts.buckets[i];
      String edge = doubleToGoString(i < edges.length ? edges[i] : Double.POSITIVE_INFINITY);
      samples.add(
          new MetricFamilySamples.Sample(
              name + "_bucket",
              List.of("model", "version", "le"),
              List.of(labels.model, labels.version, edge),
              upTo));
    }
    List<String> names = List.of("model", "version");
    samples.add(new MetricFamilySamples.Sample(name + "_count", names, values, upTo));
    samples.add(new MetricFamilySamples.Sample(name + "_sum", names, values, counts.sum));
  }
}
