package io.atalaya.adapter.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.decode.Decoding;
import io.atalaya.adapter.kafka.decode.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

  private static final int MAX_BYTES = 100_000;

  private static ProducerRecord<byte[], byte[]> deadLetter(
      byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers) {
    return DeadLetter.of(
        new ConsumerRecord<>(
            Topics.OUTCOMES,
            7,
            4_294_967_296L,
            1_795_428_900_250L,
            TimestampType.LOG_APPEND_TIME,
            0,
            0,
            key,
            value,
            headers,
            Optional.empty()),
        Reason.NON_FINITE,
        "actual is NaN … é",
        MAX_BYTES);
  }

  private static @Nullable String header(ProducerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static List<String> names(ProducerRecord<byte[], byte[]> letter) {
    List<String> names = new ArrayList<>();
    letter.headers().forEach(header -> names.add(header.key()));
    return names;
  }

  /** As the producer and the broker count it, against their limits. */
  private static int size(ProducerRecord<byte[], byte[]> letter) {
    return AbstractRecords.estimateSizeInBytesUpperBound(
        RecordBatch.CURRENT_MAGIC_VALUE,
        Compression.NONE.type(),
        letter.key(),
        letter.value(),
        letter.headers().toArray());
  }

  @Test
  void keyValueAndHeadersStayAndTheReasonIsAdded() {
    byte[] key = Decoding.utf8("p");
    byte[] value = Decoding.utf8("{\"actual\":NaN}");

    ProducerRecord<byte[], byte[]> letter =
        deadLetter(key, value, Decoding.headers("traceparent", "00-1", "ce_id", "1", "ce_id", "2"));

    assertEquals("monitoring.dead-letters", letter.topic());
    assertNull(letter.partition());
    assertNull(letter.timestamp());
    assertArrayEquals(key, letter.key());
    assertArrayEquals(value, letter.value());
    assertEquals(
        List.of(
            "traceparent",
            "ce_id",
            "ce_id",
            "atalaya-reason",
            "atalaya-detail",
            "atalaya-topic",
            "atalaya-partition",
            "atalaya-offset"),
        names(letter));
    assertEquals("non-finite", header(letter, "atalaya-reason"));
    assertEquals("actual is NaN … é", header(letter, "atalaya-detail"));
    assertEquals("inference.outcomes", header(letter, "atalaya-topic"));
    assertEquals("7", header(letter, "atalaya-partition"));
    assertEquals("4294967296", header(letter, "atalaya-offset"));
  }

  @Test
  void noKeyAndNoValueStayNone() {
    ProducerRecord<byte[], byte[]> letter = deadLetter(null, null, new RecordHeaders());

    assertNull(letter.key());
    assertNull(letter.value());
    assertNull(header(letter, "atalaya-truncated"));
  }

  @Test
  void aValueThatDoesNotFitIsCutAndMarked() {
    byte[] value = new byte[MAX_BYTES];
    Arrays.fill(value, (byte) 'v');

    ProducerRecord<byte[], byte[]> letter = deadLetter(null, value, new RecordHeaders());

    assertEquals("100000", header(letter, "atalaya-truncated"));
    assertArrayEquals(Arrays.copyOf(value, letter.value().length), letter.value());
    assertTrue(letter.value().length >= MAX_BYTES - 4096, letter.value().length + " bytes left");
    assertTrue(size(letter) <= MAX_BYTES, size(letter) + " bytes");
    byte[] fits = Arrays.copyOf(value, letter.value().length);
    assertNull(header(deadLetter(null, fits, new RecordHeaders()), "atalaya-truncated"));
    byte[] oneMore = Arrays.copyOf(value, fits.length + 1);
    assertEquals(
        Integer.toString(oneMore.length),
        header(deadLetter(null, oneMore, new RecordHeaders()), "atalaya-truncated"));
  }

  /** A record that the broker refuses would stop the partition for ever. */
  @Test
  void whateverIsLargeTheLetterFits() {
    RecordHeaders headers = Decoding.headers("small", "1", "large", "x".repeat(MAX_BYTES), "", "2");
    for (int i = 0; i < 20_000; i++) {
      headers.add("é", null);
    }

    ProducerRecord<byte[], byte[]> letter =
        deadLetter(new byte[MAX_BYTES], new byte[MAX_BYTES], headers);

    assertTrue(size(letter) <= MAX_BYTES, size(letter) + " bytes");
    assertEquals("1", header(letter, "small"));
    assertNull(header(letter, "large"));
    assertEquals("100000", header(letter, "atalaya-truncated-key"));
    assertEquals("100000", header(letter, "atalaya-truncated"));
    long kept = names(letter).stream().filter("é"::equals).count();
    assertEquals(Long.toString(20_001 - kept), header(letter, "atalaya-dropped-headers"));
  }

  @Test
  void aSecondRejectionTakesThePlaceOfTheFirst() {
    ProducerRecord<byte[], byte[]> letter =
        deadLetter(
            null,
            null,
            Decoding.headers(
                "atalaya-reason", "malformed", "atalaya-mine", "kept", "atalaya-truncated", "9"));

    assertEquals(
        List.of(
            "atalaya-mine",
            "atalaya-reason",
            "atalaya-detail",
            "atalaya-topic",
            "atalaya-partition",
            "atalaya-offset"),
        names(letter));
    assertEquals("non-finite", header(letter, "atalaya-reason"));
  }

  @Test
  void theLimitLeavesRoomForTheHeadersOfOurOwn() {
    ConsumerRecord<byte[], byte[]> rejected =
        new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[0]);

    DeadLetter.of(rejected, Reason.INVALID, "", 16_384);
    assertThrows(
        IllegalArgumentException.class, () -> DeadLetter.of(rejected, Reason.INVALID, "", 16_383));
  }
}
