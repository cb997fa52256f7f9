package io.atalaya.monitor;

import static java.util.Objects.requireNonNullElse;

import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.SignificanceLevel;
import io.atalaya.event.Assessment;
import io.atalaya.event.Event;
import io.atalaya.event.Features;
import io.atalaya.event.Generation;
import io.atalaya.event.Interaction;
import io.atalaya.event.Interval;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.TextSink;
import io.atalaya.kpi.KpiDefinition;
import io.atalaya.kpi.KpiDefinition.CountDistinct;
import io.atalaya.kpi.KpiDefinition.Formula;
import io.atalaya.kpi.KpiDefinition.Mean;
import io.atalaya.kpi.KpiDefinition.Quantity;
import io.atalaya.kpi.KpiDefinition.Rate;
import io.atalaya.kpi.KpiDefinition.Ratio;
import io.atalaya.kpi.KpiDefinition.Share;
import io.atalaya.kpi.KpiDefinition.Sum;
import io.atalaya.matching.GivenUp;
import io.atalaya.matching.Match;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Signal;
import io.atalaya.signal.Threshold;
import io.atalaya.statistics.StableHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Both stages without Kafka: two logs with append times, several indexes, and a compacted log of
 * partials between the stages. All passes through its wire form.
 */
final class Rig {

  static final String MODEL = "m";
  static final int INDEXES = 3;
  static final long START = 1_800_000_000_000L;

  static final Duration ATTRIBUTION_WINDOW = Duration.ofSeconds(8);

  private static final Formula CLICK_RATE =
      new Ratio(new Quantity.Count("click"), new Quantity.Count("impression"));

  /** One of each kind. */
  private static final Map<String, KpiDefinition> KPIS =
      Map.of(
          "click-rate", new KpiDefinition(CLICK_RATE, false, true),
          "attributed-click-rate", new KpiDefinition(CLICK_RATE, true, false),
          "revenue-each",
              new KpiDefinition(
                  new Ratio(new Quantity.Total("purchase"), new Quantity.Predictions()),
                  true,
                  true),
          "impressions-a-second", new KpiDefinition(new Rate("impression"), false, false),
          "revenue", new KpiDefinition(new Sum("purchase"), false, false),
          "mean-purchase", new KpiDefinition(new Mean("purchase"), true, false),
          "small-purchases", new KpiDefinition(new Share("purchase", 20), false, false),
          "clicked", new KpiDefinition(new CountDistinct("click"), true, false));

  static final Threshold ACCURACY =
      new Threshold(
          "accuracy",
          Threshold.Bound.MIN,
          0.9,
          Duration.ofSeconds(20),
          Severity.CRITICAL,
          5,
          0,
          0.95,
          Duration.ofSeconds(3),
          0.01);

  static final MonitorSettings SETTINGS = settings(200, 30, 30, false, false);

  /** Of a reference that is learned anew when the version is deployed. */
  static final MonitorSettings LEARNING_ANEW = settings(200, 30, 30, true, false);

  /** Likewise, of all values. */
  static final MonitorSettings LEARNING_ALL_ANEW = settings(10_000, 30, 30, true, false);

  /** Of a reference that is learned for a minute, with labels that come soon. */
  static final MonitorSettings LEARNING_LONG = settings(200, 60, 10, false, false);

  /** Likewise, from healthy times only. */
  static final MonitorSettings LEARNING_HEALTHY = settings(200, 60, 10, false, true);

  /** Likewise, and anew when the version is deployed. */
  static final MonitorSettings LEARNING_HEALTHY_ANEW = settings(200, 60, 10, true, true);

  private static final String[] NAMES = {"x", "weather"};
  private static final List<String> WEATHER = List.of("clear", "mist", "rain");

  /** Where interactions stay that name no prediction. */
  private static final PredictionId NO_ID = PredictionId.of("");

  /** A record of one of the logs. */
  record Appended(Event event, long millis) {
    int index() {
      return Math.floorMod(id().hashCode(), INDEXES);
    }

    private PredictionId id() {
      return switch (event) {
        case Prediction prediction -> prediction.id();
        case Outcome outcome -> outcome.id();
        case Generation generation -> generation.id();
        case Assessment assessment -> assessment.id();
        case Interaction interaction -> requireNonNullElse(interaction.id(), NO_ID);
        default -> throw new IllegalArgumentException("not of an index: " + event);
      };
    }
  }

