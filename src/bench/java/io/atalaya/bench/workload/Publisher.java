package io.atalaya.bench.workload;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.bench.BenchmarkException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes {@link Deliveries}: lz4, large batches, keyed by id. For one thread. */
public final class Publisher implements AutoCloseable {

  /** How many predictions an outcome comes after its own. */
  private static final long LABEL_LAG = 10_000;

  private static final long PROGRESS_EVERY = 10_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Deliveries deliveries = new Deliveries();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * @param servers the brokers
   * @param lingerMillis how long a record may wait for others
   */
  public Publisher(String servers, int lingerMillis) {
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
   * Publishes so many predictions and the outcome of each, as fast as it goes, and returns when the
   * broker has them.
   *
   * @param progress hears of how many predictions there are, from time to time
   */
  public void publishPairs(long pairs, LongConsumer progress) {
    for (long i = 0; i < pairs + LABEL_LAG; i++) {
      if (i < pairs) {
        prediction(i);
      }
      if (i >= LABEL_LAG) {
        outcome(i - LABEL_LAG);
      }
      if (i % PROGRESS_EVERY == 0) {
        progress.accept(Math.min(i, pairs));
      }
    }
    flush();
  }

  /** Publishes the i-th prediction, made now. */
  public void prediction(long i) {
    send(Topics.PREDICTIONS, deliveries.id(i), deliveries.prediction(i, now()), this::sent);
  }

  /** Publishes the i-th outcome, observed now. */
  public void outcome(long i) {
    send(Topics.OUTCOMES, deliveries.id(i), deliveries.outcome(i, now()), this::sent);
  }

  /** Publishes a record of one's own. */
  public void send(String topic, byte[] key, byte[] value, Callback acknowledged) {
    // The callback hears of a failure; the future adds nothing.
    var unused = producer.send(new ProducerRecord<>(topic, key, value), acknowledged);
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
