package io.atalaya.bootstrap;

import io.atalaya.adapter.file.ReferenceFiles;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.RowSeasons;
import io.atalaya.drift.Seasons;
import io.atalaya.drift.SignificanceLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the {@code drift} block of a model, and the reference file that it names. */
final class DriftReader {

  /** The keys of a reference that is learned. */
  private static final List<String> LEARNED = List.of("auto", "over", "on-deployed", "healthy");

  private static final String REFERENCE = "{auto: 10000, over: 24h} or {file: reference.csv}";

  private static final ReferenceFiles FILES = new ReferenceFiles();

  private static final List<String> KINDS = List.of("numeric", "categorical");

  private final Duration pane;
  private final Map<ReferenceSource.File, ReferenceTable> references;

  /**
   * @param pane the finest step of all windows
   * @param references where the reference files that are read are put
   */
  DriftReader(Duration pane, Map<ReferenceSource.File, ReferenceTable> references) {
    this.pane = pane;
    this.references = references;
  }

  /**
   * Reads one block; empty when something is wrong with it, which is then reported.
   *
   * @param judged whether the model has thresholds
   */
  Optional<DriftSettings> read(Block drift, boolean judged) {
    Duration window =
        drift.value("window", Duration.ofHours(1), text -> ModelReader.window(text, "1h", pane));
    Optional<? extends ReferenceSource> reference =
        reference(drift.block("reference", REFERENCE), judged);
    Supplier<SignificanceLevel> level = level(drift);
    Optional<DriftSettings.Effect> effects = effect(drift.block("effect", "{ks: 0.1, psi: 0.2}"));
    long minSamples = drift.whole("min-samples", 300);
    Block persistence = drift.block("persistence", "{of: 3, at-least: 2}");
    int of = persistence.count("of", 3);
    // A single window, or two, must agree entirely unless said otherwise.
    int atLeast = persistence.count("at-least", Math.min(2, of));
    Optional<DriftSettings.Persistence> persistences =
        persistence.end(() -> new DriftSettings.Persistence(of, atLeast));
    Duration maxWindow = drift.duration("max-window", "7d");
    Map<String, DriftSettings.Feature> features =
        features(drift.block("features", "{weather: {importance: 2}}"), reference);
    return drift.end(
        () ->
            new DriftSettings(
                window,
                reference.orElseThrow(),
                level.get(),
                effects.orElseThrow(),
                minSamples,
                persistences.orElseThrow(),
                maxWindow,
                features));
  }

  /** What is said of single features; of those in a file it is known whether they are there. */
  private Map<String, DriftSettings.Feature> features(
      Block block, Optional<? extends ReferenceSource> reference) {
    Optional<ReferenceTable> file =
        reference.flatMap(
            source ->
                source instanceof ReferenceSource.File known
                    ? Optional.ofNullable(references.get(known))
                    : Optional.empty());
    Map<String, DriftSettings.Feature> features = new HashMap<>();
    for (String name : block.keys()) {
      Block feature = block.block(name, "{kind: categorical, importance: 2}");
      DriftSettings.Kind kind =
          feature.value("kind", DriftSettings.Kind.BY_REFERENCE, DriftReader::kind);
      double importance = feature.value("importance", 1.0, text -> Quantities.number(text, "2"));
      file.ifPresent(known -> check(feature, name, kind, known));
      feature
          .end(() -> new DriftSettings.Feature(kind, importance))
          .ifPresent(said -> features.put(name, said));
    }
    return features;
  }

  private static void check(
      Block feature, String name, DriftSettings.Kind kind, ReferenceTable file) {
    String text = file.texts().get(name);
    if (text != null && kind == DriftSettings.Kind.NUMERIC) {
      feature.problem(
          "kind",
          "numeric, but the column has %s: mend the file, or leave kind out".formatted(text));
    } else if (!file.names().contains(name)) {
      feature.problem("has no reference in the file: " + Suggestion.of(name, file.names(), "name"));
    }
  }

