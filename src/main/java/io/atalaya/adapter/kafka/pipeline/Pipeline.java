package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.cache.EpochStore;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.PipelineState;
import io.atalaya.monitor.References;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
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
  private static final long COMMIT_LATE_MILLIS = 30_000;

  /** How often the groups are asked whether this instance is still their member. */
  private static final long ASK_MILLIS = 2_000;

  /** A round that took so long may have been interrupted by anything. */
  private static final long DELAY_MILLIS = 3_000;

  /** The connector closes its consumers at 50. */
  private static final int BEFORE_CONNECTOR = 40;

  private static final int AFTER_CONNECTOR = 60;

  /** The exit code of a process that another of the same name has replaced. */
  private static final int EXIT_REPLACED = 3;

  private final MonitorSettings settings;
  private final References references;
  private final MonitorMetrics metrics;
  private final ModelSnapshots snapshots;
  private final Announcements announcements;
  private final EpochStore epochs;
  private final KafkaClientService clients;
  private final Map<String, Object> kafka;
  private final String servers;
  private final Instance instance;
  private final SnapshotInterval interval;
  private final InstantSource clock;
  private final Clockwork clockwork = new Clockwork();
  private final Clockwork locating = new Clockwork();
  private @Nullable Admin admin;
  private volatile @Nullable Membership membership;
  private volatile @Nullable TransactionalLog observationLog;
  private volatile @Nullable TransactionalLog modelLog;
  private @Nullable SnapshotLog snapshotLog;
  private volatile @Nullable ObservationStage observations;
  private volatile @Nullable ModelStage models;
  private volatile long lagRecords;
  private volatile long polledMillis;
  private long askedMillis;

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
      Instance instance,
      SnapshotInterval interval,
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
    this.interval = interval;
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
    membership = new Membership(opened, instance);
    TransactionalLog forObservations = openLog("atalaya-observations-");
    observationLog = forObservations;
    TransactionalLog forModels = openLog("atalaya-models-");
    modelLog = forModels;
    SnapshotLog snapshotLog = new SnapshotLog(kafka, opened);
    this.snapshotLog = snapshotLog;
    observations =
        new ObservationStage(
            settings, references, metrics, forObservations, snapshotLog, interval, clock, cluster);
    models =
        new ModelStage(
            settings, references, metrics, snapshots, announcements, forModels, clock, cluster);
    LogEnds ends = new LogEnds(opened);
    clockwork.repeat(FLUSH_MILLIS, () -> observations().commit());
    clockwork.repeat(FLUSH_MILLIS, () -> models().commit());
    locating.repeat(LOCATE_MILLIS, () -> locate(ends));
    EpochRelay relay = new EpochRelay(announcements, epochs);
    clockwork.repeat(RELAY_MILLIS, () -> relay.run(clock.millis()));
  }

  /** Asks the consumers nothing more. */
  void stopLocating(
      @Observes(notifyObserver = Reception.IF_EXISTS)
          @Priority(BEFORE_CONNECTOR)
          @BeforeDestroyed(ApplicationScoped.class)
          Object end)
      throws InterruptedException {
    locating.stop();
  }

  /** Ends after the connector closed its consumers, which commits what was counted. */
  void stop(
      @Observes(notifyObserver = Reception.IF_EXISTS)
          @Priority(AFTER_CONNECTOR)
          @BeforeDestroyed(ApplicationScoped.class)
          Object end)
      throws InterruptedException {
    clockwork.stop();
    if (membership != null) {
      membership.leave();
    }
    close(observationLog);
    close(modelLog);
    close(snapshotLog);
    close(observations);
    close(models);
    close(admin);
  }

  /** Partitions of one of the {@link Channels#PARTITIONED} channels were assigned. */
  void joined(ConsumerGroupMetadata group) {
    membership().joined(group);
  }

  /** The partitions of a group are given up. */
  void left(ConsumerGroupMetadata group) {
    membership().left(group.groupId());
  }

  /** Stage 1; there once the topics are prepared. */
  ObservationStage observations() {
    return started(observations);
  }

  /** Stage 2; there once the topics are prepared. */
  ModelStage models() {
    return started(models);
  }

  private Membership membership() {
    return started(membership);
  }

  private TransactionalLog observationLog() {
    return started(observationLog);
  }

  private TransactionalLog modelLog() {
    return started(modelLog);
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

  /** The log of this name, with what a predecessor left open ended. */
  private TransactionalLog openLog(String prefix) {
    TransactionalLog log =
        new TransactionalLog(kafka, prefix + instance.name(), membership()::offsets);
    try {
      log.start();
    } catch (KafkaException refused) {
      throw new UnusableClusterException(
          "kafka.bootstrap.servers: %s takes no transactions of '%s%s' (%s): permit this user transactional ids that begin with atalaya-, and see to the topic __transaction_state"
              .formatted(servers, prefix, instance.name(), refused.getMessage()));
    }
    return log;
  }

  /**
   * Whether the partitions are still this instance's. The groups are asked now and then, and after
   * any delay, which may have been long enough for them to give the partitions away.
   */
  private boolean isMember(long nowMillis) throws Exception {
    if (observationLog().isReplaced() || modelLog().isReplaced()) {
      return endReplaced();
    }
    if (nowMillis - polledMillis < DELAY_MILLIS && nowMillis - askedMillis < ASK_MILLIS) {
      return true;
    }
    return switch (membership().ask()) {
      case MEMBER -> {
        askedMillis = nowMillis;
        yield true;
      }
      case EXPELLED -> false;
      case REPLACED -> endReplaced();
    };
  }

  /**
   * Ends the process at once: whatever it still did, the other one does. An orderly end would give
   * back partitions that are no longer its own.
   */
  private boolean endReplaced() {
    LOG.errorf(
        "Another process is instance '%s' now, and this one ends: give each its own ATALAYA_INSTANCE",
        instance.name());
    Runtime.getRuntime().halt(EXIT_REPLACED);
    return false;
  }

  private void locate(LogEnds ends) throws Exception {
    long asked = clock.millis();
    if (!isMember(asked)) {
      return;
    }
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
    long now = clock.millis();
    if (now - asked < DELAY_MILLIS) {
      snapshots.polled();
    }
    polledMillis = asked;
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
