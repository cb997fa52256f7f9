package io.atalaya.bootstrap;

import io.atalaya.adapter.file.ReferenceFiles;
import io.atalaya.adapter.kafka.pipeline.Pipeline;
import io.atalaya.adapter.kafka.pipeline.UnusableClusterException;
import io.atalaya.availability.StatusBoard;
import io.atalaya.drift.ReferenceReader;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.PredictionLog;
import io.atalaya.monitor.ReferenceExtraction;
import io.atalaya.monitor.ReferenceLifecycle;
import io.atalaya.monitor.ReferenceLog;
import io.atalaya.monitor.References;
import io.atalaya.report.ReportDispatcher;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the parts together and starts the pipeline before the first channel opens. */
@ApplicationScoped
class Wiring {

  /** After the configuration was read, before SmallRye starts its channels. */
  private static final int BEFORE_CHANNELS = 500;

  void start(
      @Observes @Priority(BEFORE_CHANNELS) StartupEvent event,
      Pipeline pipeline,
      Scoring scoring,
      Prefetching prefetching,
      Reporting reporting,
      ReportDispatcher reports,
      Probing probing,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      requireFree(host, port);
    }
    scoring.start();
    prefetching.start();
    try {
      pipeline.start();
    } catch (UnusableClusterException unusable) {
      throw new StartupFailure(unusable.problem());
    }
    reporting.start(reports);
    probing.start();
  }

  /**
   * Quarkus opens the port last of all. A process started twice by mistake would by then have taken
   * the other's place on Kafka, and neither would be left.
   */
  private static void requireFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException taken) {
      throw new StartupFailure(
          "quarkus.http.port: %s:%d cannot be listened on (%s): end the process that has it, or set QUARKUS_HTTP_PORT to another"
              .formatted(host, port, taken.getMessage()));
    }
  }

  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  ModelSnapshots snapshots(InstantSource clock) {
    return new ModelSnapshots(clock);
  }

  @Produces
  @Singleton
  StatusBoard statusBoard(InstantSource clock) {
    return new StatusBoard(clock);
  }

  /** The profiles from files; they hold for every version from the beginning of time. */
  @Produces
  @Singleton
  References references(Configuration configuration) {
    return new References(configuration.references());
  }

  @Produces
  @Singleton
  ReferenceReader referenceReader() {
    return new ReferenceFiles();
  }

  @Produces
  @Singleton
  ReferenceExtraction referenceExtraction(
      Configuration configuration,
      PredictionLog log,
      ReferenceLifecycle lifecycle,
      InstantSource clock) {
    return new ReferenceExtraction(
        configuration.settings(),
        log,
        lifecycle,
        clock,
        work -> Thread.ofPlatform().daemon().name("reference").start(work));
  }

  @Produces
  @Singleton
  ReferenceLifecycle referenceLifecycle(
      Configuration configuration, References references, ReferenceLog log, InstantSource clock) {
    return new ReferenceLifecycle(configuration.settings(), references, log, clock);
  }
}
