package io.atalaya.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.adapter.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Events as they come in production, good and bad, published at a steady rate until stopped.
 *
 * <p>The model {@code judged} has thresholds and drift over windows of seconds. What is judged must
 * not depend on when it is read, so its events carry no time of their own, and nothing of it is
 * taken back; it has episodes of drift and of poor accuracy, none before its reference is learned.
 * The models {@code corrected} and {@code other} (of which no configuration knows) get everything
 * else. What is published follows from the seed; when, from the clock.
 */
final class Load implements AutoCloseable {

  private static final String SETTINGS =
      """
      atalaya:
        pane: 1s
        grace: 5s
        snapshot-every: 2s
        models:
          judged:
            windows: [1h]
            label-horizon: 1h
            thresholds:
              accuracy: {min: 0.8, window: 10s, min-scored: 20, severity: critical}
              mae: {max: 20, window: 10s, for: 2s}
            drift:
              window: 10s
              reference: {auto: 300, over: 10s}
              min-samples: 100
              persistence: {of: 2, at-least: 1}
            invalidation: {on: [drift, accuracy], cooldown: 5s}
          corrected:
            windows: [30m, 1h]
            label-horizon: 1h
            expected-range: {min: 60, max: 140}
            drift:
              window: 1h
              reference: {auto: 300, over: 15s}
              min-samples: 300
            invalidation: {on: [lifecycle], cooldown: 1s}
        defaults:
          windows: [1h]
          label-horizon: 1h
      """;

  /** Writes what to monitor below {@code directory}; answers where it is. */
  static String settings(Path directory) {
    return Settings.write(directory, SETTINGS);
  }

  private static final int TICK_MILLIS = 50;
  private static final int EPISODE_SECONDS = 25;
  private static final int DEEP = 5_000;

  private record Due(long atMillis, long sequence, ProducerRecord<byte[], byte[]> record) {}

