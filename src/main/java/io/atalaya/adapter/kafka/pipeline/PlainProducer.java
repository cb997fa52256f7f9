package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Sends single records outside of any transaction: what clients have published through the API.
 *
 * <p>Opened by the first record. Safe for use by several threads.
 */
@ApplicationScoped
class PlainProducer {

  /** How long a record is tried at most. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Map<String, Object> configuration;
  private @Nullable Producer<byte[], byte[]> producer;

  PlainProducer(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
          String servers) {
    configuration = new HashMap<>(kafka);
    configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) TIMEOUT.toMillis());
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis() / 2);
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    configuration.put(
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    configuration.put(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
  }

  /**
   * Sends a record; returns at once.
   *
   * @return where it is; ends with an exception, after {@link #TIMEOUT} or twice that, when Kafka
   *     does not take it
   */
  CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    // A thread each: a producer may wait for what it does not know of a topic, which is nothing for
    // the caller, nor for other records. Not one of the common pool, whose class loader is another.
    Thread.ofVirtual().name("kafka-publisher").start(() -> send(record, sent));
    return sent;
  }

  private void send(ProducerRecord<byte[], byte[]> record, CompletableFuture<RecordMetadata> sent) {
    try {
      var unused =
          open()
              .send(
                  record,
                  (metadata, failure) -> {
                    if (failure == null) {
                      sent.complete(metadata);
                    } else {
                      sent.completeExceptionally(failure);
                    }
                  });
    } catch (RuntimeException failure) {
      // A KafkaException, or that the producer was closed; whoever waits must hear of any.
      sent.completeExceptionally(failure);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    synchronized (this) {
      if (producer != null) {
        producer.close(Duration.ofSeconds(2));
      }
    }
  }

  private synchronized Producer<byte[], byte[]> open() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      // Kafka finds its classes by the thread's loader, which is that of whoever sends first.
      Thread thread = Thread.currentThread();
      ClassLoader loader = thread.getContextClassLoader();
      thread.setContextClassLoader(KafkaProducer.class.getClassLoader());
      try {
        open = new KafkaProducer<>(configuration);
      } finally {
        thread.setContextClassLoader(loader);
      }
      producer = open;
    }
    return open;
  }
}
