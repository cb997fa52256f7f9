package io.atalaya.adapter.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.adapter.ExampleModel;
import io.atalaya.monitor.ModelSnapshots;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotCollectorTest {

  private static final int PLENTY = 2_000;

  @Test
  void everyFigureHasTheGaugeOfTheContractAndWhatIsUndefinedHasNone() throws IOException {
    ModelSnapshots snapshots = ExampleModel.shown(ExampleModel.snapshot());
    assertEquals(expected("exposition.txt"), scrape(snapshots, PLENTY));
  }

  @Test
  void nothingIsExportedWhileTheLogIsNotPolled() throws IOException {
    ModelSnapshots neverPolled = new ModelSnapshots(() -> ExampleModel.NOW);
    neverPolled.put(ExampleModel.snapshot());
    assertEquals("", scrape(neverPolled, PLENTY));
  }

  @Test
  void beyondTheBudgetTheLeastImportantGaugesGiveWayAndAreCounted() {
    ModelSnapshots snapshots =
        ExampleModel.shown(ExampleModel.snapshot("a"), ExampleModel.snapshot("b"));
    List<String> all = series(snapshots, PLENTY, "a");
    for (int budget : List.of(all.size() - 1, 5, 1)) {
      assertEquals(all.subList(0, budget), series(snapshots, budget, "a"));
      assertEquals(budget, series(snapshots, budget, "b").size());
      assertEquals(all.size() - budget, refused(snapshots, budget, "a"));
    }
    assertEquals(all, series(snapshots, all.size(), "a"));
    assertEquals(0, refused(snapshots, all.size(), "a"));
  }

  @Test
  void aSecondCollectorOfTheSameGaugesIsRefused() {
    CollectorRegistry registry = new CollectorRegistry();
    registry.register(collector(ExampleModel.shown(), PLENTY));
    assertThrows(
        IllegalArgumentException.class,
        () -> registry.register(collector(ExampleModel.shown(), PLENTY)));
  }

  private static SnapshotCollector collector(ModelSnapshots snapshots, int maxSeries) {
    return new SnapshotCollector(snapshots, ExampleModel.monitor(maxSeries));
  }

  private static String scrape(ModelSnapshots snapshots, int maxSeries) throws IOException {
    CollectorRegistry registry = new CollectorRegistry();
    registry.register(collector(snapshots, maxSeries));
    StringWriter text = new StringWriter();
    TextFormat.write004(text, registry.metricFamilySamples());
    return text.toString();
  }

  /** The gauges of a model that count against its budget, in order. */
  private static List<String> series(ModelSnapshots snapshots, int maxSeries, String model) {
    return samples(snapshots, maxSeries, model)
        .filter(sample -> !sample.name.equals("atalaya_series_refused"))
        .map(Object::toString)
        .toList();
  }

  private static double refused(ModelSnapshots snapshots, int maxSeries, String model) {
    return samples(snapshots, maxSeries, model)
        .filter(sample -> sample.name.equals("atalaya_series_refused"))
        .mapToDouble(sample -> sample.value)
        .sum();
  }

  private static Stream<MetricFamilySamples.Sample> samples(
      ModelSnapshots snapshots, int maxSeries, String model) {
    return collector(snapshots, maxSeries).collect().stream()
        .flatMap(family -> family.samples.stream())
        .filter(sample -> sample.labelValues.getFirst().equals(model));
  }

  private static String expected(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SnapshotCollectorTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