  private final Random random;
  private final int perSecond;
  private final Producer<byte[], byte[]> producer;
  private final Map<String, Object> transactional;
  private final PriorityQueue<Due> later =
      new PriorityQueue<>(
          (a, b) ->
              a.atMillis == b.atMillis
                  ? Long.compare(a.sequence, b.sequence)
                  : Long.compare(a.atMillis, b.atMillis));
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "load");
  private long sequence;
  private long startMillis;

  private Load(String servers, long seed, int perSecond) {
    random = new Random(seed);
    this.perSecond = perSecond;
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "linger.ms", 5, "max.request.size", 1_048_576);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    transactional =
        Map.of(
            "bootstrap.servers",
            servers,
            "transactional.id",
            "load",
            "transaction.timeout.ms",
            5_000,
            "max.block.ms",
            5_000);
  }

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

  private void run() {
    try {
      startMillis = System.currentTimeMillis();
      int published = 0;
      for (long tick = 0; !ended.get(); tick++) {
        long now = startMillis + tick * TICK_MILLIS;
        long wait = now - System.currentTimeMillis();
        if (wait > 0) {
          Thread.sleep(wait);
        }
        for (; published < tick * TICK_MILLIS * perSecond / 1_000; published++) {
          publishOne(published, now);
        }
        if (tick % 20 == 19) {
          publishOddities(tick / 20);
        }
        publishDue(now);
      }
      publishDue(Long.MAX_VALUE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      failure.set(failed);
    }
  }

  private void publishDue(long nowMillis) {
    for (Due due = later.peek(); due != null && due.atMillis <= nowMillis; due = later.peek()) {
      send(later.remove().record);
    }
  }

  /** A prediction, and what becomes of it. */
  private void publishOne(int number, long nowMillis) {
    switch (number % 4) {
      case 0, 1 -> judged(number, nowMillis);
      case 2 -> corrected(number, nowMillis);
      default -> other(number, nowMillis);
    }
  }

  private void judged(int number, long nowMillis) {
    long episode = (nowMillis - startMillis) / 1_000 / EPISODE_SECONDS;
    boolean drifted = episode % 3 == 1;
    boolean inaccurate = episode % 3 == 2;
    double actual = 100 + 10 * random.nextGaussian();
    double value = actual * (1 + (inaccurate ? 0.5 : 0.05) * random.nextGaussian());
    String id = "j" + number;
    ProducerRecord<byte[], byte[]> prediction =
        prediction(id, "judged", "1", value, "", 100 + (drifted ? 30 : 0));
    send(prediction);
    if (number % 50 == 0) {
      send(prediction);
    }
    if (number % 10 != 9) {
      later(nowMillis + random.nextInt(1_500), outcome(id, "judged", actual, ""));
    }
  }

  private void corrected(int number, long nowMillis) {
    double actual = 100 + 15 * random.nextGaussian();
    String id = "c" + number;
    String version = number % 8 == 2 ? "1" : "2";
    String time = random.nextInt(3) == 0 ? ",\"time\":" + (nowMillis - random.nextInt(20_000)) : "";
    ProducerRecord<byte[], byte[]> prediction =
        prediction(id, "corrected", version, actual + 5 * random.nextGaussian(), time, 50);
    int fate = random.nextInt(20);
    // The outcome may come before its prediction, and long after it.
    long labelled = nowMillis + random.nextInt(fate == 0 ? 30_000 : 3_000);
    later(nowMillis + (fate == 1 ? 4_000 : 0), prediction);
    if (fate == 2) {
      later(nowMillis + 500, prediction(id, "corrected", version, 1e6, "", 50));
    }
    later(labelled, outcome(id, "corrected", actual, fate < 10 ? "" : time));
    if (fate >= 3 && fate <= 6) {
      later(labelled + 1_000 + random.nextInt(10_000), outcome(id, "corrected", actual + 7, ""));
    }
    if (fate == 5 || fate == 6) {
      later(
          labelled + 12_000,
          record(
              Topics.OUTCOMES,
              id,
              "{\"id\":\"%s\",\"model\":\"corrected\",\"retracted\":true}".formatted(id)));
    }
    if (fate == 6) {
      later(labelled + 14_000, outcome(id, "corrected", actual - 3, ""));
    }
  }

  /** Half of them where librdkafka would put them, some as CloudEvents. */
  private void other(int number, long nowMillis) {
    String id = "o" + number;
    double actual = random.nextDouble() * 1e6 - 5e5;
    ProducerRecord<byte[], byte[]> prediction =
        prediction(id, "other", number % 3 == 0 ? "a" : "b", actual + random.nextDouble(), "", 0);
    ProducerRecord<byte[], byte[]> outcome = outcome(id, "other", actual, "");
    boolean misrouted = number % 8 == 3;
    send(misrouted && number % 16 == 3 ? misrouted(prediction) : prediction);
    if (number % 5 == 0) {
      outcome
          .headers()
          .add("ce_specversion", "1.0".getBytes(UTF_8))
          .add("ce_id", ("e" + number).getBytes(UTF_8))
          .add("ce_source", "/load".getBytes(UTF_8))
          .add("ce_type", "outcome".getBytes(UTF_8))
          .add("content-type", "application/json".getBytes(UTF_8));
    }
    later(nowMillis + random.nextInt(5_000), misrouted ? misrouted(outcome) : outcome);
  }

  /** Once a second: what no producer should send, and what was never committed. */
  private void publishOddities(long second) {
    String id = "x" + second;
    switch ((int) (second % 10)) {
      case 0 -> send(record(Topics.PREDICTIONS, id, "[".repeat(DEEP) + "]".repeat(DEEP)));
      case 1 ->
          send(
              new ProducerRecord<>(
                  Topics.OUTCOMES, id.getBytes(UTF_8), new byte[] {'{', '"', (byte) 0xC3, '"'}));
      case 2 -> send(prediction(id, "other", "a", "9".repeat(400), "", 0));
      case 3 -> send(misrouted(prediction(id, "other", "a", 1, padding(1_020_000), 0)));
      case 4 -> send(prediction(id, "other", "a", 1, padding(900_000), 0));
      case 5 -> send(new ProducerRecord<>(Topics.PREDICTIONS, id.getBytes(UTF_8), new byte[0]));
      case 6 -> send(outcome(id, "other", 1, ",\"time\":" + (startMillis + 86_400_000L)));
      case 7 -> send(prediction(id, "other", "a", 1, ",\"time\":" + (startMillis - 600_000), 0));
      case 8 -> send(record(Topics.OUTCOMES, id, "{\"id\":\"%s\"}".formatted(id)));
      default ->
          send(
              record(
                  Topics.LIFECYCLE,
                  "corrected",
                  "{\"model\":\"corrected\",\"change\":\"deployed\",\"version\":\"2\"}"));
    }
    if (second % 5 == 0) {
      abort(second);
    }
  }

  /** A transaction that is taken back: it must count nowhere. */
  private void abort(long second) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String id = "a" + second + "-" + i;
      records.add(prediction(id, "judged", "1", 1e9, "", 1e9));
      records.add(outcome(id, "judged", -1e9, ""));
    }
    var aborting =
        new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer());
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

  private ProducerRecord<byte[], byte[]> prediction(
      String id, String model, String version, Object value, String more, double centre) {
    return record(
        Topics.PREDICTIONS,
        id,
        String.format(
            Locale.ROOT,
            "{\"id\":\"%s\",\"model\":\"%s\",\"version\":\"%s\",\"value\":%s,\"confidence\":%s,"
                + "\"latency_ms\":%s,\"features\":{\"x\":%s,\"y\":%s}%s}",
            id,
            model,
            version,
            value,
            random.nextDouble(),
            1 + 50 * random.nextDouble(),
            centre + 10 * random.nextGaussian(),
            random.nextGaussian(),
            more));
  }

  private static ProducerRecord<byte[], byte[]> outcome(
      String id, String model, double actual, String more) {
    return record(
        Topics.OUTCOMES,
        id,
        "{\"id\":\"%s\",\"model\":\"%s\",\"actual\":%s%s}".formatted(id, model, actual, more));
  }

  private static String padding(int length) {
    char[] filler = new char[length];
    Arrays.fill(filler, 'x');
    return ",\"filler\":\"" + new String(filler) + "\"";
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, String value) {
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  /** Where librdkafka's default partitioner puts it. */
  private static ProducerRecord<byte[], byte[]> misrouted(ProducerRecord<byte[], byte[]> record) {
    CRC32 crc = new CRC32();
    crc.update(record.key());
    return new ProducerRecord<>(
        record.topic(),
        (int) (crc.getValue() % Kafka.INDEXES),
        record.key(),
        record.value(),
        new RecordHeaders(record.headers()));
  }

  private void later(long atMillis, ProducerRecord<byte[], byte[]> record) {
    later.add(new Due(atMillis, sequence++, record));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
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
}