  private final References references = new References(Map.of());
  private final References ownersReferences = new References(Map.of());
  private final CountingMetrics metrics = new CountingMetrics();
  private final MonitorSettings settings;
  private final ModelLimit limit = new ModelLimit(SETTINGS);
  private final IndexMonitor[] indexes = new IndexMonitor[INDEXES];
  private final Map<PartialKey, byte[]> partials = new LinkedHashMap<>();
  private final long[] progress = new long[INDEXES];
  private final List<Signal> signals = new ArrayList<>();
  private final List<LearningRestart> restarts = new ArrayList<>();
  private ModelMonitor model;
  private byte[] state = new byte[0];

  Rig() {
    this(SETTINGS);
  }

  Rig(MonitorSettings settings) {
    this.settings = settings;
    model = open();
    for (int i = 0; i < INDEXES; i++) {
      indexes[i] = index(i);
    }
    Arrays.fill(progress, Long.MIN_VALUE);
  }

  private static MonitorSettings settings(
      int values, int overSeconds, int horizonSeconds, boolean onDeployed, boolean healthy) {
    ModelSettings model =
        new ModelSettings(
            ModelSettings.Kind.PREDICTIVE,
            ClassSettings.DEFAULT,
            null,
            null,
            List.of(Duration.ofSeconds(20), Duration.ofMinutes(2)),
            Duration.ofSeconds(horizonSeconds),
            ATTRIBUTION_WINDOW,
            new ModelSettings.Range(0, 150),
            List.of(ACCURACY),
            SegmentSettings.DEFAULT,
            new DriftSettings(
                Duration.ofSeconds(20),
                new ReferenceSource.Learned(
                    values, Duration.ofSeconds(overSeconds), onDeployed, healthy),
                new SignificanceLevel.Alpha(0.01),
                new DriftSettings.Effect(0.2, 0.2, 9, 9, 1, 1, 0.1),
                30,
                new DriftSettings.Persistence(3, 2),
                Duration.ofMinutes(5)),
            KPIS,
            PriceSettings.NONE,
            null,
            new InvalidationSettings(Set.of("drift", "accuracy"), Duration.ofSeconds(10), false));
    return new MonitorSettings(
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Map.of(MODEL, model),
        model,
        10,
        100_000,
        2_000);
  }

  /** A prediction whose inputs depend on its id, and at times are missing or of another type. */
  static Prediction prediction(String id, long millis, double value, double confidence) {
    int draw = (int) Long.remainderUnsigned(StableHash.of(id), 40);
    double x = draw == 0 ? Double.NaN : value / 2;
    double number = draw == 1 ? 7 : Double.NaN;
    String weather = draw == 1 || draw == 2 ? null : WEATHER.get(draw % WEATHER.size());
    return prediction(
        id,
        millis,
        value,
        confidence,
        draw == 3
            ? Features.NONE
            : new Features(
                NAMES, new double[] {x, number}, new @Nullable String[] {null, weather}));
  }

  static Prediction prediction(
      String id, long millis, double value, double confidence, Features features) {
    return new Prediction(
        PredictionId.of(id),
        MODEL,
        "1",
        millis,
        new Label.Numeric(value),
        null,
        confidence,
        Math.abs(value) / 1_000,
        features,
        new Interval(value - 20, value + 20, 0.9),
        null,
        id.hashCode() % 4 == 0 ? null : "s" + id.hashCode() % 4,
        null);
  }

  /** Lets the indexes and the model's owner hear of a reference. */
  void hear(Reference reference) {
    references.put(MODEL, "1", reference);
    ownerHears(reference);
  }

  /** Lets the indexes and the model's owner hear that the version was deployed. */
  void deployed(long millis) {
    references.deployed(MODEL, "1", millis);
    ownersReferences.deployed(MODEL, "1", millis);
  }

  /** Lets the indexes hear of a reference. */
  void indexesHear(Reference reference) {
    references.put(MODEL, "1", reference);
  }

  /** Lets the model's owner hear of a reference. */
  void ownerHears(Reference reference) {
    ownersReferences.put(MODEL, "1", reference);
  }

  /** The references that are known. */
  List<Reference> references() {
    return references.of(MODEL, "1").references();
  }

  /** Gives a record to its index. */
  void read(Appended record, boolean live) {
    indexes[record.index()].observe(record.event(), record.millis(), live);
  }

  /** Has index {@code i} state what it counted and how far it has read. */
  void flush(int i, long progressMillis) {
    indexes[i].advance(progressMillis, true);
    indexes[i].takeChanged(this::state);
    progress[i] = Math.max(progress[i], progressMillis);
  }

