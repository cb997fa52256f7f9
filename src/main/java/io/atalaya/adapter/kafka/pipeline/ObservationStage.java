package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.codec.ByteWriter;
import io.atalaya.generation.TextSink;
import io.atalaya.monitor.IndexMonitor;
import io.atalaya.monitor.ModelLimit;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.Partial;
import io.atalaya.monitor.References;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Stage 1 on Kafka: the partition indexes that this instance owns. Records go in; partials,
 * forwarded records, dead letters and the input offsets are committed together.
 */
final class ObservationStage extends Stage<IndexReader> {

  private static final Logger LOG = Logger.getLogger(ObservationStage.class);

  /** Announcing progress costs a record for each pair of indexes: at most this many a second. */
  private static final int ANNOUNCEMENTS_PER_SECOND = 1_000;

  private static final long ANNOUNCE_MILLIS = 500;

  /** What the flushes may write a second, before compression. */
  private static final long FLUSH_BYTES_PER_SECOND = 8_000_000;

  private final MonitorSettings settings;
  private final References references;
  private final ModelLimit limit;
  private final MonitorMetrics metrics;
  private final TextSink texts;
  private final InstantSource clock;
  private final SnapshotLog snapshots;
  private final SnapshotInterval interval;
  private final IndexOpening opening;
  private final int indexes;
  private final int modelPartitions;
  private final AtomicLong misrouted = new AtomicLong();
  private volatile boolean historyLost;
  private final ReadingOrder order = new ReadingOrder();
  private final FlushPace pace = new FlushPace(FLUSH_BYTES_PER_SECOND);
  private long announcedMillis;

  /**
   * @param cluster the numbers of partitions
   */
  ObservationStage(
      MonitorSettings settings,
      References references,
      MonitorMetrics metrics,
      TextSink texts,
      TransactionalLog log,
      SnapshotLog snapshots,
      SnapshotInterval interval,
      InstantSource clock,
      Cluster cluster) {
    super("observations", Runtime.getRuntime().availableProcessors(), log, clock);
    this.settings = settings;
    this.references = references;
    this.limit = new ModelLimit(settings);
    this.metrics = metrics;
    this.texts = texts;
    this.clock = clock;
    this.indexes = cluster.indexes();
    this.modelPartitions = cluster.modelPartitions();
    this.snapshots = snapshots;
    this.interval = interval;
    opening = new IndexOpening(snapshots, ReplaySpan.of(settings), this::reader);
  }

  /** The events found in another partition than that of their id. */
  long misrouted() {
    return misrouted.get();
  }

  /** Whether figures that are shown may miss records that were no longer in the log. */
  boolean isHistoryLost() {
    return historyLost;
  }

  @Override
  Map<Integer, IndexReader> open(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    order.restart();
    return opening.open(consumer, partitions, clock.millis());
  }

  private IndexReader reader(
      int index,
      Map<String, InputPartition> inputs,
      long wholeFromMillis,
      long committedProgressMillis) {
    IndexMonitor monitor =
        new IndexMonitor(
            index, indexes, settings, references, limit, metrics, texts, wholeFromMillis);
    return new IndexReader(
        index,
        indexes,
        inputs,
        monitor,
        committedProgressMillis,
        new SnapshotPlan(interval),
        new EventDecoder(),
        metrics);
  }

  @Override
  void polled(Consumer<?, ?> consumer, ConsumerRecords<byte[], byte[]> records) {
    order.polled(records, clock.millis());
    arrange(consumer);
  }

  @Override
  void located(
      Consumer<?, ?> consumer,
      Map<TopicPartition, Long> positions,
      Map<TopicPartition, Long> ends) {
    positions.forEach(
        (partition, position) ->
            order.located(partition, position, ends.getOrDefault(partition, 0L), clock.millis()));
    arrange(consumer);
  }

  /** Lets those partitions wait that are too far ahead, and those go on that waited. */
  private void arrange(Consumer<?, ?> consumer) {
    Set<TopicPartition> waiting = new HashSet<>(order.waiting(clock.millis()));
    Set<TopicPartition> going = new HashSet<>(consumer.paused());
    waiting.retainAll(consumer.assignment());
    going.removeAll(waiting);
    waiting.removeAll(consumer.paused());
    consumer.pause(waiting);
    consumer.resume(going);
  }

  @Override
  void hasten() {
    pace.hasten();
  }

  @Override
  void collect(
      Map<Integer, IndexReader> owned,
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    long now = clock.millis();
    boolean due = pace.isDue(now);
    boolean announce = due && isAnnouncementDue();
    boolean lost = false;
    for (Map.Entry<Integer, IndexReader> entry : owned.entrySet()) {
      IndexReader reader = entry.getValue();
      if (!isAside(entry.getKey())) {
        reader.advance();
        if (due && reader.isRecovered()) {
          collect(entry.getKey(), reader, announce, now, records, offsets);
        }
      }
      lost |= reader.monitor().isHistoryLost();
    }
    historyLost = lost;
    if (due) {
      pace.flushed(records.stream().mapToLong(ObservationStage::bytes).sum(), now);
    }
  }

  private void collect(
      int index,
      IndexReader reader,
      boolean announce,
      long now,
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    IndexMonitor monitor = reader.monitor();
    reader.outbox().flushCounts();
    records.addAll(reader.outbox().takeRecords());
    misrouted.addAndGet(reader.outbox().takeMisrouted());
    monitor.takeChanged(partial -> records.add(record(partial)));
    Partial progress = monitor.progress(reader.takeOldestUnsentMillis());
    for (int partition = 0; partition < modelPartitions; partition++) {
      records.add(
          new ProducerRecord<>(
              Topics.PARTIALS, partition, progress.key().encode(), progress.encode()));
    }
    if (announce) {
      Rekeyed.Progress own = new Rekeyed.Progress(index, reader.progress().ownMillis());
      for (int home = 0; home < indexes; home++) {
        records.add(Rekeyed.announce(own, home));
      }
    }
    reader.snapshots().committed().ifPresent(offset -> snapshots.purge(index, offset));
    if (snapshots.isReady() && reader.snapshots().isDue(now)) {
      setAside(index, () -> writeSnapshot(index, reader));
    }
    List<Long> written = reader.snapshots().commit();
    reader
        .inputs()
        .forEach(
            (topic, input) ->
                offsets.put(
                    new TopicPartition(topic, index),
                    CommittedOffsets.encode(
                        input.offsetToCommit(), monitor.progressMillis(), written)));
  }

  /**
   * Starts a snapshot of what was counted so far. What changed since the last flush is in the next
   * one, and the snapshot is of no use before that has named it.
   */
  private void writeSnapshot(int index, IndexReader reader) {
    ByteWriter out = new ByteWriter();
    reader.writeTo(out);
    SnapshotPlan plan = reader.snapshots();
    plan.started(out.size(), clock.millis());
    var unused =
        snapshots
            .write(index, out.toBuffer())
            .whenComplete(
                (offset, failure) -> {
                  if (failure == null) {
                    plan.written(offset);
                  } else {
                    plan.failed();
                    LOG.warnf(
                        "The snapshot of index %d could not be written: %s",
                        index, failure.getMessage());
                  }
                });
  }

  private ProducerRecord<byte[], byte[]> record(Partial partial) {
    int partition = Routing.partition(partial.key().model(), modelPartitions);
    return new ProducerRecord<>(
        Topics.PARTIALS, partition, partial.key().encode(), partial.encode());
  }

  private static long bytes(ProducerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    byte[] value = record.value();
    return (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
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
