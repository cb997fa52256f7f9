package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.codec.ByteReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link SnapshotLog} wrote. For one thread. */
final class SnapshotReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SnapshotReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A fetch that waits for records to come would hold up that of the next partition. */
  private static final int FETCH_WAIT_MILLIS = 10;

  private final Consumer<byte[], byte[]> consumer;

  /**
   * @param common the settings that all Kafka clients share
   */
  SnapshotReader(Map<String, Object> common) {
    Map<String, Object> reading = new HashMap<>(common);
    reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    reading.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 * SnapshotLog.PART_BYTES);
    reading.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    consumer = new KafkaConsumer<>(reading, bytes, bytes);
  }

  /**
   * Reads a snapshot.
   *
   * @param offset that of its first record
   * @return null when it is not there any more, or damaged
   */
  byte @Nullable [] read(int index, long offset) {
    TopicPartition partition = new TopicPartition(Topics.SNAPSHOTS, index);
    try {
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      long end = consumer.endOffsets(List.of(partition), TIMEOUT).getOrDefault(partition, offset);
      Parts parts = new Parts();
      while (!parts.isComplete() && consumer.position(partition, TIMEOUT) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          parts.add(record);
        }
      }
      return parts.join();
    } catch (KafkaException | IllegalArgumentException unreadable) {
      LOG.warnf(
          "The snapshot of index %d at offset %d cannot be used: %s",
          index, offset, unreadable.getMessage());
      return null;
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  /** The records of one snapshot, in their order; those of others are passed over. */
  private static final class Parts {
    private final List<byte[]> contents = new ArrayList<>();
    private byte[] key = {};
    private long count = Long.MAX_VALUE;

    boolean isComplete() {
      return contents.size() >= count;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      if (contents.isEmpty()) {
        key = record.key();
      }
      if (isComplete() || !Arrays.equals(key, record.key())) {
        return;
      }
      ByteReader in = new ByteReader(record.value());
      if (in.readByte() != SnapshotLog.FORMAT) {
        throw new IllegalArgumentException("it has another format");
      }
      long part = in.readUnsigned();
      count = in.readUnsigned();
      long checksum = in.readUnsigned();
      byte[] content = in.readBytes();
      if (part != contents.size() || checksum != SnapshotLog.checksum(ByteBuffer.wrap(content))) {
        throw new IllegalArgumentException("its record at " + record.offset() + " is damaged");
      }
      contents.add(content);
    }

    byte[] join() {
      if (!isComplete()) {
        throw new IllegalArgumentException("only " + contents.size() + " of its records are there");
      }
      int size = contents.stream().mapToInt(content -> content.length).sum();
      byte[] joined = new byte[size];
      int at = 0;
      for (byte[] content : contents) {
        System.arraycopy(content, 0, joined, at, content.length);
        at += content.length;
      }
      return joined;
    }
  }
}
