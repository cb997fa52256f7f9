package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.report.Delivery;
import io.atalaya.report.ReportLog;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Reads {@code monitoring.digests}, {@code monitoring.signals} and {@code cache.invalidations} by
 * the timestamps of their records.
 */
@ApplicationScoped
public class KafkaReportLog implements ReportLog {

  private static final Logger LOG = Logger.getLogger(KafkaReportLog.class);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final List<String> TOPICS =
      List.of(Topics.DIGESTS, Topics.SIGNALS, Topics.INVALIDATIONS);

  private final Map<String, Object> kafka;
  private final String servers;
  private final PlainProducer producer;
  private final InstantSource clock;

  KafkaReportLog(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
          String servers,
      PlainProducer producer,
      InstantSource clock) {
    this.kafka = new HashMap<>(kafka);
    this.servers = servers;
    this.producer = producer;
    this.clock = clock;
  }

  @Override
  public void read(Instant from, Listener listener) throws UnavailableException {
    try (Consumer<byte[], byte[]> consumer = TimeRange.consumer(kafka, servers)) {
      List<TopicPartition> partitions = new ArrayList<>();
      TOPICS.forEach(topic -> partitions.addAll(TimeRange.partitions(consumer, topic)));
      TimeRange.of(consumer, partitions, from.toEpochMilli(), Long.MAX_VALUE)
          .read(consumer, LONGEST, clock, record -> read(record, listener));
    } catch (KafkaException failure) {
      throw new UnavailableException(
          "%s cannot be read (%s): check the brokers and the user's rights"
              .formatted(String.join(", ", TOPICS), failure.getMessage()));
    } catch (TimeRange.TooLongException tooLong) {
      throw new UnavailableException(
          tooLong.getMessage() + ": see to the brokers, or to the size of the log");
    }
  }

  @Override
  public void delivered(Delivery delivery) throws UnavailableException {
    try {
      producer.send(DigestRecords.of(delivery)).get();
    } catch (ExecutionException failure) {
      throw new UnavailableException(
          "Kafka did not take that a report went out, which may go out again: "
              + failure.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while Kafka took that a report went out");
    }
  }

  private static void read(ConsumerRecord<byte[], byte[]> record, Listener listener) {
    if (record.value() == null) {
      return;
    }
    try {
      switch (record.topic()) {
        case Topics.SIGNALS -> listener.signal(PastRecords.readSignal(record.value()));
        case Topics.INVALIDATIONS ->
            PastRecords.readInvalidation(record.value()).ifPresent(listener::invalidation);
        default -> DigestRecords.read(record.value(), listener);
      }
    } catch (IOException | RuntimeException unreadable) {
      LOG.warnf(
          "Ignoring an unreadable record at %s-%d@%d: %s",
          record.topic(), record.partition(), record.offset(), unreadable.getMessage());
    }
  }
}
