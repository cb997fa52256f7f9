package io.atalaya.pipeline;

import io.atalaya.run.CommittedRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a producer and a reader of dead letters see of Kafka. */
record Broker(String servers) {

  /**
   * A record and where the broker put it.
   *
   * @param planned what it was made from
   * @param record as sent
   * @param place its topic, partition and offset
   */
  record Sent(PlannedRecord planned, ProducerRecord<byte[], byte[]> record, String place) {}

  /** Where a record is, in words. */
  static String place(String topic, String partition, String offset) {
    return topic + "-" + partition + "@" + offset;
  }

  /** Publishes records in their order, with times relative to {@code now}. */
  List<Sent> publish(List<PlannedRecord> records, Instant now) throws Exception {
    try (var producer = producer()) {
      List<ProducerRecord<byte[], byte[]>> planned = new ArrayList<>();
      List<Future<RecordMetadata>> receipts = new ArrayList<>();
      for (PlannedRecord record : records) {
        planned.add(record.at(now, producer.partitionsFor(record.topic()).size()));
        receipts.add(producer.send(planned.getLast()));
      }
      List<Sent> sent = new ArrayList<>();
      for (int i = 0; i < planned.size(); i++) {
        RecordMetadata receipt = receipts.get(i).get();
        String place =
            place(
                receipt.topic(),
                Integer.toString(receipt.partition()),
                Long.toString(receipt.offset()));
        sent.add(new Sent(records.get(i), planned.get(i), place));
      }
      return sent;
    }
  }

  /** Publishes records in their order, and waits until the broker has all of them. */
  void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    try (var producer = producer()) {
      List<Future<RecordMetadata>> receipts = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> record : records) {
        receipts.add(producer.send(record));
      }
      for (Future<RecordMetadata> receipt : receipts) {
        var unused = receipt.get();
      }
    }
  }

  /**
   * One request at a time: the leader of a partition that was just created may refuse the first
   * batch and take the second, after which it takes the first for one out of order.
   */
  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.<String, Object>of(
            "bootstrap.servers",
            servers,
            "linger.ms",
            5,
            "max.in.flight.requests.per.connection",
            1),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** All committed records of {@code topic}. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return CommittedRecords.of(servers, topic);
  }
}
