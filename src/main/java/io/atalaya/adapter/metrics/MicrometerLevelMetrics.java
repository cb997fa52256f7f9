package io.atalaya.adapter.metrics;

import io.atalaya.cache.LevelMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls of the cache to the stores outside this process since the start; sum them over the
 * instances. Worth an alert: anything but {@code ok} for minutes; {@code open} says that a store is
 * left out.
 */
@ApplicationScoped
public class MicrometerLevelMetrics implements LevelMetrics {

  private record Labels(String level, Operation operation, Outcome outcome) {}

  private final MeterRegistry registry;
  private final Map<Labels, Counter> calls = new ConcurrentHashMap<>();

  MicrometerLevelMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void result(String level, Operation operation, Outcome outcome) {
    calls
        .computeIfAbsent(
            new Labels(level, operation, outcome),
            labels ->
                Counter.builder("atalaya.cache.level.calls")
                    .description("Calls of the cache to its levels, by what came of them")
                    .tag("level", level)
                    .tag("operation", operation.name().toLowerCase(Locale.ROOT))
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry))
        .increment();
  }
}
