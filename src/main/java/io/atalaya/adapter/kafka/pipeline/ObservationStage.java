package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.monitor.IndexMonitor;
import io.atalaya.monitor.ModelLimit;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.Partial;
import io.atalaya.monitor.References;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stage 1 on Kafka: the indexes that this instance owns. Records go in; partials, forwarded
 * records, dead letters and the input offsets are committed together at every flush.
 *
 * <p>Three threads meet here: the one that hands over batches, the one that flushes, and the
 * consumer's own, on which partitions come and go. All state is guarded by one lock, which a flush
 * holds only while it collects.
 */
final class ObservationStage {

  private static final Logger LOG = Logger.getLogger(ObservationStage.class);

  /** Announcing progress costs a record for each pair of indexes: at most this many a second. */
  private static final int ANNOUNCEMENTS_PER_SECOND = 1_000;

  private final MonitorSettings settings;
  private final References references;
  private final ModelLimit limit;
  private final MonitorMetrics metrics;
  private final TransactionalLog log;
  private final InstantSource clock;
  private final int indexes;
  private final int modelPartitions;
  private final ReplaySpan span;

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock flushing = new ReentrantLock();
  private final TreeMap<Integer, IndexReader> readers = new TreeMap<>();
  private final Map<Integer, Long> progressToRestore = new HashMap<>();
  private final EventDecoder decoder = new EventDecoder();
  private final Settling settling = new Settling();
  private @Nullable ConsumerGroupMetadata group;

  /** Read by probes and scrapes, which must not wait for a batch. */
  private volatile boolean replaying = true;

  private long announcedMillis;
  private @Nullable Flush failed;
  private volatile boolean historyLost;
  private volatile long committedMillis;
  private final AtomicLong misrouted = new AtomicLong();

  /** What one flush commits. */
  private record Flush(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {}

  /**
   * @param indexes the number of partitions of the input topics
   * @param modelPartitions the number of partitions of {@code monitoring.partials}
   */
  ObservationStage(
      MonitorSettings settings,
      References references,
      MonitorMetrics metrics,
      TransactionalLog log,
      InstantSource clock,
      int indexes,
      int modelPartitions) {
    this.settings = settings;
    this.references = references;
    this.limit = new ModelLimit(settings);
    this.metrics = metrics;
    this.log = log;
    this.clock = clock;
    this.indexes = indexes;
    this.modelPartitions = modelPartitions;
    this.span = ReplaySpan.of(settings);
  }

  /** Takes what was polled in the group generation {@code generation}. */
  void consume(ConsumerRecords<byte[], byte[]> records, int generation) {
    lock.lock();
    try {
      if (group == null || group.generationId() != generation) {
        // Polled before the partitions were given away: it will be read again from the right place.
        return;
      }
      for (TopicPartition partition : records.partitions()) {
        IndexReader reader = readers.get(partition.partition());
        if (reader != null) {
          for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
            reader.read(record);
          }
        }
      }
      settling.consumed(clock.millis());
    } finally {
      lock.unlock();
    }
  }

