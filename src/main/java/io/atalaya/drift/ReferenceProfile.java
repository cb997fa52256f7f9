package io.atalaya.drift;

import io.atalaya.statistics.StableHash;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model's inputs, answers and confidences are compared with.
 *
 * <p>Immutable.
 *
 * @param id a hash of the content: counts made against one profile are of no use for another
 * @param effectiveMillis the start of the first pane that is compared with it, in milliseconds
 *     since the epoch; what was before is what it was learned from
 * @param features the references by feature, at most {@value #MAX_FEATURES}
 * @param variation how much each feature varies within its reference, as {@link ReferenceVariation}
 *     has it; nothing of those of which that is unknown
 */
public record ReferenceProfile(
    String id,
    long effectiveMillis,
    SortedMap<String, FeatureReference> features,
    Map<String, Variation> variation)
    implements Profile {

  /** The feature name of the prediction itself. */
  public static final String PREDICTION = "__prediction__";

  /** The feature name of the stated confidence. */
  public static final String CONFIDENCE = "__confidence__";

  /** The most features of a version; each costs a reference and a window of counts. */
  public static final int MAX_FEATURES = 250;

  public ReferenceProfile {
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
    Map<String, Variation> known = new HashMap<>(variation);
    known.values().removeIf(Variation.NONE::equals);
    variation = Map.copyOf(known);
    if (features.size() > MAX_FEATURES) {
      throw new IllegalArgumentException(
          "features: %d are more than %d".formatted(features.size(), MAX_FEATURES));
    }
  }

  /** A profile of features of whose variation nothing is known. */
  public static ReferenceProfile of(long effectiveMillis, Map<String, FeatureReference> features) {
    return of(effectiveMillis, features, Map.of());
  }

  /** A profile of the given references; the id follows from names and contents. */
  public static ReferenceProfile of(
      long effectiveMillis,
      Map<String, FeatureReference> features,
      Map<String, Variation> variation) {
    SortedMap<String, FeatureReference> sorted = new TreeMap<>(features);
    StringBuilder identity = new StringBuilder();
    sorted.forEach(
        (name, reference) ->
            identity.append(
                "%s\n%s %d %d %d\n"
                    .formatted(
                        name,
                        reference.values().id(),
                        reference.predictions(),
                        reference.missing(),
                        reference.mistyped())));
    String id = HexFormat.of().toHexDigits(StableHash.of(identity.toString()));
    return new ReferenceProfile(id, effectiveMillis, sorted, variation);
  }

  @Override
  public SequencedCollection<String> names() {
    return List.copyOf(features.keySet());
  }

  @Override
  public ReferenceProfile at(long millis) {
    return this;
  }

  /** The reference of a feature; one without is an {@link IllegalArgumentException}. */
  public FeatureReference reference(String feature) {
    FeatureReference reference = features.get(feature);
    if (reference == null) {
      throw new IllegalArgumentException("feature: " + feature + " has no reference");
    }
    return reference;
  }
}
