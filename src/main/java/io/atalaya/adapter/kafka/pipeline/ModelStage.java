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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stage 2 on Kafka: the model partitions that this instance owns. Partials go in; signals,
 * invalidations, references and the states behind them are committed together.
 *
 * <p>Three threads meet here, as in {@link ObservationStage}; all state is guarded by one lock.
 */
final class ModelStage {

  private static final Logger LOG = Logger.getLogger(ModelStage.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Drift figures are computed again at most this often, and with at most this share of a core. */
  private static final long DRIFT_EVERY_NANOS = 1_000_000_000L;

  private static final int DRIFT_COST_SHARE = 20;

  private final MonitorSettings settings;
  private final References references;
  private final MonitorMetrics metrics;
  private final ModelSnapshots snapshots;
  private final Announcements announcements;
  private final TransactionalLog log;
  private final InstantSource clock;
  private final int indexes;
  private final int modelPartitions;

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock committing = new ReentrantLock();
  private final TreeMap<Integer, ModelPartition> partitions = new TreeMap<>();
  private final Settling settling = new Settling();
  private final Map<TopicPartition, Long> buriedOffsets = new HashMap<>();
  private @Nullable ConsumerGroupMetadata group;

  /** Read by probes and scrapes, which must not wait for a batch. */
  private volatile boolean replaying = true;

  private @Nullable Commit failed;
  private long driftDueNanos = System.nanoTime();

  /** What one transaction commits. */
  private record Commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {}

  ModelStage(
      MonitorSettings settings,
      References references,
      MonitorMetrics metrics,
      ModelSnapshots snapshots,
      Announcements announcements,
      TransactionalLog log,
      InstantSource clock,
      int indexes,
      int modelPartitions) {
    this.settings = settings;
    this.references = references;
    this.metrics = metrics;
    this.snapshots = snapshots;
    this.announcements = announcements;
    this.log = log;
    this.clock = clock;
    this.indexes = indexes;
    this.modelPartitions = modelPartitions;
  }

  /** Takes what was polled in the group generation {@code generation}. */
  void consume(ConsumerRecords<byte[], byte[]> records, int generation) {
    lock.lock();
    try {
      if (group == null || group.generationId() != generation) {
        return;
      }
      for (TopicPartition partition : records.partitions()) {
        ModelPartition owned = partitions.get(partition.partition());
        if (owned != null) {
          for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
            owned.read(record);
          }
        }
      }
      settling.consumed(clock.millis());
    } finally {
      lock.unlock();
    }
  }

  /** Takes over partitions, on the consumer's thread: they are read from their beginning. */
  void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
    lock.lock();
    try {
      group = consumer.groupMetadata();
      replaying = true;
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
      inputs.forEach(
          (partition, positions) ->
              partitions.put(
                  partition,
                  new ModelPartition(
                      partition, indexes, settings, references, metrics, positions)));
      loadBuriedOffsets(consumer);
      settling.reset();
    } finally {
      lock.unlock();
    }
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

  /** Gives partitions up, on the consumer's thread. */
  void revoked(Collection<TopicPartition> revoked) {
    committing.lock();
    lock.lock();
    try {
      for (TopicPartition partition : revoked) {
        ModelPartition given = partitions.remove(partition.partition());
        if (given != null) {
          snapshots.removeAll(given.models());
        }
      }
      failed = null;
      group = null;
    } finally {
      lock.unlock();
      committing.unlock();
    }
  }

  /** Takes note of the consumer's positions, read on its own thread. */
  void located(Map<TopicPartition, Long> positions) {
    lock.lock();
    try {
      settling.located(positions, clock.millis());
      settling
          .settled(clock.millis())
          .forEach(
              (partition, offset) -> {
                ModelPartition owned = partitions.get(partition.partition());
                InputPartition input = owned == null ? null : owned.inputs().get(partition.topic());
                if (input != null) {
                  input.processedTo(offset);
                }
              });
    } finally {
      lock.unlock();
    }
  }

  /** Judges what has settled, publishes, and shows the figures. Errors are logged and retried. */
  void judge() {
    committing.lock();
    try {
      Commit commit = failed != null ? failed : collect();
      if (commit == null) {
        return;
      }
      failed = commit;
      if (!commit.records.isEmpty()) {
        log.commit(commit.records, commit.offsets, commit.group);
      }
      failed = null;
    } catch (KafkaException failure) {
      LOG.warnf("Could not publish signals, will try again: %s", failure.getMessage());
    } finally {
      committing.unlock();
    }
  }

  /** Whether state is being rebuilt, or no partition is assigned yet. */
  boolean isReplaying() {
    return replaying;
  }

  private @Nullable Commit collect() {
    lock.lock();
    try {
      replaying =
          group == null || !partitions.values().stream().allMatch(ModelPartition::isRecovered);
      ConsumerGroupMetadata current = group;
      if (current == null) {
        return null;
      }
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      announceChanges(records);
      buryRejected(records, offsets);
      boolean withDrift = System.nanoTime() - driftDueNanos >= 0;
      long started = System.nanoTime();
      partitions.forEach(
          (number, partition) -> {
            if (partition.isRecovered()) {
              partition.judge(announcements::epochOf, records);
              partition.snapshots(withDrift).forEach(snapshots::put);
              observeFreshness(partition);
              // Reading starts at the beginning again whatever is committed: the offsets are there
              // for the sake of the group's generation, by which the broker fences a stale owner.
              offsets.put(
                  new TopicPartition(Topics.PARTIALS, number),
                  new OffsetAndMetadata(partition.offsetToCommit()));
            }
          });
      if (withDrift) {
        long cost = System.nanoTime() - started;
        driftDueNanos = started + Math.max(DRIFT_EVERY_NANOS, DRIFT_COST_SHARE * cost);
      }
      return offsets.isEmpty() ? null : new Commit(records, offsets, current);
    } finally {
      lock.unlock();
    }
  }

  /** Offers every change on the log; a model takes each of them once. */
  private void announceChanges(List<ProducerRecord<byte[], byte[]>> records) {
    for (Announcements.Change change : announcements.changes()) {
      Lifecycle event = change.event();
      ModelPartition owner = partitions.get(Routing.partition(event.model(), modelPartitions));
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
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (Announcements.Rejection rejection : announcements.rejections()) {
      ConsumerRecord<byte[], byte[]> record = rejection.record();
      TopicPartition source = new TopicPartition(record.topic(), record.partition());
      ModelPartition owner = partitions.get(record.partition() % modelPartitions);
      if (owner != null
          && owner.isRecovered()
          && record.offset() >= buriedOffsets.getOrDefault(source, 0L)) {
        metrics.event(record.topic(), Result.REJECTED);
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
