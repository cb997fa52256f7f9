package io.atalaya.bootstrap;

import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.generation.ScoringSettings;
import io.atalaya.kpi.KpiDefinition;
import io.atalaya.monitor.ClassSettings;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.PriceSettings;
import io.atalaya.monitor.SegmentSettings;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.Threshold;
import io.atalaya.window.PaneWidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the block of one model; {@code atalaya.defaults} has the same shape. */
final class ModelReader {

  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(24));

  /** For messages: there is no target unless one is given. */
  private static final int TARGET_WORDS = 120;

  private static final String THRESHOLDS = "{accuracy: {min: 0.80}}";

  private final Duration pane;
  private final DriftReader driftReader;

  /**
   * @param pane the finest step of all windows
   * @param references where the reference files that are read are put
   */
  ModelReader(Duration pane, Map<ReferenceSource.File, ReferenceTable> references) {
    this.pane = pane;
    this.driftReader = new DriftReader(pane, references);
  }

  /** Reads one block; empty when something is wrong with it, which is then reported. */
  Optional<ModelSettings> read(Block model) {
    ModelSettings.Kind kind =
        model.value(
            "kind",
            ModelSettings.Kind.PREDICTIVE,
            text -> Quantities.constant(ModelSettings.Kind.class, text));
    Optional<String> positive = model.text("positive-class");
    double threshold =
        model.value(
            "decision-threshold",
            ClassSettings.DEFAULT.threshold(),
            text -> Quantities.number(text, "0.5"));
    Optional<String> unit = model.text("unit");
    Optional<String> team = model.text("team");
    List<Duration> windows =
        model.list("windows", text -> window(text, "1h", pane)).orElse(WINDOWS);
    Duration labelHorizon = model.duration("label-horizon", "24h");
    Duration attributionWindow =
        model.value("attribution-window", labelHorizon, text -> Quantities.duration(text, "24h"));
    Optional<ModelSettings.Range> range = range(model);
    List<Threshold> thresholds = thresholds(model, windows);
    Optional<SegmentSettings> segments = segments(model);
    Optional<DriftSettings> drift =
        model.has("drift")
            ? driftReader.read(model.block("drift", "{window: 1h}"), isJudged(model))
            : Optional.empty();
    Map<String, KpiDefinition> kpis = KpiReader.read(model);
    Optional<PriceSettings> prices = prices(model);
    Optional<ScoringSettings> scoring =
        kind == ModelSettings.Kind.GENERATIVE || model.has("scoring")
            ? scoring(model.block("scoring", "{share: 10%, target-words: 120}"))
            : Optional.empty();
    Optional<InvalidationSettings> invalidation = invalidation(model);
    return model.end(
        () ->
            new ModelSettings(
                kind,
                new ClassSettings(positive.orElse(null), threshold),
                unit.orElse(null),
                team.orElse(null),
                windows,
                labelHorizon,
                attributionWindow,
                range.orElse(null),
                thresholds,
                segments.orElseThrow(),
                drift.orElse(null),
                kpis,
                prices.orElseThrow(),
                scoring.orElse(null),
                invalidation.orElseThrow()));
  }

  /** A window, which the pane must divide. */
  static Duration window(String text, String example, Duration pane) {
    Duration window = Quantities.duration(text, example);
    PaneWidth.of(window, pane);
    return window;
  }

  private static Optional<ModelSettings.Range> range(Block model) {
    if (!model.has("expected-range")) {
      return Optional.empty();
    }
    Block range = model.block("expected-range", "{min: 0, max: 1500}");
    double min = range.value("min", Double.NEGATIVE_INFINITY, text -> Quantities.number(text, "0"));
    double max =
        range.value("max", Double.POSITIVE_INFINITY, text -> Quantities.number(text, "1500"));
    if (!range.has("min") && !range.has("max")) {
      range.problem("has neither min nor max: give one or both, for example {min: 0, max: 1500}");
    }
    return range.end(() -> new ModelSettings.Range(min, max));
  }

  private static Optional<SegmentSettings> segments(Block model) {
    Block block = model.block("segments", "{top: 10, by: largest}");
    int top = block.count("top", SegmentSettings.DEFAULT.top());
    SegmentSettings.Order by =
        block.value(
            "by",
            SegmentSettings.DEFAULT.by(),
            text -> Quantities.constant(SegmentSettings.Order.class, text));
    return block.end(() -> new SegmentSettings(top, by));
  }

  /** Whether there is a threshold, be it a wrong one. */
  private static boolean isJudged(Block model) {
    return model.has("thresholds") && !model.block("thresholds", THRESHOLDS).keys().isEmpty();
  }

  private List<Threshold> thresholds(Block model, List<Duration> windows) {
    ThresholdReader reader = new ThresholdReader(pane, windows);
    Block block = model.block("thresholds", THRESHOLDS);
    List<Threshold> thresholds = new ArrayList<>();
    for (String check : block.keys()) {
      Optional<CheckDefinition> definition = CheckDefinition.named(check);
      if (definition.isEmpty()) {
        block.problem(check, ThresholdReader.remedyForUnknown(check));
        continue;
      }
      for (Block bound : block.blocks(check, "{min: 0.80} or {max: 100ms}")) {
        reader.read(definition.get(), bound).ifPresent(thresholds::add);
      }
    }
    return thresholds;
  }

  private static Optional<PriceSettings> prices(Block model) {
    Block block = model.block("prices", "{call: 0.002}");
    OptionalDouble call = price(block, "call", "0.002");
    OptionalDouble inputTokens = price(block, "input-tokens", "0.15");
    OptionalDouble outputTokens = price(block, "output-tokens", "0.60");
    return block.end(() -> new PriceSettings(call, inputTokens, outputTokens));
  }

  private static OptionalDouble price(Block block, String key, String example) {
    return block.has(key)
        ? OptionalDouble.of(block.value(key, 0.0, text -> Quantities.number(text, example)))
        : OptionalDouble.empty();
  }

  private static Optional<ScoringSettings> scoring(Block block) {
    double share = block.ratio("share", "10%");
    OptionalInt targetWords =
        block.has("target-words")
            ? OptionalInt.of(block.count("target-words", TARGET_WORDS))
            : OptionalInt.empty();
    int maxCharacters = block.count("max-characters", 20_000);
    int maxSentences = block.count("max-sentences", 20);
    return block.end(() -> new ScoringSettings(share, targetWords, maxCharacters, maxSentences));
  }

  private static Optional<InvalidationSettings> invalidation(Block model) {
    Block block = model.block("invalidation", "{on: [drift], cooldown: 10m}");
    Set<String> reasons =
        Set.copyOf(block.list("on", ModelReader::invalidationReason).orElse(List.of()));
    Duration cooldown = block.duration("cooldown", "10m");
    boolean dryRun = block.value("dry-run", false, Quantities::truth);
    InvalidationSettings.Scope scope =
        block.value(
            "scope",
            InvalidationSettings.Scope.MODEL,
            text -> Quantities.constant(InvalidationSettings.Scope.class, text));
    int requests =
        block.count("requests-per-minute", InvalidationSettings.DEFAULT_REQUESTS_PER_MINUTE);
    return block.end(() -> new InvalidationSettings(reasons, cooldown, dryRun, scope, requests));
  }

  private static String invalidationReason(String text) {
    if (text.equals(InvalidationSettings.LIFECYCLE) || CheckDefinition.isCheck(text)) {
      return text;
    }
    List<String> known = new ArrayList<>(CheckDefinition.boundedNames());
    known.addAll(CheckDefinition.unboundedNames());
    known.add(InvalidationSettings.LIFECYCLE);
    throw new IllegalArgumentException(
        text + " is no check: " + Suggestion.of(text, known, "give"));
  }
}
