package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.DeadLetter;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.event.Lifecycle;
import io.atalaya.monitor.ModelSnapshots;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorMetrics.Result;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.References;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Stage 2 on Kafka: the model partitions that this instance owns. Partials go in; signals,
 * invalidations, references and the states behind them are committed together.
 */
final class ModelStage extends Stage<ModelPartition> {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** How long one round judges at most: nothing is read meanwhile. */
  private static final long JUDGING_NANOS = 250_000_000L;

  /** How often drift figures are computed again; they get one part in so many of a core. */
  private static final long DRIFT_EVERY_NANOS = 1_000_000_000L;

  private static final int DRIFT_COST_SHARE = 20;

  private final MonitorSettings settings;
  private final References references;
  private final MonitorMetrics metrics;
  private final ModelSnapshots snapshots;
  private final Announcements announcements;
  private final InstantSource clock;
  private final int indexes;
  private final int modelPartitions;
  private final Map<TopicPartition, Long> buriedOffsets = new HashMap<>();
  private long driftDueNanos = System.nanoTime();
  private volatile boolean first;
  private volatile long firstReadMillis = Long.MIN_VALUE;

  /**
   * @param cluster the numbers of partitions
   */
  ModelStage(
      MonitorSettings settings,
      References references,
      MonitorMetrics metrics,
      ModelSnapshots snapshots,
      Announcements announcements,
      TransactionalLog log,
      InstantSource clock,
      Cluster cluster) {
    super("models", 1, log, clock);
    this.settings = settings;
    this.references = references;
    this.metrics = metrics;
    this.snapshots = snapshots;
    this.announcements = announcements;
    this.clock = clock;
    this.indexes = cluster.indexes();
    this.modelPartitions = cluster.modelPartitions();
  }

  /** Whether this instance owns the first partition, which one instance of all does. */
  boolean isFirst() {
    return first && !isReplaying();
  }

  /**
   * Up to which time the first partition has judged; the least of all longs where it is not here.
   */
  long firstReadMillis() {
    return firstReadMillis;
  }

  /** Partials and states are read from their beginning. */
  @Override
  Map<Integer, ModelPartition> open(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(assigned, TIMEOUT);
    Map<TopicPartition, Long> ends = consumer.endOffsets(assigned, TIMEOUT);
    Map<Integer, Map<String, InputPartition>> inputs = new TreeMap<>();
    beginnings.forEach(
        (partition, beginning) -> {
          consumer.seek(partition, beginning);
          inputs
              .computeIfAbsent(partition.partition(), ignored -> new HashMap<>())
              .put(
                  partition.topic(),
                  new InputPartition(ends.getOrDefault(partition, 0L), beginning));
        });
    loadBuriedOffsets(consumer);
    Map<Integer, ModelPartition> opened = new TreeMap<>();
    inputs.forEach(
        (number, positions) ->
            opened.put(
                number,
                new ModelPartition(number, indexes, settings, references, metrics, positions)));
    for (String model : settings.models().keySet()) {
      ModelPartition owner = opened.get(Routing.partition(model, modelPartitions));
      if (owner != null) {
        owner.watch(model);
      }
    }
    return opened;
  }

  @Override
  void closed(ModelPartition partition) {
    snapshots.removeAll(partition.models());
  }

  @Override
  void resumed(ModelPartition partition) {
    partition.showAll();
  }

  @Override
  void collect(
      Map<Integer, ModelPartition> owned,
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    announceChanges(owned, records);
    buryRejected(owned, records, offsets);
    long nanos = JUDGING_NANOS / Math.max(1, owned.size());
    refresh(owned.values());
    ModelPartition leading = owned.get(0);
    first = leading != null && leading.isRecovered();
    owned.forEach(
        (number, partition) -> {
          if (partition.isRecovered()) {
            partition.judge(announcements::numberOf, records, nanos);
            partition.snapshots().forEach(snapshots::put);
            observeFreshness(partition);
            // Reading starts at the beginning again whatever is committed: the offsets are there
            // for the sake of the group's generation, by which the broker fences a stale owner.
            offsets.put(
                new TopicPartition(Topics.PARTIALS, number),
                new OffsetAndMetadata(partition.offsetToCommit()));
          }
        });
    firstReadMillis =
        leading != null && leading.isRecovered() ? leading.progressMillis() : Long.MIN_VALUE;
    if (records.isEmpty()) {
      offsets.clear();
    }
  }

  /** Comparing distributions is dear: the models take turns. */
  private void refresh(Collection<ModelPartition> owned) {
    long started = System.nanoTime();
    if (started - driftDueNanos < 0) {
      return;
    }
    long nanos = DRIFT_EVERY_NANOS / DRIFT_COST_SHARE / Math.max(1, owned.size());
    for (ModelPartition partition : owned) {
      if (partition.isRecovered()) {
        partition.refresh(nanos);
      }
    }
    long cost = System.nanoTime() - started;
    driftDueNanos = started + Math.max(DRIFT_EVERY_NANOS, DRIFT_COST_SHARE * cost);
  }

  private void loadBuriedOffsets(Consumer<?, ?> consumer) {
    Set<TopicPartition> sources = new HashSet<>();
    for (PartitionInfo source : consumer.partitionsFor(Topics.LIFECYCLE, TIMEOUT)) {
      sources.add(new TopicPartition(source.topic(), source.partition()));
    }
    consumer
        .committed(sources, TIMEOUT)
        .forEach(
            (source, offset) -> {
              if (offset != null) {
                buriedOffsets.merge(source, offset.offset(), Math::max);
              }
            });
  }

  /** Offers every change on the log; a model takes each of them once. */
  private void announceChanges(
      Map<Integer, ModelPartition> owned, List<ProducerRecord<byte[], byte[]>> records) {
    for (Announcements.Change change : announcements.changes()) {
      Lifecycle event = change.event();
      ModelPartition owner = owned.get(Routing.partition(event.model(), modelPartitions));
      if (owner != null && owner.isRecovered()) {
        owner.change(event, change.partition(), change.offset(), records);
      }
    }
  }

  /**
   * Sends lifecycle records that are no events to the dead letters. Every instance reads the topic;
   * the owner of the model partition with the record's number buries it, and commits how far.
   */
  private void buryRejected(
      Map<Integer, ModelPartition> owned,
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (Announcements.Rejection rejection : announcements.rejections()) {
      ConsumerRecord<byte[], byte[]> record = rejection.record();
      TopicPartition source = new TopicPartition(record.topic(), record.partition());
      ModelPartition owner = owned.get(record.partition() % modelPartitions);
      if (owner != null
          && owner.isRecovered()
          && record.offset() >= buriedOffsets.getOrDefault(source, 0L)) {
        metrics.events(record.topic(), Result.REJECTED, 1);
        metrics.deadLetter(record.topic(), rejection.reason().wireName());
        records.add(
            DeadLetter.of(
                record, rejection.reason(), rejection.detail(), DeadLetter.DEFAULT_MAX_BYTES));
        buriedOffsets.put(source, record.offset() + 1);
        offsets.put(source, new OffsetAndMetadata(record.offset() + 1));
      }
    }
  }

  private void observeFreshness(ModelPartition partition) {
    long oldest = partition.takeOldestUnseenMillis();
    if (oldest != Long.MAX_VALUE) {
      metrics.eventToGauge(Math.max(0, clock.millis() - oldest) / 1000.0);
    }
  }
}
