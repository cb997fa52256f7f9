package io.atalaya.adapter.metrics;

import io.atalaya.monitor.PipelineState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/**
 * The pipeline's own health. Worth an alert: a replay that goes on for long, a lag that grows.
 *
 * <p>Immutable.
 */
@Singleton
public final class PipelineGauges implements MeterBinder {

  private final PipelineState pipeline;

  PipelineGauges(PipelineState pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("atalaya.replay.active", this, gauges -> gauges.isReplaying() ? 1 : 0)
        .description("1 while state is being rebuilt from the log, else 0")
        .strongReference(true)
        .register(registry);
    Gauge.builder("atalaya.consumer.lag", pipeline, PipelineState::lagRecords)
        .description("Records on the input topics that this instance has still to read")
        .baseUnit("records")
        .strongReference(true)
        .register(registry);
  }

  private boolean isReplaying() {
    try {
      return pipeline.isReplaying();
    } catch (IllegalStateException notStarted) {
      return true;
    }
  }
}
