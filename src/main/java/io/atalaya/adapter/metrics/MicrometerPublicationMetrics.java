package io.atalaya.adapter.metrics;

import io.atalaya.event.PublicationMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/**
 * The answers of which an instance published no event, since its start; sum them over the
 * instances.
 *
 * <p>Worth an alert: any rise. {@code dropped} and {@code unavailable} ask for Kafka to be looked
 * at, {@code unreadable} and {@code rejected} for the front's {@code output} and {@code classes}.
 */
@ApplicationScoped
public class MicrometerPublicationMetrics implements PublicationMetrics {

  private final MeterRegistry registry;

  MicrometerPublicationMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void unpublished(String model, Reason reason) {
    Counter.builder("atalaya.front.unpublished")
        .description("Answers of the inference front of which no event was published, by reason")
        .baseUnit("answers")
        .tag("model", model)
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }
}
