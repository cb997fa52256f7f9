package io.atalaya.adapter.metrics;

import io.atalaya.report.ReportMetrics;
import io.atalaya.report.ReportPeriod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The reports that an instance sent since its start; sum them over the instances.
 *
 * <p>Worth an alert: a rise of {@code result="failed"} without one of {@code sent} in the half day
 * after it, when no more is tried.
 */
@ApplicationScoped
public class MicrometerReportMetrics implements ReportMetrics {

  private final MeterRegistry registry;

  MicrometerReportMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void sent(ReportPeriod.Kind kind, String channel) {
    count(kind, channel, "sent");
  }

  @Override
  public void failed(ReportPeriod.Kind kind, String channel) {
    count(kind, channel, "failed");
  }

  private void count(ReportPeriod.Kind kind, String channel, String result) {
    Counter.builder("atalaya.reports")
        .description("Reports by kind, channel and whether they went out")
        .tag("report", kind.label())
        .tag("channel", channel)
        .tag("result", result)
        .register(registry)
        .increment();
  }
}
