package io.atalaya.bench.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Deliveries whose duration a model predicts, as JSON: the i-th prediction has ten numeric features
 * and an identifier like a UUID, the i-th outcome has that identifier. Both are functions of i.
 *
 * <p>Numbers are as precise as what they stand for: prices have two decimals, temperatures one,
 * coordinates five, counts none, and one feature, another model's score, has all 16 or 17 digits. A
 * prediction is about 440 bytes long, an outcome 130.
 *
 * <p>For one thread: the buffer is used again.
 */
public final class Deliveries {

  /** The name of the model. */
  public static final String MODEL = "delivery-eta";

  /** The version of the model. */
  static final String VERSION = "2026.07";

  private static final long SEED = 20_261_123;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final int ALL_DIGITS = -1;

  private record Feature(String name, int decimals, ToDoubleFunction<SplittableRandom> draw) {}

  private static final List<Feature> FEATURES =
      List.of(
          new Feature("distance_km", 2, random -> Math.exp(0.9 + 0.6 * random.nextGaussian())),
          new Feature("basket_eur", 2, random -> Math.exp(3.2 + 0.5 * random.nextGaussian())),
          new Feature("seconds_of_day", 0, random -> random.nextInt(86_400)),
          new Feature("courier_speed_kmh", 1, random -> 18 + 4 * random.nextGaussian()),
          new Feature("temperature_c", 1, random -> 14 + 8 * random.nextGaussian()),
          new Feature("wind_ms", 1, random -> Math.abs(5 + 3 * random.nextGaussian())),
          new Feature("kitchen_load", 4, random -> random.nextDouble()),
          new Feature("queue_length", 0, random -> 40 * random.nextExponential()),
          new Feature("latitude", 5, random -> 52.52 + 0.05 * random.nextGaussian()),
          new Feature("demand_score", ALL_DIGITS, random -> random.nextGaussian()));

  /** The columns of {@link #referenceRow}. */
  static final String REFERENCE_HEADER =
      String.join(",", FEATURES.stream().map(Feature::name).toList())
          + ",__prediction__,__confidence__";

  private static final byte[][] FEATURE_NAMES =
      FEATURES.stream().map(feature -> ascii('"' + feature.name + "\":")).toArray(byte[][]::new);

  private static final byte[] START = ascii("{\"id\":\"");
  private static final byte[] TIME = ascii("\",\"time\":\"");
  private static final byte[] VALUE = ascii("\",\"value\":");
  private static final byte[] CONFIDENCE = ascii(",\"confidence\":");
  private static final byte[] LATENCY = ascii(",\"latency_ms\":");
  private static final byte[] FEATURES_START = ascii(",\"features\":{");
  private static final byte[] COMMA = ascii(",");
  private static final byte[] FEATURES_END = ascii("}}");
  private static final byte[] ACTUAL = ascii("\",\"actual\":");
  private static final byte[] END = ascii("}");

  private final byte[] modelAndVersion;
  private final byte[] model;
  private final JsonText json = new JsonText();
  private long textMillis = Long.MIN_VALUE;
  private byte[] timeText = {};

  public Deliveries() {
    this(MODEL);
  }

  /** Deliveries of which another model predicts the duration. */
  public Deliveries(String model) {
    this.model = ascii("\",\"model\":\"" + model);
    modelAndVersion = ascii("\",\"model\":\"" + model + "\",\"version\":\"" + VERSION);
  }

  /** The identifier of the i-th prediction, as the key of its records. */
  public byte[] id(long i) {
    SplittableRandom random = random(i);
    return json.clear().uuid(random.nextLong(), random.nextLong()).toBytes();
  }

  /** The i-th prediction, made at {@code timeMillis}. */
  public byte[] prediction(long i, long timeMillis) {
    SplittableRandom random = random(i);
    json.clear().text(START).uuid(random.nextLong(), random.nextLong()).text(modelAndVersion);
    json.text(TIME).text(time(timeMillis));
    double actual = actual(random);
    json.text(VALUE).decimal(predicted(actual, random), 1);
    json.text(CONFIDENCE).decimal(confidence(random), 3);
    json.text(LATENCY).decimal(Math.exp(2.5 + 0.4 * random.nextGaussian()), 1);
    json.text(FEATURES_START);
    for (int f = 0; f < FEATURES.size(); f++) {
      Feature feature = FEATURES.get(f);
      if (f > 0) {
        json.text(COMMA);
      }
      number(json.text(FEATURE_NAMES[f]), feature, random);
    }
    return json.text(FEATURES_END).toBytes();
  }

  /** The i-th outcome, observed at {@code timeMillis}. */
  public byte[] outcome(long i, long timeMillis) {
    SplittableRandom random = random(i);
    json.clear().text(START).uuid(random.nextLong(), random.nextLong()).text(model);
    json.text(TIME).text(time(timeMillis));
    return json.text(ACTUAL).decimal(actual(random), 1).text(END).toBytes();
  }

  /** A row of reference values, as CSV: of a delivery long before the first. */
  String referenceRow(int row) {
    SplittableRandom random = random(-1 - row);
    json.clear();
    for (Feature feature : FEATURES) {
      number(json, feature, random).text(COMMA);
    }
    json.decimal(predicted(actual(random), random), 1).text(COMMA).decimal(confidence(random), 3);
    return new String(json.toBytes(), US_ASCII);
  }

  private static JsonText number(JsonText json, Feature feature, SplittableRandom random) {
    double value = feature.draw.applyAsDouble(random);
    return feature.decimals == ALL_DIGITS
        ? json.full(value)
        : json.decimal(value, feature.decimals);
  }

  private static double actual(SplittableRandom random) {
    return 8 + 22 * Math.exp(0.4 * random.nextGaussian());
  }

  private static double predicted(double actual, SplittableRandom random) {
    return actual + 3 * random.nextGaussian();
  }

  private static double confidence(SplittableRandom random) {
    return 0.6 + 0.4 * random.nextDouble();
  }

  private byte[] time(long millis) {
    if (millis != textMillis) {
      textMillis = millis;
      timeText = ascii(Instant.ofEpochMilli(millis).toString());
    }
    return timeText;
  }

  private static SplittableRandom random(long i) {
    return new SplittableRandom(SEED + i * GOLDEN_GAMMA);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
