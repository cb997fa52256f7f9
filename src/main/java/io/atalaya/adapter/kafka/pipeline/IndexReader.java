package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.DeadLetter;
import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.adapter.kafka.decode.Reason;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Event;
import io.atalaya.monitor.IndexMonitor;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorMetrics.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics of one partition index: decodes, sends on what belongs elsewhere, and gives the
 * rest to the index's monitor.
 *
 * <p>One writer: the stage that owns the index.
 */
final class IndexReader implements Part {

  private final int index;
  private final int indexes;
  private final Map<String, InputPartition> inputs;
  private final IndexMonitor monitor;
  private final EventDecoder decoder;
  private final Outbox outbox;
  private final LookAhead ahead;
  private final IndexProgress progress;
  private final SnapshotPlan snapshots;
  private long committedProgressMillis;
  private long oldestUnsentMillis = Long.MAX_VALUE;

  /**
   * @param inputs the positions by topic, {@code monitoring.rekeyed} among them
   * @param committedProgressMillis the progress committed by the owner before; {@link
   *     Long#MIN_VALUE} without one
   */
  IndexReader(
      int index,
      int indexes,
      Map<String, InputPartition> inputs,
      IndexMonitor monitor,
      long committedProgressMillis,
      SnapshotPlan snapshots,
      EventDecoder decoder,
      MonitorMetrics metrics) {
    this.index = index;
    this.indexes = indexes;
    this.inputs = inputs;
    this.monitor = monitor;
    this.committedProgressMillis = committedProgressMillis;
    this.snapshots = snapshots;
    this.decoder = decoder;
    ahead = new LookAhead(decoder, monitor);
    outbox = new Outbox(metrics);
    progress = new IndexProgress(inputs, indexes);
  }

  IndexMonitor monitor() {
    return monitor;
  }

  /** How far the index is. */
  IndexProgress progress() {
    return progress;
  }

  /** What became of the records read. */
  Outbox outbox() {
    return outbox;
  }

  @Override
  public Map<String, InputPartition> inputs() {
    return inputs;
  }

  /** When this index's state is to be written, and where it was written last. */
  SnapshotPlan snapshots() {
    return snapshots;
  }

  /** Moves the consumer to the next record of each of the inputs. */
  void seek(Consumer<?, ?> consumer) {
    inputs.forEach(
        (topic, input) -> consumer.seek(new TopicPartition(topic, index), input.nextOffset()));
  }

  /** Ends what the progress ends. Until all is recovered, that ended before the restart too. */
  void advance() {
    if (!isRecovered()) {
      // A replay needs no more memory than the first reading did.
      monitor.advance(Math.min(progress.millis(), committedProgressMillis), false);
      return;
    }
    monitor.advance(committedProgressMillis, false);
    monitor.advance(progress.millis(), true);
  }

  /** Writes the state between two records, the offsets first. */
  void writeTo(ByteWriter out) {
    out.writeUnsigned(inputs.size());
    inputs.forEach((topic, input) -> out.writeString(topic).writeUnsigned(input.offsetToCommit()));
    progress.writeTo(out);
    monitor.writeTo(out);
  }

  /** Reads the offsets of a state, by topic. */
  static Map<String, Long> readOffsets(ByteReader in) {
    Map<String, Long> offsets = new HashMap<>();
    for (int i = in.readCount(); i > 0; i--) {
      offsets.put(in.readString(), in.readUnsigned());
    }
    return offsets;
  }

  /**
   * Restores a state of which the offsets are read.
   *
   * @throws IllegalArgumentException when it makes no sense, or none in these settings
   */
  void restoreFrom(ByteReader in) {
    progress.restoreFrom(in);
    monitor.restoreFrom(in);
  }

  @Override
  public void read(String topic, List<ConsumerRecord<byte[], byte[]>> records) {
    InputPartition input = inputs.get(topic);
    if (input != null) {
      EventKind kind = EventKind.ofTopic(topic).orElse(null);
      for (int from = 0; from < records.size(); from += LookAhead.MOST) {
        read(records.subList(from, Math.min(records.size(), from + LookAhead.MOST)), kind, input);
      }
    }
  }

