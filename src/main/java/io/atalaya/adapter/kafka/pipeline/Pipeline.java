package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.cache.EpochStore;
import io.atalaya.generation.TextSink;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.PipelineState;
import io.atalaya.monitor.References;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
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

  /** The connector closes its consumers at 50. */
  private static final int BEFORE_CONNECTOR = 40;

  private static final int AFTER_CONNECTOR = 60;

  private final MonitorSettings settings;
  private final References references;
  private final ReferenceFeed referenceFeed;
  private final InvalidationFeed invalidationFeed;
  private final MonitorMetrics metrics;
  private final TextSink texts;
  private final ModelSnapshots snapshots;
  private final Announcements announcements;
  private final EpochStore epochs;
  private final KafkaClientService clients;
  private final Map<String, Object> kafka;
  private final String servers;
  private final Rights rights;
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
  private volatile @Nullable Locator locator;

  public Pipeline(
      MonitorSettings settings,
      References references,
      ReferenceFeed referenceFeed,
      InvalidationFeed invalidationFeed,
      MonitorMetrics metrics,
      TextSink texts,
      ModelSnapshots snapshots,
      Announcements announcements,
      EpochStore epochs,
      KafkaClientService clients,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
          String servers,
      Rights rights,
      Instance instance,
      SnapshotInterval interval,
      InstantSource clock) {
    this.settings = settings;
    this.references = references;
    this.referenceFeed = referenceFeed;
    this.invalidationFeed = invalidationFeed;
    this.metrics = metrics;
    this.texts = texts;
    this.snapshots = snapshots;
    this.announcements = announcements;
    this.epochs = epochs;
    this.clients = clients;
    this.kafka = new HashMap<>(kafka);
    this.kafka.put("bootstrap.servers", servers);
    this.servers = servers;
    this.rights = rights;
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
    rights.require(opened);
    referenceFeed.load(kafka);
    invalidationFeed.load(kafka);
    Membership member = new Membership(opened, instance);
    membership = member;
    TransactionalLog forObservations = openLog("atalaya-observations-");
    observationLog = forObservations;
    TransactionalLog forModels = openLog("atalaya-models-");
    modelLog = forModels;
    SnapshotLog snapshotLog = new SnapshotLog(kafka, opened);
    this.snapshotLog = snapshotLog;
    ObservationStage first =
        new ObservationStage(
            settings,
            references,
            metrics,
            texts,
            forObservations,
            snapshotLog,
            interval,
            clock,
            cluster);
    observations = first;
    ModelStage second =
        new ModelStage(
            settings, references, metrics, snapshots, announcements, forModels, clock, cluster);
    models = second;
    Locator asking =
        new Locator(
            clients,
            new LogEnds(opened),
            member,
            instance,
            () -> forObservations.isReplaced() || forModels.isReplaced(),
            first,
            second,
            snapshots::polled,
            clock);
    locator = asking;
    clockwork.repeat(FLUSH_MILLIS, first::commit);
    clockwork.repeat(FLUSH_MILLIS, second::commit);
    locating.repeat(LOCATE_MILLIS, asking::run);
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

  @Override
  public boolean isReplaying() {
    return observations().isReplaying() || models().isReplaying();
  }

  @Override
  public boolean isPolling() {
    Locator asking = locator;
    return asking != null
        && clock.millis() - asking.polledMillis() < ModelSnapshots.STALE.toMillis();
  }

  @Override
  public boolean isCommitting() {
    return !observations().isFailingFor(COMMIT_LATE_MILLIS)
        && !models().isFailingFor(COMMIT_LATE_MILLIS);
  }

  /**
   * Whether it is this instance that does what one of all has to do. For a moment after a lost
   * connection two may believe so.
   */
  public boolean isFirst() {
    ModelStage stage = models;
    return stage != null && stage.isFirst() && isPolling();
  }

  /**
   * Whether all that was appended to the input topics before {@code until} has been read, by
   * whichever instance; false where this one is not {@linkplain #isFirst first}.
   */
  public boolean hasRead(Instant until) {
    ModelStage stage = models;
    return stage != null && stage.firstReadMillis() >= until.toEpochMilli();
  }

  @Override
  public long misrouted() {
    return observations().misrouted();
  }

  @Override
  public long lagRecords() {
    Locator asking = locator;
    return asking == null ? 0 : asking.lagRecords();
  }

  @Override
  public boolean isHistoryLost() {
    return observations().isHistoryLost();
  }

  private Admin openAdmin() {
    try {
      return Admin.create(kafka);
    } catch (KafkaException unusable) {
      Throwable cause = unusable;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
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
