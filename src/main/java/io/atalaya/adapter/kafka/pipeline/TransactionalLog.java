package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes records and consumer offsets in one Kafka transaction: all of them, or none.
 *
 * <p>The consumer group's generation goes with the offsets (KIP-447), so the broker refuses the
 * transaction of an instance whose partitions were given away. One thread at a time.
 */
final class TransactionalLog implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TransactionalLog.class);

  private static final int COMMIT_ATTEMPTS = 5;

  private final Map<String, Object> configuration;
  private @Nullable Producer<byte[], byte[]> producer;

  /**
   * @param common the settings that all Kafka clients share
   * @param transactionalId names this writer: a second one with the same name fences it
   */
  TransactionalLog(Map<String, Object> common, String transactionalId) {
    configuration = new HashMap<>(common);
    configuration.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    // A crashed writer's open transaction holds up every reader of committed data for this long.
    configuration.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) Duration.ofSeconds(10).toMillis());
    configuration.put(
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    configuration.put(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
  }

  /**
   * Commits {@code records} and {@code offsets} together.
   *
   * @throws KafkaException when nothing was committed; the caller may try again, unless the group
   *     has moved on
   */
  void commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    try {
      Producer<byte[], byte[]> open = open();
      open.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        // A failed send fails the commit; the future adds nothing.
        var unused = open.send(record);
      }
      open.sendOffsetsToTransaction(offsets, group);
      commit(open);
    } catch (KafkaException failure) {
      giveUp();
      throw failure;
    }
  }

  /**
   * Commits, and asks again when the answer did not come in time: the broker may have committed
   * already, and only the same call can tell.
   */
  private static void commit(Producer<byte[], byte[]> open) {
    for (int attempt = 1; ; attempt++) {
      try {
        open.commitTransaction();
        return;
      } catch (TimeoutException unanswered) {
        if (attempt == COMMIT_ATTEMPTS) {
          throw unanswered;
        }
      }
    }
  }

  @Override
  public void close() {
    Producer<byte[], byte[]> open = producer;
    producer = null;
    if (open != null) {
      open.close(Duration.ofSeconds(2));
    }
  }

  private Producer<byte[], byte[]> open() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open = new KafkaProducer<>(configuration);
      producer = open;
      // Aborts what a predecessor of the same name left open.
      open.initTransactions();
    }
    return open;
  }

  /** A new producer starts clean, whatever state the failure left the old one in. */
  private void giveUp() {
    try {
      Producer<byte[], byte[]> open = producer;
      if (open != null) {
        open.abortTransaction();
      }
    } catch (KafkaException | IllegalStateException failure) {
      LOG.debugf(failure, "The transaction could not be aborted; its producer is closed");
    }
    close();
  }
}