  private static DriftSettings.Kind kind(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "numeric" -> DriftSettings.Kind.NUMERIC;
      case "categorical" -> DriftSettings.Kind.CATEGORICAL;
      default ->
          throw new IllegalArgumentException(
              text + " is unknown: " + Suggestion.of(text, KINDS, "give"));
    };
  }

  /** Either a level, or the false alarms that it is to follow from. */
  private static Supplier<SignificanceLevel> level(Block drift) {
    if (!drift.has("false-alarms")) {
      double alpha = drift.ratio("alpha", "0.01");
      return () -> new SignificanceLevel.Alpha(alpha);
    }
    if (drift.has("alpha")) {
      drift.problem("has both alpha and false-alarms: give one, for example false-alarms: 1");
    }
    double alarms = drift.value("false-alarms", 1.0, text -> Quantities.number(text, "1"));
    return () -> new SignificanceLevel.Budget(alarms);
  }

  private static Optional<DriftSettings.Effect> effect(Block block) {
    double ks = block.ratio("ks", "0.1");
    double wasserstein = block.ratio("wasserstein", "0.1");
    double neyman = block.ratio("neyman", "0.2");
    double psi = block.ratio("psi", "0.2");
    double jensenShannon = block.ratio("jensen-shannon", "0.1");
    double cramersV = block.ratio("cramers-v", "0.1");
    double inputs = block.ratio("inputs", "0.02");
    return block.end(
        () ->
            new DriftSettings.Effect(
                ks, wasserstein, neyman, psi, jensenShannon, cramersV, inputs));
  }

  private Optional<? extends ReferenceSource> reference(Block block, boolean judged) {
    if (!block.has("file")) {
      for (String key : List.of("season", "time", "zone")) {
        if (block.has(key)) {
          block.problem(
              key,
              "is of a file, a learned reference has no seasons: give a file, or make one of a time"
                  + " range of predictions through REST");
        }
      }
      int size = block.count("auto", 10_000);
      Duration over = block.duration("over", "24h");
      boolean onDeployed = block.value("on-deployed", false, Quantities::truth);
      boolean healthy = block.value("healthy", false, Quantities::truth);
      if (healthy && !judged) {
        block.problem(
            "healthy",
            "the model has no threshold that says when it is: add one to the model, for example"
                + " thresholds: {accuracy: {min: 0.80}}");
      }
      return block.end(() -> new ReferenceSource.Learned(size, over, onDeployed, healthy));
    }
    LEARNED.stream()
        .filter(block::has)
        .findFirst()
        .ifPresent(
            key ->
                block.problem("has both file and " + key + ": give one, for example " + REFERENCE));
    Optional<RowSeasons> seasons = seasons(block);
    // Where it is wrong how rows are divided, they need not be read.
    Path path =
        block.value(
            "file",
            Path.of(""),
            text ->
                block.has("season") && seasons.isEmpty()
                    ? Path.of(text)
                    : readReference(text, seasons));
    return block.end(() -> new ReferenceSource.File(path, seasons));
  }

  private static Optional<RowSeasons> seasons(Block block) {
    Optional<String> season = block.text("season");
    Optional<String> time = block.text("time");
    Optional<String> zone = block.text("zone");
    if (season.isEmpty()) {
      if (time.isPresent() || zone.isPresent()) {
        block.problem("has time or zone but no season: give one, for example season: hour-of-week");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RowSeasons(Seasons.of(season.get(), zone.orElse("UTC")), time.orElse("")));
    } catch (IllegalArgumentException wrong) {
      String[] keyAndFault = String.valueOf(wrong.getMessage()).split(": ", 2);
      block.problem(keyAndFault[0], keyAndFault[1]);
      return Optional.empty();
    }
  }

  private Path readReference(String text, Optional<RowSeasons> seasons) {
    Path path = Path.of(text);
    references.computeIfAbsent(
        new ReferenceSource.File(path, seasons), file -> FILES.read(file.path(), seasons));
    return path;
  }
}
