package io.atalaya.adapter.metrics;

import io.atalaya.access.AccessMetrics;
import io.atalaya.access.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;

/**
 * The requests that an instance refused, since its start; sum them over the instances.
 *
 * <p>Worth an alert: a rise of {@code invalid_token} or {@code forbidden} that lasts, which is
 * somebody trying or a client with an old secret, and any of {@code unavailable}.
 */
@ApplicationScoped
public class MicrometerAccessMetrics implements AccessMetrics {

  private final Map<Decision.Reason, Counter> denied = new EnumMap<>(Decision.Reason.class);

  MicrometerAccessMetrics(MeterRegistry registry) {
    for (Decision.Reason reason : Decision.Reason.values()) {
      denied.put(
          reason,
          Counter.builder("atalaya.denied.requests")
              .description("Requests that were refused, by reason")
              .baseUnit("requests")
              .tag("reason", reason.wireName())
              .register(registry));
    }
  }

  @Override
  public void denied(Decision.Reason reason) {
    Counter counter = denied.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
