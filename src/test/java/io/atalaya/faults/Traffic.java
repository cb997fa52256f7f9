package io.atalaya.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.adapter.kafka.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Events as they come in production, good and bad, and when each is due. What they are follows from
 * the seed. One thread.
 *
 * <p>The model {@code judged} has thresholds and drift over windows of seconds. What is judged must
 * not depend on when it is read, so its events carry no time of their own, and nothing of it is
 * taken back; it has episodes of drift and of poor accuracy, none before its reference is learned.
 * The models {@code corrected} and {@code unlisted} (of which no configuration knows) get
 * everything else.
 */
final class Traffic {

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

  private static final int EPISODE_SECONDS = 25;
  private static final int DEEP = 5_000;

  /** Takes records, and the time at which each is to be published. */
  @FunctionalInterface
  interface Schedule {
    void add(long atMillis, ProducerRecord<byte[], byte[]> record);
  }

  private final long startMillis;
  private final Schedule schedule;
  private final Random random;
  private final Records records;

  Traffic(long seed, long startMillis, Schedule schedule) {
    this.startMillis = startMillis;
    this.schedule = schedule;
    random = new Random(seed);
    records = new Records(random);
  }

  /** Writes what to monitor below {@code directory}; answers where it is. */
  static String settings(Path directory) {
    return Settings.write(directory, SETTINGS);
  }

  /** A prediction that is made now, the {@code number}th, and what becomes of it. */
  void predict(int number, long nowMillis) {
    switch (number % 4) {
      case 0, 1 -> judged(number, nowMillis);
      case 2 -> corrected(number, nowMillis);
      default -> unlisted(number, nowMillis);
    }
  }

  private void judged(int number, long nowMillis) {
    long episode = (nowMillis - startMillis) / 1_000 / EPISODE_SECONDS;
    boolean drifted = episode % 3 == 1;
    boolean inaccurate = episode % 3 == 2;
    double actual = 100 + 10 * random.nextGaussian();
    double value = actual * (1 + (inaccurate ? 0.5 : 0.05) * random.nextGaussian());
    String id = "j" + number;
    var prediction = records.prediction(id, "judged", "1", value, 100 + (drifted ? 30 : 0));
    schedule.add(nowMillis, prediction);
    if (number % 50 == 0) {
      schedule.add(nowMillis, prediction);
    }
    if (number % 10 != 9) {
      schedule.add(nowMillis + random.nextInt(1_500), Records.outcome(id, "judged", actual));
    }
  }

  private void corrected(int number, long nowMillis) {
    double actual = 100 + 15 * random.nextGaussian();
    String id = "c" + number;
    String version = number % 8 == 2 ? "1" : "2";
    String time = random.nextInt(3) == 0 ? ",\"time\":" + (nowMillis - random.nextInt(20_000)) : "";
    double value = actual + 5 * random.nextGaussian();
    int fate = random.nextInt(20);
    // The outcome may come before its prediction, and long after it.
    long labelled = nowMillis + random.nextInt(fate == 0 ? 30_000 : 3_000);
    schedule.add(
        nowMillis + (fate == 1 ? 4_000 : 0),
        records.prediction(id, "corrected", version, value, 50, time));
    if (fate == 2) {
      schedule.add(nowMillis + 500, records.prediction(id, "corrected", version, 1e6, 50));
    }
    schedule.add(labelled, Records.outcome(id, "corrected", actual, fate < 10 ? "" : time));
    if (fate >= 3 && fate <= 6) {
      schedule.add(
          labelled + 1_000 + random.nextInt(10_000), Records.outcome(id, "corrected", actual + 7));
    }
    if (fate == 5 || fate == 6) {
      schedule.add(labelled + 12_000, Records.retraction(id, "corrected"));
    }
    if (fate == 6) {
      schedule.add(labelled + 14_000, Records.outcome(id, "corrected", actual - 3));
    }
  }

  /** Half of them where librdkafka would put them, some as CloudEvents. */
  private void unlisted(int number, long nowMillis) {
    String id = "o" + number;
    double actual = random.nextDouble() * 1e6 - 5e5;
    double value = actual + random.nextDouble();
    var prediction = records.prediction(id, "unlisted", number % 3 == 0 ? "a" : "b", value, 0);
    var outcome = Records.outcome(id, "unlisted", actual);
    if (number % 5 == 0) {
      Records.putEnvelope(outcome, "e" + number);
    }
    schedule.add(nowMillis, number % 16 == 3 ? Records.misrouted(prediction) : prediction);
    schedule.add(
        nowMillis + random.nextInt(5_000), number % 8 == 3 ? Records.misrouted(outcome) : outcome);
  }

  /** What no producer should send: one kind after the other, once a second. */
  void misbehave(long second, long nowMillis) {
    schedule.add(nowMillis, oddity(second));
  }

  private ProducerRecord<byte[], byte[]> oddity(long second) {
    String id = "x" + second;
    return switch ((int) (second % 10)) {
      case 0 -> Records.json(Topics.PREDICTIONS, id, "[".repeat(DEEP) + "]".repeat(DEEP));
      case 1 ->
          new ProducerRecord<>(
              Topics.OUTCOMES, id.getBytes(UTF_8), new byte[] {'{', '"', (byte) 0xC3, '"'});
      case 2 -> records.prediction(id, "unlisted", "a", "9".repeat(400), 0);
      case 3 ->
          Records.misrouted(
              records.prediction(id, "unlisted", "a", 1, 0, Records.padding(1_020_000)));
      case 4 -> records.prediction(id, "unlisted", "a", 1, 0, Records.padding(900_000));
      case 5 -> new ProducerRecord<>(Topics.PREDICTIONS, id.getBytes(UTF_8), new byte[0]);
      case 6 -> Records.outcome(id, "unlisted", 1, ",\"time\":" + (startMillis + 86_400_000L));
      case 7 ->
          records.prediction(id, "unlisted", "a", 1, 0, ",\"time\":" + (startMillis - 600_000));
      case 8 -> Records.json(Topics.OUTCOMES, id, "{\"id\":\"%s\"}".formatted(id));
      default -> Records.deployment("corrected", "2");
    };
  }

  /**
   * Predictions and outcomes that would spoil every figure of {@code judged}, were they counted.
   */
  List<ProducerRecord<byte[], byte[]>> toBeTakenBack(long second) {
    List<ProducerRecord<byte[], byte[]>> taken = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String id = "a" + second + "-" + i;
      taken.add(records.prediction(id, "judged", "1", 1e9, 1e9));
      taken.add(Records.outcome(id, "judged", -1e9));
    }
    return taken;
  }
}
