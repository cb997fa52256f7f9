package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.cache.EpochStore;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.PipelineState;
import io.atalaya.monitor.References;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The two stages and the clockwork around them: prepares the topics before any channel starts, asks
 * how far the log goes, and has the stages flush and judge.
 */
@ApplicationScoped
public class Pipeline implements PipelineState {

  private static final Logger LOG = Logger.getLogger(Pipeline.class);
  private static final long FLUSH_MILLIS = 500;
  private static final long LOCATE_MILLIS = 200;
  private static final long RELAY_MILLIS = 200;
  private static final long STOP_SECONDS = 5;
  private static final long COMMIT_LATE_MILLIS = 30_000;

  private final MonitorSettings settings;
  private final References references;
  private final MonitorMetrics metrics;
  private final ModelSnapshots snapshots;
  private final Announcements announcements;
  private final EpochStore epochs;
  private final KafkaClientService clients;
  private final Map<String, Object> kafka;
  private final String servers;
  private final String instance;
  private final InstantSource clock;
  private final ScheduledExecutorService flushing = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService judging = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService locating = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService relaying = Executors.newSingleThreadScheduledExecutor();
  private @Nullable Admin admin;
  private @Nullable TransactionalLog observationLog;
  private @Nullable TransactionalLog modelLog;
  private @Nullable SnapshotLog snapshotLog;
  private volatile @Nullable ObservationStage observations;
  private volatile @Nullable ModelStage models;
  private volatile long lagRecords;
  private volatile long polledMillis;

  public Pipeline(
      MonitorSettings settings,
      References references,
      MonitorMetrics metrics,
      ModelSnapshots snapshots,
      Announcements announcements,
      EpochStore epochs,
      KafkaClientService clients,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
          String servers,
      @ConfigProperty(name = "quarkus.uuid") String instance,
      InstantSource clock) {
    this.settings = settings;
    this.references = references;
    this.metrics = metrics;
    this.snapshots = snapshots;
    this.announcements = announcements;
    this.epochs = epochs;
    this.clients = clients;
    this.kafka = new HashMap<>(kafka);
    this.kafka.put("bootstrap.servers", servers);
    this.servers = servers;
    this.instance = instance;
    this.clock = clock;
  }

  /**
   * Prepares the topics and starts the stages; to be called before any channel starts.
   *
   * @throws UnusableClusterException when the cluster cannot be worked with
   */
  public void start() {
    Admin opened = openAdmin();
    admin = opened;
    Cluster cluster = Cluster.prepare(opened, servers);
    ReferenceLoader.load(kafka, references);
    TransactionalLog forObservations =
        new TransactionalLog(kafka, "atalaya-observations-" + instance);
    TransactionalLog forModels = new TransactionalLog(kafka, "atalaya-models-" + instance);
    observationLog = forObservations;
    modelLog = forModels;
    SnapshotLog snapshotLog = new SnapshotLog(kafka, opened);
    this.snapshotLog = snapshotLog;
    observations =
        new ObservationStage(
            settings, references, metrics, forObservations, snapshotLog, clock, cluster);
    models =
        new ModelStage(
            settings, references, metrics, snapshots, announcements, forModels, clock, cluster);
    LogEnds ends = new LogEnds(opened);
    repeat(flushing, FLUSH_MILLIS, () -> observations().commit());
    repeat(judging, FLUSH_MILLIS, () -> models().commit());
    repeat(locating, LOCATE_MILLIS, () -> locate(ends));
    EpochRelay relay = new EpochRelay(announcements, epochs);
    repeat(relaying, RELAY_MILLIS, () -> relay.run(clock.millis()));
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    List<ScheduledExecutorService> clockwork = List.of(flushing, judging, locating, relaying);
    // A commit under way is left to end: interrupted, nobody would know what became of it.
    clockwork.forEach(ScheduledExecutorService::shutdown);
    for (ScheduledExecutorService executor : clockwork) {
      if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    }
    close(observationLog);
    close(modelLog);
    close(snapshotLog);
    close(admin);
  }