  /** Takes over partitions, on the consumer's thread. */
  void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    lock.lock();
    try {
      group = consumer.groupMetadata();
      replaying = true;
      ReplayStart replay =
          ReplayStart.find(consumer, partitions, span.spanMillis(), span.warmUpMillis());
      replay.startOffsets().forEach(consumer::seek);
      historyLost |= replay.lost();
      for (int index : new TreeSet<>(partitions.stream().map(TopicPartition::partition).toList())) {
        open(index, partitions, replay);
      }
      settling.reset();
      LOG.infof(
          "Took over %d of %d partition indexes%s",
          readers.size(),
          indexes,
          replay.committedOffsets().isEmpty() ? "" : "; reading back to rebuild their state");
    } finally {
      lock.unlock();
    }
  }

  /** Gives partitions up, on the consumer's thread; what is counted so far is committed first. */
  void revoked(Collection<TopicPartition> partitions) {
    flush();
    lock.lock();
    try {
      partitions.forEach(partition -> readers.remove(partition.partition()));
      failed = null;
      group = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes note of the consumer's positions, read on its own thread, and of where the partitions
   * ended at {@code endsAtMillis}.
   */
  void located(
      Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends, long endsAtMillis) {
    lock.lock();
    try {
      settling.located(positions, clock.millis());
      settling
          .settled(clock.millis())
          .forEach(
              (partition, offset) -> {
                InputPartition input = input(partition);
                if (input != null) {
                  input.processedTo(offset);
                }
              });
      ends.forEach(
          (partition, offset) -> {
            InputPartition input = input(partition);
            if (input != null) {
              input.ended(offset, endsAtMillis);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  /** Commits all that changed since the last flush. Errors are logged; the next flush retries. */
  void flush() {
    flushing.lock();
    try {
      Flush flush = failed != null ? failed : collect();
      if (flush == null) {
        return;
      }
      failed = flush;
      log.commit(flush.records, flush.offsets, flush.group);
      failed = null;
      committedMillis = clock.millis();
    } catch (ProducerFencedException fenced) {
      LOG.warn("Another writer has this instance's transactional id; trying again", fenced);
    } catch (KafkaException failure) {
      LOG.warnf("Could not commit, will try again: %s", failure.getMessage());
    } finally {
      flushing.unlock();
    }
  }

  /** Whether state is being rebuilt, or no partition is assigned yet. */
  boolean isReplaying() {
    return replaying;
  }

  /** When the last flush was committed; 0 before the first. */
  long committedMillis() {
    return committedMillis;
  }

  /** The events found in another partition than that of their id. */
  long misrouted() {
    return misrouted.get();
  }

  /** Whether records that a replay needed were no longer in the log. */
  boolean isHistoryLost() {
    return historyLost;
  }

  private @Nullable Flush collect() {
    lock.lock();
    try {
      replaying = group == null || !readers.values().stream().allMatch(IndexReader::isRecovered);
      ConsumerGroupMetadata current = group;
      if (current == null) {
        return null;
      }
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      boolean announce = isAnnouncementDue();
      readers.forEach(
          (index, reader) -> {
            if (reader.isRecovered()) {
              collect(index, reader, announce, records, offsets);
            }
          });
      return offsets.isEmpty() ? null : new Flush(records, offsets, current);
    } finally {
      lock.unlock();
    }
  }

  private void collect(
      int index,
      IndexReader reader,
      boolean announce,
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    IndexMonitor monitor = reader.monitor();
    Long restored = progressToRestore.remove(index);
    if (restored != null) {
      monitor.advance(restored, false);
    }
    monitor.advance(reader.progressMillis(), true);
    records.addAll(reader.takeOutbox());
    misrouted.addAndGet(reader.takeMisrouted());
    monitor.takeChanged(partial -> records.add(record(partial)));
    Partial progress = monitor.progress(reader.takeOldestUnsentMillis());
    for (int partition = 0; partition < modelPartitions; partition++) {
      records.add(
          new ProducerRecord<>(
              Topics.PARTIALS, partition, progress.key().encode(), progress.encode()));
    }
    if (announce) {
      Rekeyed.Progress own = new Rekeyed.Progress(index, reader.ownProgressMillis());
      for (int home = 0; home < indexes; home++) {
        records.add(Rekeyed.announce(own, home));
      }
    }
    reader
        .inputs()
        .forEach(
            (topic, input) ->
                offsets.put(
                    new TopicPartition(topic, index),
                    ReplayStart.commit(input.offsetToCommit(), monitor.progressMillis())));
  }

  private ProducerRecord<byte[], byte[]> record(Partial partial) {
    int partition = Routing.partition(partial.key().model(), modelPartitions);
    return new ProducerRecord<>(
        Topics.PARTIALS, partition, partial.key().encode(), partial.encode());
  }

  private void open(int index, Collection<TopicPartition> partitions, ReplayStart replay) {
    Map<String, InputPartition> inputs = new HashMap<>();
    for (TopicPartition partition : partitions) {
      if (partition.partition() == index) {
        inputs.put(
            partition.topic(),
            new InputPartition(
                replay.committedOffsets().getOrDefault(partition, InputPartition.NONE),
                replay.startOffsets().getOrDefault(partition, InputPartition.NONE)));
      }
    }
    IndexMonitor monitor =
        new IndexMonitor(
            index,
            settings,
            references,
            limit,
            metrics,
            replay.wholeFromMillis().getOrDefault(index, Long.MIN_VALUE));
    Long progress = replay.progressMillis().get(index);
    if (progress != null) {
      progressToRestore.put(index, progress);
    }
    readers.put(index, new IndexReader(index, indexes, inputs, monitor, decoder, metrics));
  }

  private @Nullable InputPartition input(TopicPartition partition) {
    IndexReader reader = readers.get(partition.partition());
    return reader == null ? null : reader.inputs().get(partition.topic());
  }

  private boolean isAnnouncementDue() {
    long now = clock.millis();
    long every = Math.max(500, 1_000L * indexes * indexes / ANNOUNCEMENTS_PER_SECOND);
    if (now - announcedMillis < every) {
      return false;
    }
    announcedMillis = now;
    return true;
  }
}
