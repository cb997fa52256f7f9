package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.event.Lifecycle;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** The SmallRye channels: each hands its batches to the stage that they are for. */
@ApplicationScoped
public class Channels {

  /** Predictions, outcomes, interactions, generations and forwarded records: stage 1. */
  static final String OBSERVATIONS = "observations";

  /** Partials and states: stage 2. */
  static final String PARTIALS = "partials";

  /** References, changes of models and invalidations: every instance reads all of them. */
  static final String ANNOUNCEMENTS = "announcements";

  /** The channels whose partitions are divided among the instances. */
  static final Set<String> PARTITIONED = Set.of(OBSERVATIONS, PARTIALS);

  private static final Logger LOG = Logger.getLogger(Channels.class);

  private final Announcements announcements;
  private final ReferenceFeed references;
  private final InvalidationFeed invalidations;
  private final EventDecoder decoder = new EventDecoder();

  public Channels(
      Announcements announcements, ReferenceFeed references, InvalidationFeed invalidations) {
    this.announcements = announcements;
    this.references = references;
    this.invalidations = invalidations;
  }

  @Incoming(OBSERVATIONS)
  @Blocking
  void observe(ConsumerRecords<byte[], byte[]> none) {
    requireNone(OBSERVATIONS, none);
  }

  @Incoming(PARTIALS)
  @Blocking
  void merge(ConsumerRecords<byte[], byte[]> none) {
    requireNone(PARTIALS, none);
  }

  /** The feed takes all records before they become messages. */
  private static void requireNone(String channel, ConsumerRecords<byte[], byte[]> records) {
    throw new IllegalStateException(
        "%d records passed the feed of channel %s".formatted(records.count(), channel));
  }

  @Incoming(ANNOUNCEMENTS)
  @Blocking
  void hear(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        hear(record);
      } catch (RuntimeException unreadable) {
        LOG.warnf(
            "Ignoring an unreadable record at %s-%d@%d: %s",
            record.topic(), record.partition(), record.offset(), unreadable.getMessage());
      }
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    switch (record.topic()) {
      case Topics.REFERENCES -> references.hear(record);
      case Topics.INVALIDATIONS -> invalidations.hear(record);
      default -> {
        references.hear(record);
        hearChange(record);
      }
    }
  }

  private void hearChange(ConsumerRecord<byte[], byte[]> record) {
    switch (decoder.decode(
        EventKind.LIFECYCLE, record.value(), record.headers(), record.timestamp())) {
      case Decoded.Accepted(Lifecycle change) -> {
        announcements.add(new Announcements.Change(change, record.partition(), record.offset()));
      }
      case Decoded.Accepted other ->
          throw new IllegalStateException("no change of a model: " + other.event());
      case Decoded.Rejected(var reason, String detail) ->
          announcements.add(new Announcements.Rejection(record, reason, detail));
    }
  }

  /** What the consumers of {@link #PARTITIONED} have in common. */
  @Produces
  @ApplicationScoped
  @Identifier("partitioned") Map<String, Object> partitioned(Instance instance) {
    return Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance.name());
  }

  /** Tells stage 1 which partitions come and go. */
  @ApplicationScoped
  @Identifier(OBSERVATIONS) static class ObservationPartitions implements KafkaConsumerRebalanceListener {

    private final Pipeline pipeline;

    ObservationPartitions(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    @Override
    public void onPartitionsAssigned(
        Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
      pipeline.joined(consumer.groupMetadata());
      pipeline.observations().assigned(consumer, partitions);
    }

    @Override
    public void onPartitionsRevoked(
        Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
      pipeline.observations().revoked(partitions);
      pipeline.left(consumer.groupMetadata());
    }
  }

  /** Tells stage 2 which partitions come and go. */
  @ApplicationScoped
  @Identifier(PARTIALS) static class ModelPartitions implements KafkaConsumerRebalanceListener {

    private final Pipeline pipeline;

    ModelPartitions(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    @Override
    public void onPartitionsAssigned(
        Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
      pipeline.joined(consumer.groupMetadata());
      pipeline.models().assigned(consumer, partitions);
    }

    @Override
    public void onPartitionsRevoked(
        Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
      pipeline.models().revoked(partitions);
      pipeline.left(consumer.groupMetadata());
    }
  }
}
