package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.event.Event;
import io.atalaya.event.EventPublisher;
import io.atalaya.event.Lifecycle;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Publishes single events with a plain Kafka producer, after the checks of the decoder. */
@ApplicationScoped
public class KafkaEventPublisher implements EventPublisher {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Map<String, Object> configuration;
  private final InstantSource clock;
  private @Nullable Producer<byte[], byte[]> producer;

  public KafkaEventPublisher(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
          String servers,
      InstantSource clock) {
    this.clock = clock;
    configuration = new HashMap<>(kafka);
    configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) TIMEOUT.toMillis());
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis() / 2);
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    configuration.put(
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    configuration.put(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
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
          CompletableFuture.supplyAsync(
                  () -> new ProducerRecord<>(topic, null, null, keyOf(event), body, headers))
              .thenCompose(this::send);
    };
  }

  void stop(@Observes ShutdownEvent event) {
    synchronized (this) {
      if (producer != null) {
        producer.close(Duration.ofSeconds(2));
      }
    }
  }

  private CompletionStage<Receipt> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    try {
      var unused =
          open()
              .send(
                  record,
                  (metadata, failure) ->
                      receipt.complete(
                          failure == null
                              ? new Receipt.Published(metadata.partition(), metadata.offset())
                              : unavailable(failure)));
    } catch (KafkaException failure) {
      receipt.complete(unavailable(failure));
    }
    return receipt;
  }

  private synchronized Producer<byte[], byte[]> open() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open = new KafkaProducer<>(configuration);
      producer = open;
    }
    return open;
  }

  private static Receipt unavailable(Exception failure) {
    return new Receipt.Unavailable("Kafka did not take the event: " + failure.getMessage());
  }

  private static byte[] keyOf(Event event) {
    return switch (event) {
      case Prediction prediction -> prediction.id().utf8();
      case Outcome outcome -> outcome.id().utf8();
      case Lifecycle lifecycle -> lifecycle.model().getBytes(StandardCharsets.UTF_8);
    };
  }
}
