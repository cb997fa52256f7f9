package io.atalaya.adapter.metrics;

import io.atalaya.report.ReportMetrics;
import io.atalaya.report.ReportPeriod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** The reports that an instance sent since its start; sum them over the instances. */
@ApplicationScoped
public class MicrometerReportMetrics implements ReportMetrics {

  private final MeterRegistry registry;

  MicrometerReportMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void sent(ReportPeriod.Kind kind, String channel) {
    counter(kind, channel, "failed");
    counter(kind, channel, "sent").increment();
  }

  @Override
  public void failed(ReportPeriod.Kind kind, String channel) {
    counter(kind, channel, "sent");
    counter(kind, channel, "failed").increment();
  }

  /** Either is there from the first try on: no increase is seen of a series that begins with it. */
  private Counter counter(ReportPeriod.Kind kind, String channel, String result) {
    return Counter.builder("atalaya.reports")
        .description("Reports by kind, channel and whether they went out")
        .tag("report", kind.label())
        .tag("channel", channel)
        .tag("result", result)
        .register(registry);
  }
}
