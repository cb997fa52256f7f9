package io.atalaya.bench.scale;

import io.atalaya.bench.workload.UncountedMetrics;
import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.SignificanceLevel;
import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.TextSink;
import io.atalaya.monitor.ClassSettings;
import io.atalaya.monitor.IndexMonitor;
import io.atalaya.monitor.ModelLimit;
import io.atalaya.monitor.ModelMonitor;
import io.atalaya.monitor.ModelPlan;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.Partial;
import io.atalaya.monitor.PriceSettings;
import io.atalaya.monitor.References;
import io.atalaya.monitor.SegmentSettings;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Threshold;
import io.atalaya.statistics.ReferenceSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Both stages of many models, in memory: {@value #INDEXES} partition indexes, and every model with
 * so many features, each compared with a reference of 1,024 knots of its own, over windows of 5
 * minutes and 1 hour of panes of 10 seconds, and of 24 hours of panes of 4 minutes.
 *
 * <p>One thread.
 */
final class Fleet {

  static final int INDEXES = 12;
  static final long START = 1_800_000_000_000L;
  static final Duration PANE = Duration.ofSeconds(10);

  private static final String VERSION = "1";
  private static final int REFERENCE_SIZE = 10_000;

  private final Random random = new Random(3);
  private final String[] names;
  private final IndexMonitor[] indexes = new IndexMonitor[INDEXES];
  private final Map<String, ModelMonitor> models = new TreeMap<>();
  private final MonitorSettings settings;
  private final References references = new References(Map.of());
  private long events;

  /**
   * @param size the number of models
   * @param features the number of features of each
   */
  Fleet(int size, int features) {
    names = new String[features];
    settings =
        new MonitorSettings(
            PANE, Duration.ofMinutes(5), Map.of(), model(), size, 10_000_000, 2_000);
    Arrays.setAll(names, i -> "feature-" + i);
    openIndexes();
    for (int i = 0; i < size; i++) {
      String name = "model-" + i;
      references.put(name, VERSION, Reference.learned(reference()));
      models.put(
          name, new ModelMonitor(name, new ModelPlan(settings, settings.of(name)), references));
    }
  }

  private static ModelSettings model() {
    return new ModelSettings(
        ModelSettings.Kind.PREDICTIVE,
        ClassSettings.DEFAULT,
        "units",
        "team",
        List.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(24)),
        Duration.ofMinutes(10),
        Duration.ofMinutes(10),
        new ModelSettings.Range(-100, 100),
        List.of(threshold("accuracy", 0.1, 0.95), threshold("confidence", 0.5, 0)),
        SegmentSettings.DEFAULT,
        new DriftSettings(
            Duration.ofHours(1),
            new ReferenceSource.Learned(REFERENCE_SIZE, Duration.ofHours(24)),
            new SignificanceLevel.Alpha(0.01),
            DriftSettings.Effect.DEFAULT,
            300,
            new DriftSettings.Persistence(3, 2),
            Duration.ofDays(7)),
        Map.of(),
        PriceSettings.NONE,
        null,
        new InvalidationSettings(Set.of("drift"), Duration.ofMinutes(10), false));
  }

  private static Threshold threshold(String check, double min, double confidenceLevel) {
    return new Threshold(
        check,
        Threshold.Bound.MIN,
        min,
        Duration.ofHours(1),
        Severity.WARNING,
        30,
        0,
        confidenceLevel,
        Duration.ZERO,
        0.05);
  }

  private ReferenceProfile reference() {
    Map<String, FeatureReference> references = new HashMap<>();
    for (String name : names) {
      references.put(name, FeatureReference.of(sample()));
    }
    references.put(ReferenceProfile.PREDICTION, FeatureReference.of(sample()));
    references.put(ReferenceProfile.CONFIDENCE, FeatureReference.of(ReferenceSample.of(uniform())));
    return ReferenceProfile.of(START, references);
  }

  private ReferenceSample sample() {
    double[] values = new double[REFERENCE_SIZE];
    Arrays.setAll(values, i -> random.nextGaussian());
    return ReferenceSample.of(values);
  }

  private double[] uniform() {
    double[] values = new double[REFERENCE_SIZE];
    Arrays.setAll(values, i -> random.nextDouble());
    return values;
  }

  MonitorSettings settings() {
    return settings;
  }

  /** The models' second stages. */
  Iterable<ModelMonitor> models() {
    return models.values();
  }

  /** A prediction of every model at {@code millis}. */
  List<Prediction> predictions(long millis) {
    List<Prediction> made = new ArrayList<>();
    for (String model : models.keySet()) {
      made.add(prediction(model, millis));
    }
    return made;
  }

  private Prediction prediction(String model, long millis) {
    double[] values = new double[names.length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return new Prediction(
        PredictionId.of("id-" + events++),
        model,
        VERSION,
        millis,
        new Label.Numeric(random.nextGaussian()),
        null,
        random.nextDouble(),
        0.01 + random.nextDouble() / 10,
        new Features(names, values, new @Nullable String[names.length]),
        null,
        null,
        null,
        null);
  }

  /** Gives each prediction and its outcome to the index of its id. */
  void observe(List<Prediction> predictions) {
    for (Prediction prediction : predictions) {
      byte[] id = prediction.id().utf8();
      IndexMonitor index = indexes[Utils.toPositive(Utils.murmur2(id)) % INDEXES];
      index.observe(prediction, prediction.timeMillis(), true);
      long observedMillis = prediction.timeMillis() + 1 + random.nextInt(400);
      index.observe(
          new Outcome(
              prediction.id(),
              prediction.model(),
              observedMillis,
              true,
              new Label.Numeric(random.nextGaussian())),
          observedMillis,
          true);
    }
  }

  /** Has every index state what changed, and how far it has read. */
  List<Partial> flush(long millis) {
    List<Partial> partials = new ArrayList<>();
    for (IndexMonitor index : indexes) {
      index.advance(millis, true);
      index.takeChanged(partials::add);
    }
    return partials;
  }

  /** Gives partials to the second stages of their models, by way of the wire form. */
  void put(List<Partial> partials) {
    for (Partial partial : partials) {
      ModelMonitor model = models.get(partial.key().model());
      if (model != null) {
        model.put(Partial.read(partial.key().encode(), partial.encode()));
      }
    }
  }

  /** Moves all models on and judges what has settled; the number of signals. */
  int judge(long millis) {
    int signals = 0;
    for (ModelMonitor model : models.values()) {
      signals += model.advance(millis).signals().size();
    }
    return signals;
  }

  /** Forgets the second stage, for the sake of measuring the first. */
  void dropModels() {
    models.clear();
  }

  /** Forgets the first stage. */
  void dropIndexes() {
    openIndexes();
  }

  private void openIndexes() {
    ModelLimit limit = new ModelLimit(settings);
    for (int i = 0; i < INDEXES; i++) {
      indexes[i] =
          new IndexMonitor(
              i,
              INDEXES,
              settings,
              references,
              limit,
              UncountedMetrics.INSTANCE,
              TextSink.NONE,
              Long.MIN_VALUE);
    }
  }
}
