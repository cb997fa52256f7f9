package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.window.Panes;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts the learning samples of all indexes together into a version's reference.
 *
 * <p>The period begins with the first prediction of any index. Those indexes take part that began
 * before one period was over; the reference is in force from the end of the last one's, and used
 * once everything up to then must have been read. All of that is a function of the samples alone:
 * it does not matter when they were read. One writer.
 */
final class ReferenceLearning {

  private final ModelPlan plan;
  private final Map<Integer, LearningSample.Progress> progress = new HashMap<>();
  private final Map<String, Map<Integer, RawValues>> samples = new TreeMap<>();

  ReferenceLearning(ModelPlan plan) {
    this.plan = plan;
  }

  void put(PartialKey key, ByteReader body) {
    if (key.feature().isEmpty()) {
      progress.put(key.index(), LearningSample.Progress.readFrom(body));
    } else {
      samples
          .computeIfAbsent(key.feature(), ignored -> new HashMap<>())
          .put(key.index(), RawValues.readFrom(body));
    }
  }

  /**
   * The reference, once complete; null until then.
   *
   * @param nowMillis everything appended before this has been read at every index
   */
  @Nullable ReferenceProfile learned(long nowMillis) {
    if (progress.isEmpty()) {
      return null;
    }
    long first =
        progress.values().stream()
            .mapToLong(LearningSample.Progress::firstMillis)
            .min()
            .orElseThrow();
    long latest = Panes.ceiling(first + plan.learningMillis(), plan.driftWidthMillis());
    long last = first;
    for (LearningSample.Progress index : progress.values()) {
      if (index.firstMillis() < latest) {
        last = Math.max(last, index.firstMillis());
        if (!index.complete()) {
          return null;
        }
      }
    }
    long effective = Panes.ceiling(last + plan.learningMillis(), plan.driftWidthMillis());
    if (nowMillis < effective + plan.graceMillis()) {
      return null;
    }
    Map<Integer, LearningSample.Progress> taking = new HashMap<>(progress);
    taking.values().removeIf(index -> index.firstMillis() >= latest);
    Map<String, FeatureReference> features = features(taking);
    return features.isEmpty() ? null : ReferenceProfile.of(effective, features);
  }

  /** The references of the features that come first by name, from the indexes that take part. */
  private Map<String, FeatureReference> features(Map<Integer, LearningSample.Progress> taking) {
    PredictionCounts predictions = new PredictionCounts();
    taking.values().forEach(index -> predictions.merge(index.counts()));
    Map<String, FeatureReference> features = new TreeMap<>();
    samples.entrySet().stream()
        .limit(ReferenceProfile.MAX_FEATURES)
        .forEach(
            feature -> {
              String name = feature.getKey();
              RawValues all = new RawValues(plan.learningSize());
              feature.getValue().entrySet().stream()
                  .filter(sample -> taking.containsKey(sample.getKey()))
                  .forEach(sample -> all.merge(sample.getValue()));
              all.toReference(predictions.of(name), plan.kind(name))
                  .ifPresent(reference -> features.put(name, reference));
            });
    return features;
  }

  /** While learning: each feature seen, with the predictions learned from and those needed. */
  Map<String, InsufficientData> insufficient() {
    long predictions =
        progress.values().stream().mapToLong(LearningSample.Progress::predictions).sum();
    Map<String, InsufficientData> insufficient = new TreeMap<>();
    TreeSet<String> features = new TreeSet<>();
    progress.values().forEach(index -> features.addAll(index.features()));
    for (String feature : features) {
      insufficient.put(
          feature, new InsufficientData(predictions, Math.max(1, plan.learningSize())));
    }
    return insufficient;
  }
}
