package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The topic {@code monitoring.snapshots}: states of partition indexes, each in the partition of its
 * index, cut into records that fit.
 *
 * <p>A snapshot is found by the offset of its first record, which is committed with the offsets of
 * the index's inputs; whatever else is in the topic, a stale owner's writing for instance, is never
 * looked at. Thread-safe, except that one thread at a time reads.
 */
final class SnapshotLog implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SnapshotLog.class);

  private static final int FORMAT = 1;
  private static final int PART_BYTES = 512 * 1024;

  /** So much may be on its way; more waits for the next flush. */
  private static final long MAX_BYTES_UNDER_WAY = 64L << 20;

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Map<String, Object> kafka;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;
  private final AtomicLong bytesUnderWay = new AtomicLong();
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private volatile boolean purgeRefused;

  /**
   * @param common the settings that all Kafka clients share
   */
  SnapshotLog(Map<String, Object> common, Admin admin) {
    this.admin = admin;
    kafka = new HashMap<>(common);
    Map<String, Object> writing = new HashMap<>(common);
    writing.put(ProducerConfig.ACKS_CONFIG, "all");
    writing.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    writing.put(ProducerConfig.BATCH_SIZE_CONFIG, PART_BYTES);
    writing.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * MAX_BYTES_UNDER_WAY);
    writing.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * PART_BYTES);
    ByteArraySerializer bytes = new ByteArraySerializer();
    producer = new KafkaProducer<>(writing, bytes, bytes);
  }

  /** Whether there is room for one more snapshot. */
  boolean isReady() {
    return bytesUnderWay.get() < MAX_BYTES_UNDER_WAY;
  }

  /**
   * Writes a snapshot, without making the caller wait.
   *
   * @return its offset, once all of it is on the log
   */
  CompletableFuture<Long> write(int index, byte[] state) {
    bytesUnderWay.addAndGet(state.length);
    return CompletableFuture.supplyAsync(() -> send(index, state), writer)
        .thenCompose(
            sent ->
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                    .thenApply(done -> sent.getFirst().join()))
        .whenComplete((done, failure) -> bytesUnderWay.addAndGet(-state.length));
  }

  /**
   * Reads a snapshot.
   *
   * @param offset that of its first record
   * @return null when it is not there any more, or damaged
   */
  byte @Nullable [] read(int index, long offset) {
    TopicPartition partition = new TopicPartition(Topics.SNAPSHOTS, index);
    Map<String, Object> reading = new HashMap<>(kafka);
    reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    reading.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 * PART_BYTES);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading, bytes, bytes)) {
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

  /** Deletes what lies before an index's oldest snapshot that may still be needed. */
  void purge(int index, long beforeOffset) {
    if (purgeRefused) {
      return;
    }
    TopicPartition partition = new TopicPartition(Topics.SNAPSHOTS, index);
    // A failure is told; what it leaves behind ends with the topic's retention.
    var unused =
        admin
            .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(beforeOffset)))
            .all()
            .whenComplete(
                (done, failure) -> {
                  if (failure != null && !purgeRefused) {
                    purgeRefused = true;
                    LOG.warnf(
                        "Old snapshots stay in %s until its retention ends: they cannot be deleted (%s);"
                            + " allow this user to delete records there",
                        Topics.SNAPSHOTS, failure.getMessage());
                  }
                });
  }

  @Override
  public void close() {
    writer.shutdownNow();
    producer.close(Duration.ZERO);
  }

  private List<CompletableFuture<Long>> send(int index, byte[] state) {
    byte[] key = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    int parts = Math.max(1, (state.length + PART_BYTES - 1) / PART_BYTES);
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int end = Math.min(state.length, (part + 1) * PART_BYTES);
      byte[] content = Arrays.copyOfRange(state, part * PART_BYTES, end);
      sent.add(send(index, key, encode(part, parts, content)));
    }
    return sent;
  }

  private CompletableFuture<Long> send(int index, byte[] key, byte[] value) {
    CompletableFuture<Long> written = new CompletableFuture<>();
    var unused =
        producer.send(
            new ProducerRecord<>(Topics.SNAPSHOTS, index, key, value),
            (metadata, failure) -> {
              if (failure == null) {
                written.complete(metadata.offset());
              } else {
                written.completeExceptionally(failure);
              }
            });
    return written;
  }

  private static byte[] encode(int part, int parts, byte[] content) {
    return new ByteWriter()
        .writeByte(FORMAT)
        .writeUnsigned(part)
        .writeUnsigned(parts)
        .writeUnsigned(checksum(content))
        .writeBytes(content)
        .toByteArray();
  }

  private static long checksum(byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    return checksum.getValue();
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
      if (in.readByte() != FORMAT) {
        throw new IllegalArgumentException("it has another format");
      }
      long part = in.readUnsigned();
      count = in.readUnsigned();
      long checksum = in.readUnsigned();
      byte[] content = in.readBytes();
      if (part != contents.size() || checksum != checksum(content)) {
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
