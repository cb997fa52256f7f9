package io.atalaya.drift;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * What a table of rows says of features: their references, and how much they vary from row to row.
 *
 * @param seasons how the rows are divided; empty where they are not
 * @param parts the features by name, by season; where there are none in a single part
 * @param texts for each column that is not one of numbers, a cell that is none
 * @param skipped for each column left out, one line that says why
 */
public record ReferenceTable(
    Optional<Seasons> seasons,
    SortedMap<Integer, SortedMap<String, Feature>> parts,
    Map<String, String> texts,
    List<String> skipped) {

  /**
   * One feature.
   *
   * @param reference the reference that its column makes
   * @param rows all rows of the column, or some stretches of them
   * @param hours of each of these rows the hour that it is in, since the epoch; empty where there
   *     are no seasons
   */
  public record Feature(
      FeatureReference reference, ReferenceColumn rows, Optional<IntUnaryOperator> hours) {

    /** A feature without seasons. */
    public Feature(FeatureReference reference, ReferenceColumn rows) {
      this(reference, rows, Optional.empty());
    }
  }

  public ReferenceTable {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    texts = Map.copyOf(texts);
    skipped = List.copyOf(skipped);
  }

  /** A table whose rows are not divided. */
  public ReferenceTable(
      SortedMap<String, Feature> features, Map<String, String> texts, List<String> skipped) {
    this(Optional.empty(), new TreeMap<>(Map.of(0, features)), texts, skipped);
  }

  /** The features of a table whose rows are not divided. */
  public SortedMap<String, Feature> features() {
    return parts.getOrDefault(0, Collections.emptySortedMap());
  }

  /** The names of all features. */
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    parts.values().forEach(part -> names.addAll(part.keySet()));
    return names;
  }

  /**
   * The profile that it makes, which holds from the beginning of time.
   *
   * @throws IllegalArgumentException if seasons do not suit the settings, or none has enough values
   */
  public Profile profile(DriftSettings settings) {
    if (seasons.isEmpty()) {
      return profile(features(), settings);
    }
    Seasons.requireWithin(settings.window());
    SortedMap<Integer, ReferenceProfile> members = new TreeMap<>();
    parts.forEach(
        (season, features) -> {
          SortedMap<String, Feature> enough = new TreeMap<>(features);
          enough.values().removeIf(one -> one.reference().size() < SeasonalProfile.LEAST_VALUES);
          if (!enough.isEmpty()) {
            members.put(season, profile(enough, settings));
          }
        });
    return SeasonalProfile.ofEnough(seasons.get(), members);
  }

  private static ReferenceProfile profile(
      SortedMap<String, Feature> features, DriftSettings settings) {
    Map<String, FeatureReference> references = new HashMap<>();
    Map<String, Variation> variation = new HashMap<>();
    features.forEach(
        (name, feature) -> {
          references.put(name, feature.reference);
          DriftSettings.Kind kind = settings.feature(name).kind();
          variation.put(
              name,
              feature.hours.isEmpty()
                  ? ReferenceVariation.of(feature.reference, feature.rows, kind)
                  : ReferenceVariation.ofHours(
                      feature.reference, feature.rows, feature.hours.get(), kind));
        });
    return ReferenceProfile.of(Long.MIN_VALUE, references, variation);
  }
}
