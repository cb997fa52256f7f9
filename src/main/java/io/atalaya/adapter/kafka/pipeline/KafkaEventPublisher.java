package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.event.Assessment;
import io.atalaya.event.Event;
import io.atalaya.event.EventPublisher;
import io.atalaya.event.Generation;
import io.atalaya.event.Interaction;
import io.atalaya.event.Lifecycle;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Publishes single events with a plain Kafka producer, after the checks of the decoder. */
@ApplicationScoped
public class KafkaEventPublisher implements EventPublisher {

  private final PlainProducer producer;
  private final InstantSource clock;

  KafkaEventPublisher(PlainProducer producer, InstantSource clock) {
    this.producer = producer;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, byte[] body, String contentType) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
    Optional<EventKind> kind = EventKind.ofTopic(topic);
    if (kind.isEmpty()) {
      return CompletableFuture.completedStage(
          new Receipt.Rejected(
              "invalid", topic + " is not read by this version: publish with a Kafka client"));
    }
    return switch (new EventDecoder().decode(kind.get(), body, headers, clock.millis())) {
      case Decoded.Rejected(var reason, String detail) ->
          CompletableFuture.completedStage(new Receipt.Rejected(reason.wireName(), detail));
      case Decoded.Accepted(Event event) ->
          send(new ProducerRecord<>(topic, null, null, keyOf(event), body, headers));
    };
  }

  private CompletionStage<Receipt> send(ProducerRecord<byte[], byte[]> record) {
    return producer
        .send(record)
        .handle(
            (metadata, failure) ->
                failure == null
                    ? new Receipt.Published(metadata.partition(), metadata.offset())
                    : unavailable(failure));
  }

  private static Receipt unavailable(Throwable failure) {
    return new Receipt.Unavailable("Kafka did not take the event: " + failure.getMessage());
  }

  private static byte @Nullable [] keyOf(Event event) {
    return switch (event) {
      case Prediction prediction -> prediction.id().utf8();
      case Outcome outcome -> outcome.id().utf8();
      case Generation generation -> generation.id().utf8();
      case Assessment assessment -> assessment.id().utf8();
      case Interaction interaction -> interaction.id() == null ? null : interaction.id().utf8();
      case Lifecycle lifecycle -> lifecycle.model().getBytes(StandardCharsets.UTF_8);
    };
  }
}
