package io.atalaya.monitor;

import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Profile;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.event.Prediction;
import io.atalaya.statistics.ReferenceSample;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a reference is made of that comes from a version's predictions in a time range: of each
 * feature the numbers with the smallest id hashes, and how often each name was seen.
 *
 * <p>The same whatever the order of the predictions; a prediction that is on the log twice counts
 * once among the numbers, and twice in the shares of names and of missing values. Memory: as for a
 * learned reference; of a seasonal one up to 16 kB a feature and season. One thread at a time.
 */
final class RangeSample {

  /** How many numbers are kept where nothing says how many a learned reference has. */
  private static final int DEFAULT_SIZE = 10_000;

  /** How many numbers are kept of a season at most. */
  private static final int SEASON_SIZE = 1_000;

  private final String model;
  private final String version;
  private final long fromMillis;
  private final long toMillis;
  private final int size;
  private final Optional<Seasons> seasons;

  /** By season; the only one where there are none. */
  private final SortedMap<Integer, Part> parts = new TreeMap<>();

  private long predictions;
  private long ofOtherVersions;

  /** What there is of one season, or of all. */
  private record Part(FirstFeatures<RawValues> features, PredictionCounts counts) {}

  RangeSample(
      String model,
      String version,
      long fromMillis,
      long toMillis,
      Optional<Seasons> seasons,
      DriftSettings settings) {
    this.model = model;
    this.version = version;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
    this.seasons = seasons;
    int most =
        settings.reference() instanceof ReferenceSource.Learned learned
            ? learned.size()
            : DEFAULT_SIZE;
    size = seasons.isPresent() ? Math.min(most, SEASON_SIZE) : most;
  }

  /** Takes a prediction, of any model and time. */
  void add(Prediction prediction) {
    long time = prediction.timeMillis();
    if (!prediction.model().equals(model) || time < fromMillis || time >= toMillis) {
      return;
    }
    if (!prediction.version().equals(version)) {
      ofOtherVersions++;
      return;
    }
    predictions++;
    Part part =
        parts.computeIfAbsent(
            seasons.isPresent() ? seasons.get().at(time) : 0,
            any -> new Part(new FirstFeatures<>(), new PredictionCounts()));
    part.counts.add(prediction);
    WatchedValues.forEach(
        prediction,
        (place, feature, number, name) -> {
          RawValues values = part.features.of(feature, () -> new RawValues(size));
          if (values != null) {
            values.add(prediction.id().high(), number, name);
          }
        });
  }

  /** How many predictions of the version there were. */
  long predictions() {
    return predictions;
  }

  /** How many there were of the model's other versions. */
  long ofOtherVersions() {
    return ofOtherVersions;
  }

  /** The references of those features that have one; empty where none has. */
  Optional<Profile> profile(DriftSettings settings) {
    SortedMap<Integer, ReferenceProfile> members = new TreeMap<>();
    parts.forEach(
        (season, part) -> {
          ReferenceProfile profile = profile(part, settings);
          if (!profile.features().isEmpty()) {
            members.put(season, profile);
          }
        });
    if (members.isEmpty()) {
      return Optional.empty();
    }
    return seasons.isPresent()
        ? Optional.of(SeasonalProfile.of(seasons.get(), members))
        : Optional.ofNullable(members.get(0));
  }

  private ReferenceProfile profile(Part part, DriftSettings settings) {
    long least = seasons.isPresent() ? SeasonalProfile.LEAST_VALUES : 1;
    int knots = seasons.isPresent() ? SeasonalProfile.MOST_KNOTS : ReferenceSample.MAX_KNOTS;
    Map<String, FeatureReference> references = new HashMap<>();
    part.features.forEach(
        (name, values) ->
            values
                .toReference(part.counts.of(name), settings.feature(name).kind(), knots)
                .filter(reference -> reference.size() >= least)
                .ifPresent(reference -> references.put(name, reference)));
    return ReferenceProfile.of(Long.MIN_VALUE, references);
  }
}
