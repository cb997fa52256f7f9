package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RekeyedTest {

  private static final byte[] VALUE = {1, 2, 3};

  @Test
  void aForwardedRecordKeepsValueHeadersTimeAndOrigin() {
    ProducerRecord<byte[], byte[]> sent = Rekeyed.forward(record(5, "traceparent", "00-1"), 3);
    assertEquals(3, sent.partition());
    assertEquals(1_234L, sent.timestamp());
    assertArrayEquals(VALUE, sent.value());
    ConsumerRecord<byte[], byte[]> read = received(sent);
    assertNull(Rekeyed.progressOf(read));
    assertEquals("inference.outcomes", Rekeyed.topicOf(read));
    assertEquals(1_234, Rekeyed.timestampOf(read));
    assertEquals(
        "00-1",
        new String(read.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8));
  }

  /** The topic is compacted: equal keys would lose records. */
  @Test
  void noTwoForwardedRecordsHaveTheSameKey() {
    assertNotEquals(
        new String(Rekeyed.forward(record(5, "a", "b"), 3).key(), StandardCharsets.UTF_8),
        new String(Rekeyed.forward(record(6, "a", "b"), 3).key(), StandardCharsets.UTF_8));
  }

  @Test
  void aProducerCannotPassItsRecordOffAsProgress() {
    ConsumerRecord<byte[], byte[]> read =
        received(Rekeyed.forward(record(5, "atalaya-progress", "1"), 3));
    assertNull(Rekeyed.progressOf(read));
  }

  @Test
  void progressIsReadAsItWasStated() {
    Rekeyed.Progress progress = new Rekeyed.Progress(11, Long.MIN_VALUE);
    Rekeyed.Progress read = Rekeyed.progressOf(received(Rekeyed.announce(progress, 2)));
    assertNotNull(read);
    assertEquals(progress, read);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, String header, String value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(header, value.getBytes(StandardCharsets.UTF_8));
    return new ConsumerRecord<>(
        "inference.outcomes",
        7,
        offset,
        1_234,
        TimestampType.LOG_APPEND_TIME,
        0,
        VALUE.length,
        new byte[] {9},
        VALUE,
        headers,
        Optional.empty());
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        3,
        0,
        sent.timestamp() == null ? 0 : sent.timestamp(),
        TimestampType.CREATE_TIME,
        0,
        sent.value().length,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }
}
