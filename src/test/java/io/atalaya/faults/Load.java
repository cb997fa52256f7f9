package io.atalaya.faults;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes {@link Traffic} at a steady rate, on a thread of its own, until it is closed. */
final class Load implements AutoCloseable {

  private static final int TICK_MILLIS = 50;
  private static final int TICKS_PER_SECOND = 1_000 / TICK_MILLIS;
  private static final int ABORT_EVERY_SECONDS = 5;

  private record Due(long atMillis, long sequence, ProducerRecord<byte[], byte[]> record) {}

  private final String servers;
  private final int perSecond;
  private final Producer<byte[], byte[]> producer;
  private final PriorityQueue<Due> scheduled =
      new PriorityQueue<>(Comparator.comparing(Due::atMillis).thenComparing(Due::sequence));
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread;
  private long sequence;

  private Load(String servers, long seed, int perSecond) {
    this.servers = servers;
    this.perSecond = perSecond;
    producer = producer(Map.of("linger.ms", 5, "max.request.size", 1_048_576));
    thread = new Thread(() -> run(seed), "load");
  }

  /** Starts to publish {@code perSecond} predictions a second, and what belongs to them. */
  static Load start(String servers, long seed, int perSecond) {
    Load load = new Load(servers, seed, perSecond);
    load.thread.start();
    return load;
  }

  /** The records published so far, those of aborted transactions not among them. */
  long sent() {
    return sent.get();
  }

  /** Publishes what is still due, and ends. */
  @Override
  public void close() {
    ended.set(true);
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofMinutes(2));
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("the load was not published", failed);
    }
  }

  private void run(long seed) {
    try {
      long start = System.currentTimeMillis();
      Traffic traffic = new Traffic(seed, start, this::schedule);
      int predicted = 0;
      for (long tick = 0; !ended.get(); tick++) {
        long now = start + tick * TICK_MILLIS;
        long wait = now - System.currentTimeMillis();
        if (wait > 0) {
          Thread.sleep(wait);
        }
        for (; predicted < tick * perSecond / TICKS_PER_SECOND; predicted++) {
          traffic.predict(predicted, now);
        }
        if (tick % TICKS_PER_SECOND == TICKS_PER_SECOND - 1) {
          long second = tick / TICKS_PER_SECOND;
          traffic.misbehave(second, now);
          if (second % ABORT_EVERY_SECONDS == 0) {
            abort(traffic.toBeTakenBack(second));
          }
        }
        publishUntil(now);
      }
      publishUntil(Long.MAX_VALUE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      failure.set(failed);
    }
  }

  private void schedule(long atMillis, ProducerRecord<byte[], byte[]> record) {
    scheduled.add(new Due(atMillis, sequence++, record));
  }

  private void publishUntil(long nowMillis) {
    for (Due due = scheduled.peek();
        due != null && due.atMillis <= nowMillis;
        due = scheduled.peek()) {
      publish(scheduled.remove().record);
    }
  }

  private void publish(ProducerRecord<byte[], byte[]> record) {
    sent.incrementAndGet();
    var unused =
        producer.send(
            record,
            (place, failed) -> {
              if (failed != null) {
                failure.compareAndSet(null, failed);
              }
            });
  }

  /** Publishes in a transaction that is taken back: nothing of it must count anywhere. */
  private void abort(List<ProducerRecord<byte[], byte[]>> records) {
    Producer<byte[], byte[]> aborting =
        producer(
            Map.of(
                "transactional.id", "load",
                "transaction.timeout.ms", 5_000,
                "max.block.ms", 5_000));
    try {
      aborting.initTransactions();
      aborting.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        var unused = aborting.send(record);
      }
      aborting.flush();
      aborting.abortTransaction();
    } catch (KafkaException brokerGone) {
      // Not committed in any case.
    } finally {
      aborting.close(Duration.ZERO);
    }
  }

  private Producer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", servers);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
