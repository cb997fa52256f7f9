package io.atalaya.monitor;

import io.atalaya.drift.ReferenceProfile;
import io.atalaya.statistics.BottomSample;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The features of one pane. A pane is counted against the profile that was known when it was
 * opened, or keeps its values when there was none.
 *
 * <p>One writer.
 */
final class FeatureSamples {

  private final @Nullable ReferenceProfile profile;
  private final int rawLimit;
  private final int maxFeatures;
  private final Map<String, FeatureSample> samples = new HashMap<>();

  /**
   * @param profile the profile known; null when there is none
   * @param rawLimit the most values of a feature kept while there is none
   * @param maxFeatures the most features kept
   */
  FeatureSamples(@Nullable ReferenceProfile profile, int rawLimit, int maxFeatures) {
    this.profile = profile;
    this.rawLimit = rawLimit;
    this.maxFeatures = maxFeatures;
  }

  void add(String feature, double value, long idHash) {
    FeatureSample sample = samples.get(feature);
    if (sample == null) {
      sample = open(feature);
      if (sample == null) {
        return;
      }
      samples.put(feature, sample);
    }
    sample.add(value, idHash);
  }

  void forEach(BiConsumer<String, FeatureSample> action) {
    samples.forEach(action);
  }

  private @Nullable FeatureSample open(String feature) {
    if (samples.size() >= maxFeatures) {
      return null;
    }
    if (profile == null) {
      return new FeatureSample.Raw(new BottomSample(rawLimit));
    }
    ReferenceSample reference = profile.features().get(feature);
    return reference == null
        ? null
        : new FeatureSample.Counted(reference, new RankCounts(reference));
  }
}
