package io.atalaya.adapter.metrics;

import io.atalaya.availability.Observation;
import io.atalaya.availability.ProbeStatus;
import io.atalaya.availability.StatusBoard;
import io.atalaya.availability.Target;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What probes found of model servers and systems, as this instance sees them. Worth an alert: an
 * {@code up} of 0, or that is gone.
 *
 * <p>What is not known has no sample: {@code up} before the first answer and when the last is too
 * old, seconds when there was no answer. No gauges of Micrometer's, which cannot be absent.
 *
 * <p>Safe for use by several threads; a scrape never waits for a probe.
 */
@Singleton
public final class AvailabilityCollector extends Collector implements Collector.Describable {

  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;

  /** A figure of a target. */
  private enum Figure {
    UP("up", "1 when the last answer was right, else 0"),
    SLOW("probe_slow", "1 when the last answer was right, and slower than it should be, else 0"),
    SECONDS("probe_seconds", "From the last question to its answer; absent when there was none"),
    LAST_SUCCESS("probe_last_success_timestamp_seconds", "When the last right answer was there"),
    RATIO("availability_ratio", "For how much of the observed part of 30 days it was up"),
    OBSERVED("probe_observed_seconds", "How much of the 30 days was observed");

    private final String name;
    private final String help;

    Figure(String name, String help) {
      this.name = name;
      this.help = help;
    }

    OptionalDouble of(ProbeStatus status) {
      return switch (this) {
        case UP -> flag(status, Observation::isUp);
        case SLOW -> flag(status, Observation.Slow.class::isInstance);
        case SECONDS ->
            status.last().isEmpty() ? OptionalDouble.empty() : seconds(status.last().get());
        case LAST_SUCCESS ->
            status.lastSuccess().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(status.lastSuccess().get().toEpochMilli() / MILLIS);
        case RATIO -> status.availability().ratio();
        case OBSERVED -> OptionalDouble.of(status.availability().observedMillis() / MILLIS);
      };
    }

    private static OptionalDouble flag(ProbeStatus status, Predicate<Observation> is) {
      return status.last().isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(is.test(status.last().get()) ? 1 : 0);
    }

    private static OptionalDouble seconds(Observation observation) {
      return switch (observation) {
        case Observation.Up(Duration took) -> seconds(took);
        case Observation.Slow(Duration took) -> seconds(took);
        case Observation.Wrong(Duration took, String ignored) -> seconds(took);
        case Observation.Down ignored -> OptionalDouble.empty();
      };
    }

    private static OptionalDouble seconds(Duration took) {
      return OptionalDouble.of(took.toNanos() / NANOS);
    }
  }

  private final StatusBoard board;

  public AvailabilityCollector(StatusBoard board) {
    this.board = board;
  }

  void registerAt(@Observes StartupEvent start, CollectorRegistry registry) {
    registry.register(this);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Map<GaugeFamily, GaugeMetricFamily> families = new LinkedHashMap<>();
    List<ProbeStatus> statuses = board.all();
    for (Figure figure : Figure.values()) {
      for (ProbeStatus status : statuses) {
        figure
            .of(status)
            .ifPresent(
                value ->
                    families
                        .computeIfAbsent(family(figure, status.target()), GaugeFamily::empty)
                        .addMetric(labels(status.target()), value));
      }
    }
    return List.copyOf(families.values());
  }

  /** The families without a sample, so that the registry refuses another collector of a name. */
  @Override
  public List<MetricFamilySamples> describe() {
    return Stream.of(Figure.values())
        .flatMap(figure -> Stream.of(ofModels(figure), ofSystems(figure)))
        .map(family -> (MetricFamilySamples) family.empty())
        .toList();
  }

  private static GaugeFamily family(Figure figure, Target target) {
    return switch (target) {
      case Target.OfModel ignored -> ofModels(figure);
      case Target.OfSystem ignored -> ofSystems(figure);
    };
  }

  private static GaugeFamily ofModels(Figure figure) {
    return new GaugeFamily("atalaya_model_" + figure.name, figure.help, List.of("model", "probe"));
  }

  private static GaugeFamily ofSystems(Figure figure) {
    return new GaugeFamily("atalaya_system_" + figure.name, figure.help, List.of("system"));
  }

  private static List<String> labels(Target target) {
    return switch (target) {
      case Target.OfModel(String model, String probe) -> List.of(model, probe);
      case Target.OfSystem(String system) -> List.of(system);
    };
  }
}
