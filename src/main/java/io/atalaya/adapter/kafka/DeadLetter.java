package io.atalaya.adapter.kafka;

import io.atalaya.adapter.kafka.decode.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that is no event, with why and where it was found, for {@code monitoring.dead-letters}.
 *
 * <p>Key, value and headers stay as they were, and so much of the value is left as fits: a record
 * that the broker refuses would stop the pipeline at this offset for ever. A key or headers so
 * large that even they do not fit are cut or left out, each marked.
 */
public final class DeadLetter {

  public static final String REASON = "atalaya-reason";
  public static final String DETAIL = "atalaya-detail";
  public static final String TOPIC = "atalaya-topic";
  public static final String PARTITION = "atalaya-partition";
  public static final String OFFSET = "atalaya-offset";

  /** The size in bytes of a value that was cut. */
  public static final String TRUNCATED = "atalaya-truncated";

  /** The size in bytes of a key that was cut. */
  public static final String TRUNCATED_KEY = "atalaya-truncated-key";

  /** The number of headers left out. */
  public static final String DROPPED_HEADERS = "atalaya-dropped-headers";

  /** Fits the broker's and the producer's own limit of 1 MiB with their overhead. */
  public static final int DEFAULT_MAX_BYTES = 1_000_000;

  private static final Set<String> NAMES =
      Set.of(REASON, DETAIL, TOPIC, PARTITION, OFFSET, TRUNCATED, TRUNCATED_KEY, DROPPED_HEADERS);

  /** Room for our own headers: a topic of 249 bytes, a detail of a few hundred, small numbers. */
  private static final int RESERVED = 4096;

  private DeadLetter() {}

  /**
   * The dead letter of {@code rejected}.
   *
   * @param rejected the record as it was read
   * @param reason why it is no event
   * @param detail words for the producer's developer
   * @param maxBytes the most bytes of key, value and headers together, at least 16 KiB
   */
  public static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> rejected, Reason reason, String detail, int maxBytes) {
    if (maxBytes < 4 * RESERVED) {
      throw new IllegalArgumentException(
          "maxBytes is " + maxBytes + ", must be at least " + 4 * RESERVED);
    }
    RecordHeaders headers = new RecordHeaders();
    int left = maxBytes - RESERVED;
    byte[] key = cut(rejected.key(), left / 4, TRUNCATED_KEY, headers);
    left -= size(key);
    left -= copyHeaders(rejected.headers(), left / 2, headers);
    add(headers, REASON, reason.wireName());
    add(headers, DETAIL, detail);
    add(headers, TOPIC, rejected.topic());
    add(headers, PARTITION, Integer.toString(rejected.partition()));
    add(headers, OFFSET, Long.toString(rejected.offset()));
    byte[] value = cut(rejected.value(), left, TRUNCATED, headers);
    return new ProducerRecord<>(Topics.DEAD_LETTERS, null, null, key, value, headers);
  }

  /**
   * Copies the headers that fit into {@code limit} bytes, without those of an earlier rejection.
   */
  private static int copyHeaders(Headers original, int limit, Headers headers) {
    int copied = 0;
    int dropped = 0;
    for (Header header : original) {
      if (NAMES.contains(header.key())) {
        continue;
      }
      // Two lengths of at most five bytes each, and a name of at most three bytes a character.
      int size = 10 + header.key().length() * 3 + size(header.value());
      if (copied + size > limit) {
        dropped++;
      } else {
        headers.add(header);
        copied += size;
      }
    }
    if (dropped > 0) {
      add(headers, DROPPED_HEADERS, Integer.toString(dropped));
    }
    return copied;
  }

  private static byte @Nullable [] cut(
      byte @Nullable [] bytes, int limit, String mark, Headers headers) {
    if (bytes == null || bytes.length <= limit) {
      return bytes;
    }
    add(headers, mark, Integer.toString(bytes.length));
    return Arrays.copyOf(bytes, limit);
  }

  private static int size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
