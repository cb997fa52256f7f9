package io.atalaya.drift;

import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.StableHash;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The distributions that a model's inputs, answers and confidences are compared with.
 *
 * <p>Immutable.
 *
 * @param id a hash of the content: counts made against one profile are of no use for another
 * @param effectiveMillis the start of the first pane that is compared with it, in milliseconds
 *     since the epoch; what was before is what it was learned from
 * @param features the reference distributions by feature
 * @param variation how much each feature varies within its reference, as {@link ReferenceVariation}
 *     has it; nothing of those of which that is unknown
 */
public record ReferenceProfile(
    String id,
    long effectiveMillis,
    Map<String, ReferenceSample> features,
    Map<String, Map<DriftTest, Double>> variation) {

  /** The feature name of the prediction itself. */
  public static final String PREDICTION = "__prediction__";

  /** The feature name of the stated confidence. */
  public static final String CONFIDENCE = "__confidence__";

  public ReferenceProfile {
    features = Collections.unmodifiableMap(new TreeMap<>(features));
    variation = Map.copyOf(variation);
  }

  /** A profile of distributions of whose variation nothing is known. */
  public static ReferenceProfile of(long effectiveMillis, Map<String, ReferenceSample> features) {
    return of(effectiveMillis, features, Map.of());
  }

  /** A profile of the given distributions; the id follows from names and contents. */
  public static ReferenceProfile of(
      long effectiveMillis,
      Map<String, ReferenceSample> features,
      Map<String, Map<DriftTest, Double>> variation) {
    StringBuilder identity = new StringBuilder();
    new TreeMap<>(features)
        .forEach((name, sample) -> identity.append(name).append('\n').append(sample.id()));
    String id = HexFormat.of().toHexDigits(StableHash.of(identity.toString()));
    return new ReferenceProfile(id, effectiveMillis, features, variation);
  }
}
