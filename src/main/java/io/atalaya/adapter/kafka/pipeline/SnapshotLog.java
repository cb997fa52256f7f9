package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.codec.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * The topic {@code monitoring.snapshots}: states of partition indexes, each in the partition of its
 * index, cut into records that fit.
 *
 * <p>A snapshot is found by the offset of its first record, which is committed with the offsets of
 * the index's inputs; whatever else is in the topic, a stale owner's writing for instance, is never
 * looked at. Thread-safe.
 */
final class SnapshotLog implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SnapshotLog.class);

  static final int FORMAT = 8;
  static final int PART_BYTES = 512 * 1024;

  /** At most what stands before the content of a part. */
  private static final int HEADER_BYTES = 64;

  /** So much may be on its way; more waits for the next flush. */
  private static final long MAX_BYTES_UNDER_WAY = 64L << 20;

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
    // Most of a state are hashes and numbers, which no compression makes smaller.
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
   * @param state its bytes, which nobody changes any more
   * @return its offset, once all of it is on the log
   */
  CompletableFuture<Long> write(int index, ByteBuffer state) {
    int size = state.remaining();
    bytesUnderWay.addAndGet(size);
    return CompletableFuture.supplyAsync(() -> send(index, state), writer)
        .thenCompose(
            sent ->
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                    .thenApply(done -> sent.getFirst().join()))
        .whenComplete((done, failure) -> bytesUnderWay.addAndGet(-size));
  }

  /** Opens a reader, to be closed by the caller. */
  SnapshotReader reader() {
    return new SnapshotReader(kafka);
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

  private List<CompletableFuture<Long>> send(int index, ByteBuffer state) {
    byte[] key = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    int size = state.remaining();
    int parts = Math.max(1, (size + PART_BYTES - 1) / PART_BYTES);
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int start = part * PART_BYTES;
      ByteBuffer content = state.slice(start, Math.min(size - start, PART_BYTES));
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

  private static byte[] encode(int part, int parts, ByteBuffer content) {
    return new ByteWriter(content.remaining() + HEADER_BYTES)
        .writeByte(FORMAT)
        .writeUnsigned(part)
        .writeUnsigned(parts)
        .writeUnsigned(checksum(content))
        .writeBytes(content)
        .toByteArray();
  }

  static long checksum(ByteBuffer content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content.duplicate());
    return checksum.getValue();
  }
}
