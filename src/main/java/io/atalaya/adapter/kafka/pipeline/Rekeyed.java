package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The topic {@code monitoring.rekeyed}: records that a producer put into another partition than
 * that of their id, and each index's word on how far it has forwarded.
 *
 * <p>With that word an index knows that no forwarded record of an earlier time can still come.
 */
final class Rekeyed {

  private static final String TOPIC_HEADER = "atalaya-topic";
  private static final String TIMESTAMP_HEADER = "atalaya-timestamp";
  private static final String PARTITION_HEADER = "atalaya-partition";
  private static final String OFFSET_HEADER = "atalaya-offset";
  private static final String PROGRESS_HEADER = "atalaya-progress";

  /** How far {@code index} has read its own topics and forwarded what belongs elsewhere. */
  record Progress(int index, long millis) {}

  private Rekeyed() {}

  /** The record to forward to partition {@code home}. */
  static ProducerRecord<byte[], byte[]> forward(ConsumerRecord<byte[], byte[]> record, int home) {
    RecordHeaders headers = new RecordHeaders(record.headers());
    headers.remove(PROGRESS_HEADER);
    put(headers, TOPIC_HEADER, record.topic());
    put(headers, TIMESTAMP_HEADER, Long.toString(record.timestamp()));
    put(headers, PARTITION_HEADER, Integer.toString(record.partition()));
    put(headers, OFFSET_HEADER, Long.toString(record.offset()));
    // Distinct keys: the topic is compacted, for the sake of the progress records alone.
    String key = record.topic() + '/' + record.partition() + '/' + record.offset();
    return new ProducerRecord<>(
        Topics.REKEYED,
        home,
        record.timestamp(),
        key.getBytes(StandardCharsets.UTF_8),
        record.value(),
        headers);
  }

  /** The bytes of value and headers, which is what a forwarded record has to carry. */
  static int sizeOf(ConsumerRecord<byte[], byte[]> record) {
    int size = record.value() == null ? 0 : record.value().length;
    for (Header header : record.headers()) {
      size += 3 * header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return size;
  }

  /** The topic that a forwarded record came from. */
  static @Nullable String topicOf(ConsumerRecord<byte[], byte[]> record) {
    return text(record.headers(), TOPIC_HEADER);
  }

  /** When a forwarded record was first appended. */
  static long timestampOf(ConsumerRecord<byte[], byte[]> record) {
    String text = text(record.headers(), TIMESTAMP_HEADER);
    return text == null ? record.timestamp() : Long.parseLong(text);
  }

  /** The record that tells partition {@code home} how far index {@code progress.index} is. */
  static ProducerRecord<byte[], byte[]> announce(Progress progress, int home) {
    byte[] value =
        new ByteWriter().writeUnsigned(progress.index).writeSigned(progress.millis).toByteArray();
    RecordHeaders headers = new RecordHeaders();
    put(headers, PROGRESS_HEADER, "1");
    byte[] key = (PROGRESS_HEADER + "/" + progress.index).getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(Topics.REKEYED, home, null, key, value, headers);
  }

  /** Reads what {@link #announce} wrote; null for a forwarded record. */
  static @Nullable Progress progressOf(ConsumerRecord<byte[], byte[]> record) {
    if (record.headers().lastHeader(PROGRESS_HEADER) == null || record.value() == null) {
      return null;
    }
    ByteReader in = new ByteReader(record.value());
    return new Progress((int) in.readUnsigned(), in.readSigned());
  }

  private static void put(RecordHeaders headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
