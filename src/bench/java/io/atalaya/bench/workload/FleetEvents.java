package io.atalaya.bench.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Predictions of many models, which take turns, and their outcomes, as JSON: the i-th is model i
 * modulo their number's. Features, values and errors are normal numbers of four decimals.
 *
 * <p>For one thread: the buffer is used again.
 */
public final class FleetEvents {

  private static final long SEED = 20_261_124;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final int DECIMALS = 4;
  private static final int REFERENCE_ROWS = 4_096;

  private static final byte[] START = ascii("{\"id\":\"");
  private static final byte[] TIME = ascii("\",\"time\":\"");
  private static final byte[] VALUE = ascii("\",\"value\":");
  private static final byte[] ACTUAL = ascii("\",\"actual\":");
  private static final byte[] CONFIDENCE = ascii(",\"confidence\":");
  private static final byte[] LATENCY = ascii(",\"latency_ms\":");
  private static final byte[] FEATURES = ascii(",\"features\":{\"feature-0\":");
  private static final byte[] FEATURES_END = ascii("}}");
  private static final byte[] END = ascii("}");

  private final byte[][] models;
  private final byte[][] laterFeatures;
  private final JsonText json = new JsonText();

  /**
   * @param models the number of models
   * @param features the number of features of each, 1 or more
   */
  public FleetEvents(int models, int features) {
    this.models =
        IntStream.range(0, models)
            .mapToObj(model -> ascii("\",\"model\":\"" + name(model)))
            .toArray(byte[][]::new);
    laterFeatures =
        IntStream.range(1, features)
            .mapToObj(feature -> ascii(",\"feature-" + feature + "\":"))
            .toArray(byte[][]::new);
  }

  private static String name(int model) {
    return "model-" + model;
  }

  /** The identifier of the i-th prediction, as the key of its records. */
  public byte[] id(long i) {
    SplittableRandom random = random(i);
    return json.clear().uuid(random.nextLong(), random.nextLong()).toBytes();
  }

  /** The i-th prediction, made at {@code timeMillis}. */
  public byte[] prediction(long i, long timeMillis) {
    SplittableRandom random = random(i);
    double actual = start(i, random, timeMillis);
    number(json.text(VALUE), actual + 0.1 * random.nextGaussian());
    number(json.text(CONFIDENCE), random.nextDouble());
    number(json.text(LATENCY), 10 + 90 * random.nextDouble());
    number(json.text(FEATURES), random.nextGaussian());
    for (byte[] feature : laterFeatures) {
      number(json.text(feature), random.nextGaussian());
    }
    return json.text(FEATURES_END).toBytes();
  }

  /** The i-th outcome, observed at {@code timeMillis}. */
  public byte[] outcome(long i, long timeMillis) {
    double actual = start(i, random(i), timeMillis);
    return number(json.text(ACTUAL), actual).text(END).toBytes();
  }

  /** Writes what both have, and returns what really happened. */
  private double start(long i, SplittableRandom random, long timeMillis) {
    json.clear().text(START).uuid(random.nextLong(), random.nextLong());
    json.text(models[(int) (i % models.length)]);
    json.text(TIME).text(ascii(Instant.ofEpochMilli(timeMillis).toString()));
    return random.nextGaussian();
  }

  /**
   * Writes a configuration of all models, with quality, two thresholds and drift of all features,
   * and the reference that it names; returns where it is.
   */
  public Path writeConfiguration(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path reference = directory.resolve("reference.csv").toAbsolutePath();
    Files.write(reference, referenceRows());
    StringBuilder yaml =
        new StringBuilder("atalaya:\n  max-models: %d\n  models:\n".formatted(models.length));
    for (int model = 0; model < models.length; model++) {
      yaml.append(
          """
              %s:
                windows: [5m, 1h, 24h]
                label-horizon: 10m
                expected-range: {min: -100, max: 100}
                thresholds:
                  mae:        {max: 1, window: 1h}
                  confidence: {min: 0.1, window: 1h}
                drift:
                  window: 1h
                  reference: {file: "%s"}
          """
              .formatted(name(model), reference.toString().replace('\\', '/')));
    }
    return Files.writeString(directory.resolve("model-monitoring.yaml"), yaml).toAbsolutePath();
  }

  private List<String> referenceRows() {
    List<String> rows = new ArrayList<>();
    json.clear();
    for (int feature = 0; feature <= laterFeatures.length; feature++) {
      json.text(ascii("feature-" + feature + ","));
    }
    rows.add(new String(json.text(ascii("__prediction__,__confidence__")).toBytes(), US_ASCII));
    for (int row = 0; row < REFERENCE_ROWS; row++) {
      SplittableRandom random = random(-1 - row);
      json.clear();
      for (int column = 0; column <= laterFeatures.length + 1; column++) {
        number(json, random.nextGaussian()).text(ascii(","));
      }
      rows.add(new String(number(json, random.nextDouble()).toBytes(), US_ASCII));
    }
    return rows;
  }

  private static JsonText number(JsonText json, double value) {
    return json.decimal(value, DECIMALS);
  }

  private static SplittableRandom random(long i) {
    return new SplittableRandom(SEED + i * GOLDEN_GAMMA);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
