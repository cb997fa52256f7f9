package io.atalaya.adapter.metrics;

import io.atalaya.cache.prefetch.PrefetchMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/**
 * Answers that were asked for ahead, since the start; sum them over the instances. {@code used ÷
 * asked} says how much of it was worth it.
 */
@ApplicationScoped
public class MicrometerPrefetchMetrics implements PrefetchMetrics {

  private final MeterRegistry registry;

  MicrometerPrefetchMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void prefetched(String model, Reason reason, Result result) {
    Counter.builder("atalaya.cache.prefetched")
        .description("Answers that were asked for ahead, by why and by what came of it")
        .baseUnit("answers")
        .tag("model", model)
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }
}
