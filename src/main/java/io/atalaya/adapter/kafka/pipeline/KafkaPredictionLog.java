package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.PredictionLog;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads {@code inference.predictions} by the timestamps of its records. */
@ApplicationScoped
public class KafkaPredictionLog implements PredictionLog {

  /** How long a reading may take. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Map<String, Object> kafka;
  private final String servers;
  private final InstantSource clock;

  KafkaPredictionLog(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
          String servers,
      InstantSource clock) {
    this.kafka = new HashMap<>(kafka);
    this.servers = servers;
    this.clock = clock;
  }

  @Override
  public void read(long fromMillis, long toMillis, Listener listener) throws UnreadableException {
    try (Consumer<byte[], byte[]> consumer = TimeRange.consumer(kafka, servers)) {
      List<TopicPartition> partitions = TimeRange.partitions(consumer, Topics.PREDICTIONS);
      requireKept(consumer, partitions, fromMillis);
      TimeRange.of(consumer, partitions, fromMillis, toMillis)
          .read(consumer, LONGEST, clock, new Decoding(listener));
    } catch (KafkaException failure) {
      throw new UnreadableException(
          "%s cannot be read (%s): check the brokers and the user's rights"
              .formatted(Topics.PREDICTIONS, failure.getMessage()));
    } catch (TimeRange.TooLongException tooLong) {
      throw new UnreadableException(tooLong.getMessage() + ": give a shorter range");
    }
  }

  /** Hands on the records that are predictions. */
  private static final class Decoding implements TimeRange.Listener {

    private final EventDecoder decoder = new EventDecoder();
    private final Listener listener;

    Decoding(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record) {
      if (decoder.decode(EventKind.PREDICTION, record.value(), record.headers(), record.timestamp())
          instanceof Decoded.Accepted(Prediction prediction)) {
        listener.predicted(prediction);
      }
    }

    @Override
    public void progressed(long read, long all) {
      listener.progressed(read, all);
    }
  }

  /** What was deleted from the log's beginning must be older than what is asked for. */
  private static void requireKept(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long fromMillis)
      throws UnreadableException {
    Map<TopicPartition, Long> first = new HashMap<>();
    consumer
        .beginningOffsets(partitions, TimeRange.TIMEOUT)
        .forEach(
            (partition, offset) -> {
              if (offset > 0) {
                first.put(partition, 0L);
              }
            });
    long kept =
        consumer.offsetsForTimes(first, TimeRange.TIMEOUT).values().stream()
            .filter(Objects::nonNull)
            .mapToLong(OffsetAndTimestamp::timestamp)
            .max()
            .orElse(Long.MIN_VALUE);
    if (fromMillis < kept) {
      throw new UnreadableException(
          "%s is kept from %s on, and a prediction may be up to 5 minutes ahead of its record: give a later from"
              .formatted(Topics.PREDICTIONS, Instant.ofEpochMilli(kept)));
    }
  }
}
