package io.atalaya.adapter.metrics;

import io.atalaya.matching.OutcomeMatcher;
import io.atalaya.monitor.MonitorMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters and histograms of an instance since its start; sum them over the instances.
 *
 * <p>Of a topic's events, {@code accepted + duplicate + late + rejected} is what was read where it
 * belongs; {@code misrouted} ones are counted again where they were forwarded to. Every rejected
 * event is a dead letter too. Worth an alert: a rise of {@code rejected}, of {@code misrouted} (a
 * producer hashes keys in its own way), of {@code late}.
 *
 * <p>Base units end the names, as Prometheus' convention wants it: a unit that does not would be
 * appended. Safe for use by several threads.
 */
@ApplicationScoped
@Startup
public class MicrometerMonitorMetrics implements MonitorMetrics {

  /** The topics whose counters are there, at 0, before the first event. */
  private static final List<String> INPUTS =
      List.of(
          "inference.predictions",
          "inference.outcomes",
          "inference.interactions",
          "inference.generations",
          "monitoring.scores",
          "model.lifecycle");

  /** The most kinds of errors of a model, and reasons that its texts end for. */
  private static final int MOST_WORDS = 20;

  /** Eight are live at a time; this many in the life of an instance. */
  private static final int MOST_VERSIONS = 64;

  private final MeterRegistry registry;
  private final Map<String, Map<Result, Counter>> events = new ConcurrentHashMap<>();
  private final Map<String, Labels> models = new ConcurrentHashMap<>();
  private final Histograms histograms;

  /** What bounds the labels of one model. */
  private record Labels(BoundedLabels versions, BoundedLabels errors, BoundedLabels finishes) {}

  public MicrometerMonitorMetrics(MeterRegistry registry, CollectorRegistry collectors) {
    this.registry = registry;
    INPUTS.forEach(topic -> events.put(topic, eventCounters(topic)));
    histograms = Histograms.registeredAt(collectors);
  }

  @Override
  public void events(String topic, Result result, long count) {
    Counter counter = events.computeIfAbsent(topic, this::eventCounters).get(result);
    if (counter != null) {
      counter.increment((double) count);
    }
  }

  @Override
  public void deadLetter(String topic, String reason) {
    Counter.builder("atalaya.dead.letters")
        .description("Records that went to monitoring.dead-letters, by reason")
        .baseUnit("letters")
        .tag("topic", topic)
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  @Override
  public void invalidation(String model, String reason, String result) {
    Counter.builder("atalaya.invalidations")
        .description("Invalidations of cached predictions that were decided, by reason and result")
        .baseUnit("invalidations")
        .tag("model", model)
        .tag("reason", reason)
        .tag("result", result)
        .register(registry)
        .increment();
  }

  @Override
  public void eventToGauge(double seconds) {
    histograms.eventToGauge().observe(seconds);
  }

  @Override
  public VersionMetrics version(String model, String version) {
    // The number of models is bounded before their events are accepted.
    Labels labels =
        models.computeIfAbsent(
            model,
            ignored ->
                new Labels(
                    new BoundedLabels(MOST_VERSIONS),
                    new BoundedLabels(MOST_WORDS),
                    new BoundedLabels(MOST_WORDS)));
    String label =
        version.equals(OutcomeMatcher.UNKNOWN_VERSION) ? version : labels.versions.admit(version);
    return new VersionCounters(registry, histograms, model, label, labels.errors, labels.finishes);
  }

  private Map<Result, Counter> eventCounters(String topic) {
    Map<Result, Counter> counters = new EnumMap<>(Result.class);
    for (Result result : Result.values()) {
      counters.put(
          result,
          Counter.builder("atalaya.events")
              .description("Events read from the input topics, by what became of them")
              .baseUnit("events")
              .tag("topic", topic)
              .tag("result", result.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    return counters;
  }
}
