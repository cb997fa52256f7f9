package io.atalaya.adapter.metrics;

import io.atalaya.generation.ScoringMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What became of the texts that an instance chose to score, since its start; sum them over the
 * instances.
 *
 * <p>{@code scored + dropped} is what was chosen. Worth an alert: a rise of {@code failed}, which
 * has no relevance and no coherence, or of {@code lost}; a {@code dropped} that is much of the sum
 * asks for a smaller share or another thread.
 */
@ApplicationScoped
public class MicrometerScoringMetrics implements ScoringMetrics {

  private final MeterRegistry registry;

  MicrometerScoringMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void scored(String model) {
    count(model, "scored");
  }

  @Override
  public void dropped(String model) {
    count(model, "dropped");
  }

  @Override
  public void failed(String model) {
    count(model, "failed");
  }

  @Override
  public void lost(String model) {
    count(model, "lost");
  }

  private void count(String model, String result) {
    Counter.builder("atalaya.scored.texts")
        .description("Generated texts that were chosen to be scored, by what became of them")
        .baseUnit("texts")
        .tag("model", model)
        .tag("result", result)
        .register(registry)
        .increment();
  }
}
