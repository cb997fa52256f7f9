package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes records and consumer offsets in one Kafka transaction: all of them, or none.
 *
 * <p>The consumer group's generation goes with the offsets (KIP-447), so the broker refuses the
 * transaction of an instance whose partitions were given away. A writer of the same name that
 * starts later ends this one's open transaction and fences its producer; so does the broker when a
 * transaction takes too long. Which of the two it was the group knows: a new producer is opened,
 * and the next commit tells. One thread at a time.
 */
final class TransactionalLog implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TransactionalLog.class);

  private static final int COMMIT_ATTEMPTS = 5;

  /** Where the offsets of a group can be looked up. */
  @FunctionalInterface
  interface GroupOffsets {

    /**
     * The committed offsets of {@code group}, without those that a transaction under way may
     * change.
     *
     * @throws KafkaException when there is no answer
     */
    Map<TopicPartition, OffsetAndMetadata> of(String group);
  }

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final GroupOffsets groupOffsets;
  private @Nullable Producer<byte[], byte[]> producer;
  private volatile boolean replaced;

  /** The offsets of a commit that was asked for and not answered. */
  private @Nullable Map<TopicPartition, OffsetAndMetadata> doubtful;

  /** The offsets of the last commit that is known. */
  private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();

  /**
   * @param common the settings that all Kafka clients share
   * @param transactionalId names this writer: a second one with the same name fences it
   */
  TransactionalLog(Map<String, Object> common, String transactionalId, GroupOffsets groupOffsets) {
    this(() -> new KafkaProducer<>(configuration(common, transactionalId)), groupOffsets);
  }

  TransactionalLog(Supplier<Producer<byte[], byte[]>> producers, GroupOffsets groupOffsets) {
    this.producers = producers;
    this.groupOffsets = groupOffsets;
  }

  private static Map<String, Object> configuration(
      Map<String, Object> common, String transactionalId) {
    Map<String, Object> configuration = new HashMap<>(common);
    configuration.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    // A lost writer's open transaction holds up every reader of committed data for this long.
    configuration.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) Duration.ofSeconds(10).toMillis());
    configuration.put(
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    configuration.put(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return configuration;
  }

  /**
   * Ends what a predecessor of the same name left open. Without this call the first commit does.
   *
   * @throws KafkaException when the broker refuses or does not answer
   */
  void start() {
    try {
      var unused = open();
    } catch (KafkaException failure) {
      close();
      throw failure;
    }
  }

  /**
   * Commits {@code records} and {@code offsets} together. Called again with the same offsets after
   * a commit of which nobody knows the end, it first finds out, and does not repeat what was done.
   *
   * @throws KafkaException when nothing was committed as far as is known; the caller may try again,
   *     unless the group has moved on
   */
  void commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    if (replaced) {
      throw new FencedInstanceIdException("another process has this one's name");
    }
    if (!offsets.equals(doubtful)) {
      doubtful = null;
    }
    try {
      Producer<byte[], byte[]> open = open();
      if (doubtful == null || !isDone(offsets, group)) {
        doubtful = null;
        open.beginTransaction();
        for (ProducerRecord<byte[], byte[]> record : records) {
          // A failed send fails the commit; the future adds nothing.
          var unused = open.send(record);
        }
        open.sendOffsetsToTransaction(offsets, group);
        doubtful = offsets;
        commit(open);
      }
      doubtful = null;
      committed = offsets;
    } catch (KafkaException failure) {
      replaced =
          failure instanceof FencedInstanceIdException
              || failure.getCause() instanceof FencedInstanceIdException;
      giveUp();
      throw failure;
    }
  }

  /** Whether the group refused a commit because another process took this one's name. */
  boolean isReplaced() {
    return replaced;
  }

  /**
   * Whether the commit in doubt happened: the producer that was opened since has ended it in one
   * way or the other, and the group's offsets tell in which. They cannot when they did not change;
   * but then nothing was read, and what was written would be written again as it is.
   */
  private boolean isDone(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    if (offsets.equals(committed)) {
      return false;
    }
    Map<TopicPartition, OffsetAndMetadata> known = groupOffsets.of(group.groupId());
    boolean done =
        offsets.entrySet().stream()
            .allMatch(
                entry -> {
                  OffsetAndMetadata there = known.get(entry.getKey());
                  return there != null
                      && there.offset() == entry.getValue().offset()
                      && there.metadata().equals(entry.getValue().metadata());
                });
    LOG.infof("The commit in doubt %s", done ? "happened" : "did not happen and is made again");
    return done;
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
      open = producers.get();
      producer = open;
      // Ends what this writer or a predecessor of the same name left open.
      open.initTransactions();
    }
    return open;
  }

  /** A new producer starts clean, whatever state the failure left the old one in. */
  private void giveUp() {
    try {
      Producer<byte[], byte[]> open = producer;
      if (open != null && doubtful == null) {
        open.abortTransaction();
      }
    } catch (KafkaException | IllegalStateException failure) {
      LOG.debugf(failure, "The transaction could not be aborted; its producer is closed");
    }
    close();
  }
}
