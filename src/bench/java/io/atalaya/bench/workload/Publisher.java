package io.atalaya.bench.workload;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.bench.BenchmarkException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the events of {@link Deliveries}, {@link Interactions} and {@link Texts}: lz4, large
 * batches, keyed by id. For one thread.
 */
public final class Publisher implements AutoCloseable {

  /** How many predictions what follows from one comes after it. */
  private static final long LABEL_LAG = 10_000;

  private static final long PROGRESS_EVERY = 10_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final OutcomeRouting outcomeRouting;
  private final Deliveries deliveries = new Deliveries();
  private final Interactions interactions = new Interactions();
  private final Texts texts = new Texts();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** Where the outcomes are put. */
  public enum OutcomeRouting {
    /** Where Kafka's own client puts a key: beside the prediction. */
    MURMUR2,
    /** Where librdkafka's default, {@code consistent_random}, puts it. */
    CRC32
  }

  /** A publisher that puts everything where it belongs. */
  public Publisher(String servers, int lingerMillis) {
    this(servers, lingerMillis, OutcomeRouting.MURMUR2);
  }

  /**
   * @param servers the brokers
   * @param lingerMillis how long a record may wait for others
   * @param outcomeRouting where the outcomes are put
   */
  public Publisher(String servers, int lingerMillis, OutcomeRouting outcomeRouting) {
    this.outcomeRouting = outcomeRouting;
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                servers,
                "compression.type",
                "lz4",
                "batch.size",
                256 << 10,
                "linger.ms",
                lingerMillis,
                "buffer.memory",
                64L << 20,
                "acks",
                "1"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Publishes so many steps of a workload, as fast as it goes, and returns when the broker has
   * them.
   *
   * @param progress hears of how many steps there are, from time to time
   */
  public void publish(Workload workload, long steps, LongConsumer progress) {
    for (long i = 0; i < steps + LABEL_LAG; i++) {
      if (i < steps) {
        answers(workload, i);
      }
      if (i >= LABEL_LAG) {
        reactions(workload, i - LABEL_LAG);
      }
      if (i % PROGRESS_EVERY == 0) {
        progress.accept(Math.min(i, steps));
      }
    }
    flush();
  }

  private void answers(Workload workload, long i) {
    if (workload.predicted) {
      prediction(i);
    }
    if (workload.generated) {
      generation(i);
    }
  }

  private void reactions(Workload workload, long i) {
    if (workload.labelled) {
      outcome(i);
    }
    for (Interactions.Type type : workload.interactions()) {
      interaction(type, i);
    }
  }

  /** Publishes the i-th prediction, made now. */
  public void prediction(long i) {
    send(Topics.PREDICTIONS, deliveries.id(i), deliveries.prediction(i, now()), this::sent);
  }

  /** Publishes the i-th outcome, observed now. */
  public void outcome(long i) {
    byte[] id = deliveries.id(i);
    send(
        new ProducerRecord<>(Topics.OUTCOMES, partition(id), id, deliveries.outcome(i, now())),
        this::sent);
  }

  /** Publishes the interaction of that type with the i-th prediction, done now. */
  private void interaction(Interactions.Type type, long i) {
    byte[] id = deliveries.id(i);
    byte[] value = interactions.interaction(type, i, id, now());
    send(new ProducerRecord<>(Topics.INTERACTIONS, type.isNamed() ? id : null, value), this::sent);
  }

  /** Publishes the i-th text, complete now. */
  private void generation(long i) {
    send(Topics.GENERATIONS, texts.id(i), texts.generation(i, now()), this::sent);
  }

  /** The partition of an outcome; null where the client is to choose it. */
  private @Nullable Integer partition(byte[] id) {
    return switch (outcomeRouting) {
      case MURMUR2 -> null;
      case CRC32 -> {
        CRC32 crc = new CRC32();
        crc.update(id);
        yield (int) (crc.getValue() % Topics.DEFAULT_INDEXES);
      }
    };
  }

  /** Publishes a record of one's own; {@link #flush} tells of a failure. */
  public void publish(String topic, byte[] key, byte[] value) {
    send(topic, key, value, this::sent);
  }

  /** Publishes a record of one's own. */
  public void send(String topic, byte[] key, byte[] value, Callback acknowledged) {
    send(new ProducerRecord<>(topic, key, value), acknowledged);
  }

  private void send(ProducerRecord<byte[], byte[]> record, Callback acknowledged) {
    // The callback hears of a failure; the future adds nothing.
    var unused = producer.send(record, acknowledged);
  }

  /** Returns when the broker has all; throws when it refused anything. */
  public void flush() {
    producer.flush();
    Exception refused = failure.get();
    if (refused != null) {
      throw new BenchmarkException("events were not published: " + refused, refused);
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  private void sent(Object receipt, @Nullable Exception exception) {
    if (exception != null) {
      failure.compareAndSet(null, exception);
    }
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