  /** Stage 1; there once the topics are prepared. */
  ObservationStage observations() {
    return started(observations);
  }

  /** Stage 2; there once the topics are prepared. */
  ModelStage models() {
    return started(models);
  }

  @Override
  public boolean isReplaying() {
    return observations().isReplaying() || models().isReplaying();
  }

  @Override
  public boolean isPolling() {
    return clock.millis() - polledMillis < ModelSnapshots.STALE.toMillis();
  }

  @Override
  public boolean isCommitting() {
    return !observations().isFailingFor(COMMIT_LATE_MILLIS)
        && !models().isFailingFor(COMMIT_LATE_MILLIS);
  }

  @Override
  public long misrouted() {
    return observations().misrouted();
  }

  @Override
  public long lagRecords() {
    return lagRecords;
  }

  @Override
  public boolean isHistoryLost() {
    return observations().isHistoryLost();
  }

  private Admin openAdmin() {
    try {
      return Admin.create(kafka);
    } catch (KafkaException unusable) {
      Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
      throw new UnusableClusterException(
          "kafka.bootstrap.servers: %s cannot be used (%s): give the brokers as host:port, and check the kafka.* settings"
              .formatted(servers, cause.getMessage()));
    }
  }

  private void locate(LogEnds ends) throws Exception {
    long asked = clock.millis();
    if (!clients.getConsumerChannels().containsAll(Channels.PARTITIONED)) {
      return;
    }
    KafkaConsumer<byte[], byte[]> observed = clients.getConsumer(Channels.OBSERVATIONS);
    Set<TopicPartition> assigned =
        onPollingThread(observed, consumer -> new HashSet<>(consumer.assignment()));
    Map<TopicPartition, Long> ended = ends.of(assigned).get(10, TimeUnit.SECONDS);
    onPollingThread(
        observed,
        consumer -> {
          Map<TopicPartition, Long> positions = observations().located(consumer, ended, asked);
          lagRecords =
              positions.entrySet().stream()
                  .mapToLong(
                      entry ->
                          Math.max(0, ended.getOrDefault(entry.getKey(), 0L) - entry.getValue()))
                  .sum();
          return true;
        });
    KafkaConsumer<byte[], byte[]> modelled = clients.getConsumer(Channels.PARTIALS);
    onPollingThread(
        modelled,
        consumer -> {
          var unused = models().located(consumer, Map.of(), asked);
          return true;
        });
    polledMillis = clock.millis();
    snapshots.polled();
  }

  private static <T> T onPollingThread(
      KafkaConsumer<byte[], byte[]> consumer,
      java.util.function.Function<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>, T>
          action)
      throws Exception {
    return consumer
        .runOnPollingThread(action)
        .subscribeAsCompletionStage()
        .get(10, TimeUnit.SECONDS);
  }

  /** Repeats an action; one that fails is logged and repeated all the same. */
  private static void repeat(ScheduledExecutorService executor, long millis, Repeated action) {
    Runnable guarded =
        () -> {
          try {
            action.run();
          } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
          } catch (Exception failure) {
            LOG.warnf("Will try again: %s", failure.toString());
          }
        };
    var unused = executor.scheduleWithFixedDelay(guarded, millis, millis, TimeUnit.MILLISECONDS);
  }

  @FunctionalInterface
  private interface Repeated {
    void run() throws Exception;
  }

  private static void close(@Nullable AutoCloseable closeable) {
    if (closeable != null) {
      try {
        closeable.close();
      } catch (Exception failure) {
        LOG.debugf(failure, "Could not be closed");
      }
    }
  }

  private static <T> T started(@Nullable T stage) {
    if (stage == null) {
      throw new IllegalStateException("the pipeline has not started");
    }
    return stage;
  }
}
