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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Stage 1 on Kafka: the partition indexes that this instance owns. Records go in; partials,
 * forwarded records, dead letters and the input offsets are committed together.
 */
final class ObservationStage extends Stage<IndexReader> {

  /** Announcing progress costs a record for each pair of indexes: at most this many a second. */
  private static final int ANNOUNCEMENTS_PER_SECOND = 1_000;

  private static final long ANNOUNCE_MILLIS = 500;

  private final MonitorSettings settings;
  private final References references;
  private final ModelLimit limit;
  private final MonitorMetrics metrics;
  private final InstantSource clock;
  private final int indexes;
  private final int modelPartitions;
  private final ReplaySpan span;
  private final Map<Integer, Long> progressToRestore = new HashMap<>();
  private final EventDecoder decoder = new EventDecoder();
  private final AtomicLong misrouted = new AtomicLong();
  private volatile boolean historyLost;
  private long announcedMillis;

  /**
   * @param cluster the numbers of partitions
   */
  ObservationStage(
      MonitorSettings settings,
      References references,
      MonitorMetrics metrics,
      TransactionalLog log,
      InstantSource clock,
      Cluster cluster) {
    super("observations", log, clock);
    this.settings = settings;
    this.references = references;
    this.limit = new ModelLimit(settings);
    this.metrics = metrics;
    this.clock = clock;
    this.indexes = cluster.indexes();
    this.modelPartitions = cluster.modelPartitions();
    this.span = ReplaySpan.of(settings);
  }

  /** The events found in another partition than that of their id. */
  long misrouted() {
    return misrouted.get();
  }

  /** Whether records that a replay needed were no longer in the log. */
  boolean isHistoryLost() {
    return historyLost;
  }

  @Override
  Map<Integer, IndexReader> open(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    ReplayStart replay =
        ReplayStart.find(consumer, partitions, span.spanMillis(), span.warmUpMillis());
    replay.startOffsets().forEach(consumer::seek);
    historyLost |= replay.lost();
    progressToRestore.putAll(replay.progressMillis());
    Map<Integer, Map<String, InputPartition>> inputs = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      inputs
          .computeIfAbsent(partition.partition(), ignored -> new HashMap<>())
          .put(
              partition.topic(),
              new InputPartition(
                  replay.committedOffsets().getOrDefault(partition, InputPartition.NONE),
                  replay.startOffsets().getOrDefault(partition, InputPartition.NONE)));
    }
    Map<Integer, IndexReader> opened = new TreeMap<>();
    inputs.forEach(
        (index, positions) -> {
          IndexMonitor monitor =
              new IndexMonitor(
                  index,
                  indexes,
                  settings,
                  references,
                  limit,
                  metrics,
                  replay.wholeFromMillis().getOrDefault(index, Long.MIN_VALUE));
          opened.put(index, new IndexReader(index, indexes, positions, monitor, decoder, metrics));
        });
    return opened;
  }

  @Override
  void collect(
      Map<Integer, IndexReader> owned,
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    boolean announce = isAnnouncementDue();
    owned.forEach(
        (index, reader) -> {
          if (reader.isRecovered()) {
            collect(index, reader, announce, records, offsets);
          } else {
            // What ended before the restart ends again: a replay needs no more memory than it did.
            long committed = progressToRestore.getOrDefault(index, Long.MIN_VALUE);
            reader.monitor().advance(Math.min(reader.progressMillis(), committed), false);
          }
        });
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

  private boolean isAnnouncementDue() {
    long now = clock.millis();
    long every = Math.max(ANNOUNCE_MILLIS, 1_000L * indexes * indexes / ANNOUNCEMENTS_PER_SECOND);
    if (now - announcedMillis < every) {
      return false;
    }
    announcedMillis = now;
    return true;
  }
}
