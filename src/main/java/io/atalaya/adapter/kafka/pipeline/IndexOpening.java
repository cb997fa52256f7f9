package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.codec.ByteReader;
import io.atalaya.monitor.Loss;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens partition indexes where their last owner left them: at the newest snapshot that can be
 * used, else by reading far enough back. Either way the consumer is moved to where reading has to
 * start.
 */
final class IndexOpening {

  private static final Logger LOG = Logger.getLogger(IndexOpening.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Makes the reader of an index with nothing in it. */
  interface Readers {
    IndexReader open(
        int index, Map<String, InputPartition> inputs, long wholeFromMillis, long progressMillis);
  }

  private final SnapshotLog snapshots;
  private final ReplaySpan span;
  private final Readers readers;

  IndexOpening(SnapshotLog snapshots, ReplaySpan span, Readers readers) {
    this.snapshots = snapshots;
    this.span = span;
    this.readers = readers;
  }

  /** Opens the indexes of {@code partitions}, on the consumer's thread. */
  Map<Integer, IndexReader> open(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions, long nowMillis) {
    CommittedOffsets committed = CommittedOffsets.read(consumer, partitions, TIMEOUT);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, TIMEOUT);
    Map<Integer, Set<TopicPartition>> byIndex = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      byIndex.computeIfAbsent(partition.partition(), ignored -> new HashSet<>()).add(partition);
    }
    Map<Integer, IndexReader> opened = new TreeMap<>();
    Set<TopicPartition> toReplay = new HashSet<>();
    try (SnapshotReader log = snapshots.reader()) {
      byIndex.forEach(
          (index, ofIndex) -> {
            IndexReader reader = atSnapshot(log, index, ofIndex, committed, beginnings);
            if (reader == null) {
              toReplay.addAll(ofIndex);
            } else {
              opened.put(index, reader);
            }
          });
    }
    ReplayStart replay =
        ReplayStart.find(consumer, toReplay, committed, beginnings, span, nowMillis, TIMEOUT);
    byIndex.forEach(
        (index, ofIndex) -> {
          if (!opened.containsKey(index)) {
            opened.put(index, atStart(index, ofIndex, committed, replay));
          }
        });
    opened.values().forEach(reader -> reader.seek(consumer));
    return opened;
  }

  private @Nullable IndexReader atSnapshot(
      SnapshotReader log,
      int index,
      Set<TopicPartition> partitions,
      CommittedOffsets committed,
      Map<TopicPartition, Long> beginnings) {
    List<Long> known = committed.snapshots().getOrDefault(index, List.of());
    for (Long offset : known) {
      byte[] state = log.read(index, offset);
      if (state != null) {
        try {
          IndexReader reader =
              restored(index, new ByteReader(state), partitions, committed, beginnings);
          reader.snapshots().found(known.subList(known.indexOf(offset), known.size()));
          return reader;
        } catch (IllegalArgumentException unusable) {
          LOG.warnf(
              "The snapshot of index %d at offset %d is ignored, reading goes back further: %s",
              index, offset, unusable.getMessage());
        }
      }
    }
    return null;
  }

  /** Throws IllegalArgumentException when the state makes no sense, or none any more. */
  private IndexReader restored(
      int index,
      ByteReader state,
      Set<TopicPartition> partitions,
      CommittedOffsets committed,
      Map<TopicPartition, Long> beginnings) {
    Map<String, Long> offsets = IndexReader.readOffsets(state);
    Map<String, InputPartition> inputs = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long next = committed.offsets().getOrDefault(partition, InputPartition.NONE);
      long start = offsets.getOrDefault(partition.topic(), InputPartition.NONE);
      if (start < beginnings.getOrDefault(partition, 0L) || start > next) {
        throw new IllegalArgumentException(
            "%s is to be read from %d, but has only %d to %d"
                .formatted(partition, start, beginnings.get(partition), next));
      }
      inputs.put(partition.topic(), new InputPartition(next, start));
    }
    IndexReader reader = readers.open(index, inputs, Long.MIN_VALUE, progress(index, committed));
    reader.restoreFrom(state);
    return reader;
  }

  private IndexReader atStart(
      int index, Set<TopicPartition> partitions, CommittedOffsets committed, ReplayStart replay) {
    Map<String, InputPartition> inputs = new HashMap<>();
    for (TopicPartition partition : partitions) {
      inputs.put(
          partition.topic(),
          new InputPartition(
              committed.offsets().getOrDefault(partition, InputPartition.NONE),
              replay.offsets().getOrDefault(partition, InputPartition.NONE)));
    }
    IndexReader reader =
        readers.open(
            index,
            inputs,
            replay.wholeFromMillis().getOrDefault(index, Long.MIN_VALUE),
            progress(index, committed));
    Loss loss = replay.losses().get(index);
    if (loss != null) {
      LOG.warnf(
          "Index %d: records that it needs are no longer in the log; figures may miss %s",
          index, loss.count() == 0 ? "what they led to" : loss.count() + " records");
      reader.monitor().lost(loss);
    }
    return reader;
  }

  private static long progress(int index, CommittedOffsets committed) {
    return committed.progressMillis().getOrDefault(index, Long.MIN_VALUE);
  }
}
