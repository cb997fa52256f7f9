package io.atalaya.drift;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a table of rows says of features: their references, and how much they vary from row to row.
 *
 * @param features by name
 * @param texts for each column that is not one of numbers, a cell that is none
 * @param skipped for each column left out, one line that says why
 */
public record ReferenceTable(
    SortedMap<String, Feature> features, Map<String, String> texts, List<String> skipped) {

  /**
   * One feature.
   *
   * @param reference the reference that its column makes
   * @param rows all rows of the column, or some stretches of them
   */
  public record Feature(FeatureReference reference, ReferenceColumn rows) {}

  public ReferenceTable {
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
    texts = Map.copyOf(texts);
    skipped = List.copyOf(skipped);
  }

  /** The profile that it makes, which holds from the beginning of time. */
  public ReferenceProfile profile(DriftSettings settings) {
    Map<String, FeatureReference> references = new HashMap<>();
    Map<String, Map<DriftTest, Double>> variation = new HashMap<>();
    features.forEach(
        (name, feature) -> {
          references.put(name, feature.reference);
          Map<DriftTest, Double> effects =
              ReferenceVariation.of(feature.reference, feature.rows, settings.feature(name).kind());
          if (!effects.isEmpty()) {
            variation.put(name, effects);
          }
        });
    return ReferenceProfile.of(Long.MIN_VALUE, references, variation);
  }
}