  /** Loses what index {@code i} had in memory. */
  void crash(int i) {
    indexes[i] = index(i);
  }

  /** The state of index {@code i}, to be taken right after a flush. */
  byte[] write(int i) {
    ByteWriter out = new ByteWriter();
    indexes[i].writeTo(out);
    return out.toByteArray();
  }

  /** Loses what index {@code i} had in memory, and goes on with a state that was written. */
  void restore(int i, byte[] written) {
    crash(i);
    indexes[i].restoreFrom(new ByteReader(written));
  }

  /** Ends the silent reading of index {@code i} at the progress that was committed. */
  void recovered(int i) {
    indexes[i].advance(progress[i], false);
  }

  /** Lets the model be judged as far as all indexes have read. */
  void judge() {
    long now = Arrays.stream(progress).min().orElseThrow();
    if (now == Long.MIN_VALUE) {
      return;
    }
    ModelMonitor.Judgement judgement = model.advance(now);
    signals.addAll(judgement.signals());
    judgement.learned().references().forEach(learned -> indexesHear(learned.reference()));
    for (LearningRestart restart : judgement.learned().restarts()) {
      restarts.add(restart);
      references.restarted(MODEL, "1", restart.startMillis());
    }
    ByteWriter out = new ByteWriter();
    model.writeTo(out);
    state = out.toByteArray();
  }

  /** Gives the model to a new owner, who knows the log only. */
  void handOver() {
    model = open();
    if (state.length > 0) {
      model.restoreFrom(new ByteReader(state));
    }
    partials.forEach((key, value) -> model.put(Partial.read(key.encode(), value)));
  }

  /** What version 1 is compared with at the end; null before it was learned. */
  @Nullable ReferenceProfile reference() {
    InForce inForce = references.at(MODEL, "1", Long.MAX_VALUE);
    return inForce == null ? null : inForce.profile();
  }

  ModelSnapshot snapshot() {
    model.refresh();
    return model.snapshot();
  }

  List<LearningRestart> restarts() {
    return restarts;
  }

  List<Signal> signals() {
    return signals;
  }

  Map<String, Integer> counts() {
    return metrics.counts;
  }

  private void state(Partial partial) {
    partials.put(partial.key(), partial.encode());
    model.put(Partial.read(partial.key().encode(), partial.encode()));
  }

  private ModelMonitor open() {
    return new ModelMonitor(MODEL, new ModelPlan(settings, settings.of(MODEL)), ownersReferences);
  }

  /** An index whose panes are of another width. */
  static IndexMonitor indexWithOtherPane() {
    MonitorSettings other =
        new MonitorSettings(
            Duration.ofSeconds(2),
            SETTINGS.grace(),
            SETTINGS.models(),
            SETTINGS.defaults(),
            10,
            100_000,
            2_000);
    return new IndexMonitor(
        0,
        INDEXES,
        other,
        new References(Map.of()),
        new ModelLimit(other),
        new CountingMetrics(),
        TextSink.NONE,
        Long.MIN_VALUE);
  }

  /** Metrics that nobody asks. */
  static MonitorMetrics uncounted() {
    return new CountingMetrics();
  }

  private IndexMonitor index(int i) {
    return new IndexMonitor(
        i, INDEXES, settings, references, limit, metrics, TextSink.NONE, Long.MIN_VALUE);
  }

  /** Counts the outcomes by what they turned out to be. */
  private static final class CountingMetrics implements MonitorMetrics {
    private final Map<String, Integer> counts = new HashMap<>();

    @Override
    public void events(String topic, Result result, long count) {}

    @Override
    public void deadLetter(String topic, String reason) {}

    @Override
    public void invalidation(String model, String reason, String result) {}

    @Override
    public void eventToGauge(double seconds) {}

    @Override
    public VersionMetrics version(String model, String version) {
      return new VersionMetrics() {
        @Override
        public void prediction(@Nullable String error, double confidence, double latencySeconds) {
          counts.merge(version + "/prediction", 1, Integer::sum);
        }

        @Override
        public void generation(Generation generation) {
          counts.merge(version + "/generation", 1, Integer::sum);
        }

        @Override
        public void outcome(Match match) {
          counts.merge(version + "/" + match, 1, Integer::sum);
        }

        @Override
        public void flush() {}

        @Override
        public void givenUp(GivenUp what) {
          counts.merge(version + "/" + what, 1, Integer::sum);
        }
      };
    }
  }
}
