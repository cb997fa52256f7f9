package io.atalaya.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.adapter.kafka.Topics;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Events as records of the input topics, keyed by the event's id. */
final class Records {

  private final Random random;

  /**
   * @param random for what the events carry besides what is given
   */
  Records(Random random) {
    this.random = random;
  }

  /** A prediction with the features x, about {@code centre}, and y, about 0. */
  ProducerRecord<byte[], byte[]> prediction(
      String id, String model, String version, Object value, double centre) {
    return prediction(id, model, version, value, centre, "");
  }

  /**
   * @param more further fields, each after a comma
   */
  ProducerRecord<byte[], byte[]> prediction(
      String id, String model, String version, Object value, double centre, String more) {
    return json(
        Topics.PREDICTIONS,
        id,
        String.format(
            Locale.ROOT,
            "{\"id\":\"%s\",\"model\":\"%s\",\"version\":\"%s\",\"value\":%s,\"confidence\":%s,"
                + "\"latency_ms\":%s,\"features\":{\"x\":%s,\"y\":%s}%s}",
            id,
            model,
            version,
            value,
            random.nextDouble(),
            1 + 50 * random.nextDouble(),
            centre + 10 * random.nextGaussian(),
            random.nextGaussian(),
            more));
  }

  static ProducerRecord<byte[], byte[]> outcome(String id, String model, double actual) {
    return outcome(id, model, actual, "");
  }

  /**
   * @param more further fields, each after a comma
   */
  static ProducerRecord<byte[], byte[]> outcome(
      String id, String model, double actual, String more) {
    return json(
        Topics.OUTCOMES,
        id,
        "{\"id\":\"%s\",\"model\":\"%s\",\"actual\":%s%s}".formatted(id, model, actual, more));
  }

  static ProducerRecord<byte[], byte[]> retraction(String id, String model) {
    return json(
        Topics.OUTCOMES,
        id,
        "{\"id\":\"%s\",\"model\":\"%s\",\"retracted\":true}".formatted(id, model));
  }

  static ProducerRecord<byte[], byte[]> deployment(String model, String version) {
    return json(
        Topics.LIFECYCLE,
        model,
        "{\"model\":\"%s\",\"change\":\"deployed\",\"version\":\"%s\"}".formatted(model, version));
  }

  static ProducerRecord<byte[], byte[]> json(String topic, String key, String value) {
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  /** A field for {@code more} that makes a record at least {@code length} bytes long. */
  static String padding(int length) {
    return ",\"filler\":\"" + "x".repeat(length) + "\"";
  }

  /** As a CloudEvent in binary mode. */
  static void putEnvelope(ProducerRecord<byte[], byte[]> record, String id) {
    record
        .headers()
        .add("ce_specversion", "1.0".getBytes(UTF_8))
        .add("ce_id", id.getBytes(UTF_8))
        .add("ce_source", "/load".getBytes(UTF_8))
        .add("ce_type", "outcome".getBytes(UTF_8))
        .add("content-type", "application/json".getBytes(UTF_8));
  }

  /** Where librdkafka's default partitioner puts it. */
  static ProducerRecord<byte[], byte[]> misrouted(ProducerRecord<byte[], byte[]> record) {
    CRC32 crc = new CRC32();
    crc.update(record.key());
    return new ProducerRecord<>(
        record.topic(),
        (int) (crc.getValue() % Kafka.INDEXES),
        record.key(),
        record.value(),
        new RecordHeaders(record.headers()));
  }
}