  /** Takes records whose topic holds events of a kind, or is {@code monitoring.rekeyed}. */
  private void read(
      List<ConsumerRecord<byte[], byte[]>> records,
      @Nullable EventKind kind,
      InputPartition input) {
    if (kind != null) {
      ahead.decode(records, kind);
    }
    for (int i = 0; i < records.size(); i++) {
      read(records.get(i), kind == null ? null : ahead.take(i), input);
    }
  }

  /**
   * Takes a record.
   *
   * @param decoded its event; null when its topic is {@code monitoring.rekeyed}
   */
  private void read(
      ConsumerRecord<byte[], byte[]> record, @Nullable Decoded decoded, InputPartition input) {
    boolean live = input.isLive(record.offset());
    try {
      if (decoded == null) {
        readRekeyed(record, live);
      } else {
        readOwn(record, decoded, live);
      }
    } catch (RuntimeException defect) {
      reject(record, record.topic(), Reason.INVALID, LookAhead.told(defect, record), live);
    }
    snapshots.read(record);
    input.processed(record.offset(), record.timestamp());
  }

  /** The append time of the oldest event read since the last call; MAX_VALUE without one. */
  long takeOldestUnsentMillis() {
    long oldest = oldestUnsentMillis;
    oldestUnsentMillis = Long.MAX_VALUE;
    return oldest;
  }

  private void readRekeyed(ConsumerRecord<byte[], byte[]> record, boolean live) {
    Rekeyed.Progress others = Rekeyed.progressOf(record);
    if (others != null) {
      progress.forwarded(others);
      return;
    }
    String topic = Rekeyed.topicOf(record);
    if (topic == null) {
      return;
    }
    long appended = Rekeyed.timestampOf(record);
    EventKind.ofTopic(topic)
        .map(kind -> decoder.decode(kind, record.value(), record.headers(), appended))
        .ifPresent(
            decoded -> {
              if (decoded instanceof Decoded.Accepted(Event event)) {
                observe(record, topic, event, appended, live);
              }
            });
  }

  private void readOwn(ConsumerRecord<byte[], byte[]> record, Decoded decoded, boolean live) {
    switch (decoded) {
      case Decoded.Rejected(Reason reason, String detail) ->
          reject(record, record.topic(), reason, detail, live);
      case Decoded.Accepted(Event event) -> {
        int home = Routing.index(event, indexes, index);
        if (home == index) {
          observe(record, record.topic(), event, record.timestamp(), live);
        } else if (Rekeyed.sizeOf(record) > DeadLetter.DEFAULT_MAX_BYTES) {
          reject(
              record,
              record.topic(),
              Reason.OVERSIZED,
              "the record is in another partition than that of its id, and too large to be forwarded",
              live);
        } else if (live) {
          outbox.forward(record, home);
        }
      }
    }
  }

  private void observe(
      ConsumerRecord<byte[], byte[]> record,
      String topic,
      Event event,
      long appendedMillis,
      boolean live) {
    switch (monitor.observe(event, appendedMillis, live)) {
      case ACCEPTED -> {
        count(topic, Result.ACCEPTED, live);
        if (live) {
          oldestUnsentMillis = Math.min(oldestUnsentMillis, appendedMillis);
        }
      }
      case DUPLICATE -> count(topic, Result.DUPLICATE, live);
      case LATE -> count(topic, Result.LATE, live);
      case MODEL_LIMIT ->
          reject(
              record,
              topic,
              Reason.MODEL_LIMIT,
              "model '%s' is one more than this instance watches; configure it or raise atalaya.max-models"
                  .formatted(event.model()),
              live);
      case NOT_A_NUMBER ->
          reject(
              record,
              topic,
              Reason.INVALID,
              "model '%s' is predictive: give a number, or configure kind: classifier"
                  .formatted(event.model()),
              live);
      case NOT_A_CLASS ->
          reject(
              record,
              topic,
              Reason.INVALID,
              "model '%s' is a classifier: give a class (a string, a boolean or a whole number) or a probability from 0 to 1"
                  .formatted(event.model()),
              live);
    }
  }

  private void reject(
      ConsumerRecord<byte[], byte[]> record,
      String topic,
      Reason reason,
      String detail,
      boolean live) {
    if (live) {
      outbox.reject(record, topic, reason, detail);
    }
  }

  private void count(String topic, Result result, boolean live) {
    if (live) {
      outbox.count(topic, result);
    }
  }
}
