package io.atalaya.bootstrap;

import io.atalaya.adapter.kafka.pipeline.Pipeline;
import io.atalaya.adapter.report.ReportMailer;
import io.atalaya.adapter.report.ReportWebhook;
import io.atalaya.report.ReportChannel;
import io.atalaya.report.ReportDispatcher;
import io.atalaya.report.ReportDuty;
import io.atalaya.report.ReportJson;
import io.atalaya.report.ReportLog;
import io.atalaya.report.ReportMetrics;
import io.atalaya.report.Reporter;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has reports made, and sent when they are due. */
@Singleton
class Reporting {

  private static final Logger LOG = Logger.getLogger(Reporting.class);
  private static final long EVERY_SECONDS = 10;

  private final ReportSettings settings;
  private @Nullable ScheduledExecutorService thread;

  Reporting(Configuration configuration) {
    settings = configuration.reports();
  }

  @Produces
  @Singleton
  Reporter reporter(ReportLog log, InstantSource clock) {
    return new Reporter(log, clock);
  }

  /** The time zone in which the days of reports begin. */
  @Produces
  @Singleton
  ZoneId zone() {
    return settings.zone();
  }

  @Produces
  @Singleton
  ReportDispatcher dispatcher(
      Reporter reporter,
      ReportLog log,
      ReportMetrics metrics,
      ReportJson json,
      ReportMailer mailer,
      Pipeline pipeline,
      InstantSource clock) {
    List<ReportChannel> channels = new ArrayList<>();
    settings.mail().ifPresent(mail -> channels.add(mailer.to(mail)));
    settings.webhook().ifPresent(webhook -> channels.add(new ReportWebhook(webhook, json)));
    return new ReportDispatcher(
        settings.schedules(), channels, reporter, log, metrics, duty(pipeline), clock, LOG::warn);
  }

  private static ReportDuty duty(Pipeline pipeline) {
    return new ReportDuty() {
      @Override
      public boolean isOurs() {
        return pipeline.isFirst();
      }

      @Override
      public boolean hasRead(Instant until) {
        return pipeline.hasRead(until);
      }
    };
  }

  /** Starts the thread, if there is anybody to send reports to. */
  void start(ReportDispatcher dispatcher) {
    if (!dispatcher.channels().isEmpty()) {
      thread =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("reports").factory());
      var unused =
          thread.scheduleWithFixedDelay(
              () -> run(dispatcher), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void run(ReportDispatcher dispatcher) {
    try {
      dispatcher.run();
    } catch (RuntimeException defect) {
      LOG.error("No report was sent this time", defect);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
